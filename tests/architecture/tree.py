"""What the tests of the house look at: its files, its modules, its documents. No rules live here."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "saath"


def modules(*, with_tests: bool) -> Iterator[Path]:
    """Every module that people write. Migrations are written by Django."""
    for top in [PACKAGE, ROOT / "tests"] if with_tests else [PACKAGE]:
        yield from (path for path in sorted(top.rglob("*.py")) if "migrations" not in path.parts)


def documents() -> Iterator[Path]:
    """Every page of the house, at the front door and inside."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield from sorted((ROOT / "changes").glob("*.md"))


def written_files() -> Iterator[Path]:
    """Every text of the project, whatever its kind."""
    yield from modules(with_tests=True)
    yield from documents()
    yield from sorted(path for path in (ROOT / "bin").iterdir() if path.is_file())
    yield from (ROOT / name for name in ("pyproject.toml", ".ci/run"))
    kinds = {".html", ".css", ".js", ".sql", ".toml", ".json", ".txt"}
    yield from sorted(path for path in PACKAGE.rglob("*") if path.suffix in kinds)


def parsed(path: Path) -> ast.Module:
    """Return the module as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """Return the path as a person names it."""
    return path.relative_to(ROOT).as_posix()
