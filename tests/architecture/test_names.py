"""Names and words that the house does not use, and the docstring that every module opens with."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import modules, named, parsed, written_files

# A drawer with such a name fills up with everything. Say what the thing is.
BANNED_MODULES = {
    *("util", "utils", "helper", "helpers", "common", "core", "base", "misc", "lib"),
    *("service", "services", "manager", "managers", "handler", "handlers", "processor"),
}
# Django imports "<ENGINE>.base" when it opens a database: the name is not ours to choose.
NAMED_BY_DJANGO = {"src/saath/store/sqlite/base.py"}
BANNED_CLASS_ENDINGS = (
    *("Manager", "Handler", "Helper", "Helpers", "Service", "Processor"),
    *("Util", "Utils", "Common", "Base", "V2"),
)
# Split, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
ONE_MACHINE = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/")


def test_every_module_opens_with_a_docstring() -> None:
    silent = [named(p) for p in modules(with_tests=False) if not ast.get_docstring(parsed(p))]
    assert not silent, f"say what lives there, and what does not: {silent}"


def test_no_module_has_the_name_of_a_drawer() -> None:
    drawers = [
        named(path)
        for path in modules(with_tests=True)
        if named(path) not in NAMED_BY_DJANGO
        and BANNED_MODULES & {part.removesuffix(".py") for part in path.parts[-3:]}
    ]
    assert not drawers, f"say what the thing is: {drawers}"


def test_no_class_has_a_name_that_says_nothing() -> None:
    empty = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in modules(with_tests=False)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and _says_nothing(node)
    ]
    assert not empty, "\n".join(empty)


def test_nothing_is_left_unfinished() -> None:
    found = list(_found(UNFINISHED))
    assert not found, "finish it, or open an issue: " + ", ".join(found)


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = list(_found(ONE_MACHINE))
    assert not found, "such a path exists on one machine only: " + ", ".join(found)


def _says_nothing(node: ast.ClassDef) -> bool:
    """Tell whether the ending is banned, unless a framework's class brings the word."""
    ending = next((word for word in BANNED_CLASS_ENDINGS if node.name.endswith(word)), "")
    inherited = [ast.unparse(parent) for parent in node.bases]
    return bool(ending) and not any(parent.endswith(ending) for parent in inherited)


def _found(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in written_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                yield f"{named(path)}:{number}"
