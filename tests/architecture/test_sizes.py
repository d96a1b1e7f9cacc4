"""The hard limits of size. A limit is raised by a decision record, not by an exception here."""

import ast

from tests.architecture.tree import modules, named, parsed

FUNCTION_LINES_MAX = 50
MODULE_LINES_MAX = 400


def test_no_function_is_longer_than_fifty_lines() -> None:
    too_long = [
        f"{named(path)}:{node.lineno} {node.name} has {_length(node)} lines"
        for path in modules(with_tests=True)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _length(node) > FUNCTION_LINES_MAX
    ]
    assert not too_long, "\n".join(too_long)


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    lines = {
        path: path.read_text(encoding="utf-8").count("\n") for path in modules(with_tests=True)
    }
    too_long = [f"{named(p)} has {n} lines" for p, n in lines.items() if n > MODULE_LINES_MAX]
    assert not too_long, "\n".join(too_long)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
