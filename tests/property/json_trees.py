"""Hypothesis strategies for JSON, its usual mistakes, and golden deliveries gone wrong."""

import json
from collections.abc import Iterator

from hypothesis import strategies as st

from saath.whatsapp.decode import read_tree
from tests.golden.facts_text import deliveries

type Path = tuple[str | int, ...]

# What Meta's keys hold when they go wrong, besides any JSON at all.
_spoiled: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -1, 10**30, 1e300, float("nan"), float("-inf"), "", "\x00", "\ud800", [], {}]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | _spoiled
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_goldens = [read_tree(path.read_bytes()) for path in deliveries() if path.stem != "not_json"]


@st.composite
def spoiled_deliveries(draw: st.DrawFn, within: str = "") -> object:
    """A golden delivery with some of its parts replaced, removed, doubled or moved.

    With `within`, one that has such a key, and only what is below it is spoiled.
    """
    fit = [g for g in _goldens if any(within in path for path in _paths(g, ()))] or _goldens
    tree = json.loads(json.dumps(draw(st.sampled_from(fit if within else _goldens))))
    for _ in range(draw(st.integers(1, 4))):
        paths = [p for p in _paths(tree, ()) if p and (not within or within in p[:-1])]
        if paths:
            _spoil(draw, tree, draw(st.sampled_from(paths)), paths)
    return tree


def _spoil(draw: st.DrawFn, tree: object, path: Path, paths: list[Path]) -> None:
    parent, key = _at(tree, path[:-1]), path[-1]
    match draw(st.sampled_from(["replace", "remove", "move", "double"])):
        case "remove":
            del parent[key]
        case "move":
            parent[key] = json.loads(json.dumps(_at(tree, draw(st.sampled_from(paths)))))
        case "double" if isinstance(parent, list):
            parent.append(json.loads(json.dumps(parent[0])))
        case _:
            parent[key] = draw(trees)


def _at(tree: object, path: Path) -> "dict[str | int, object]":
    for key in path:
        assert isinstance(tree, dict | list)
        tree = tree[key]  # type: ignore[index]  # a path made by _paths fits its tree
    return tree  # type: ignore[return-value]  # a list takes the same operations


def _paths(tree: object, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            yield from _paths(inner, (*path, index))
