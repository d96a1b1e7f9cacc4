import pytest

from saath.whatsapp.decode import DEPTH_MAX, read_tree


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def innermost(tree: object) -> tuple[int, object]:
    depth = 0
    while isinstance(tree, list) and tree:
        tree, depth = tree[0], depth + 1
    return depth, tree


def test_what_nests_as_deep_as_allowed_is_read_as_it_is() -> None:
    assert innermost(read_tree(nested(DEPTH_MAX))) == (DEPTH_MAX - 1, [])


@pytest.mark.parametrize("depth", [DEPTH_MAX + 1, 500, 50_000], ids=str)
def test_what_nests_deeper_is_text_whether_or_not_this_machine_could_read_it(depth: int) -> None:
    expected = nested(depth - DEPTH_MAX).decode()
    assert innermost(read_tree(nested(depth))) == (DEPTH_MAX, expected)


def test_brackets_in_words_are_words() -> None:
    assert read_tree(b'"' + b"[" * 100 + b'"') == "[" * 100
    assert read_tree(b'["' + b'{[\\"' * 100 + b'"]') == ['{["' * 100]
