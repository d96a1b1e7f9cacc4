"""Our translations: which strings the source speaks of, and compiling catalogues with Babel.

`python -m saath.web.catalogues` brings every catalogue up to date and compiles it; no gettext
tools are needed. The compiled files lie beside their sources in the repository and in the wheel,
so nothing is built at the start; a test says when they are out of date.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOM = Path(__file__).parent
LOCALES = ROOM / "locale"
SOURCES = (
    ROOM,
    ROOM.parent / "queries",
    ROOM.parent / "transition" / "alerts",
    ROOM.parent / "transition" / "link",
    ROOM.parent / "transition" / "prepare",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "translated": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def template() -> Catalog:
    """Every string of the pages and of the rooms that speak through them, with the places it is used in."""
    catalog = Catalog(project="Saath", version="1", charset="utf-8")
    for path in _files():
        place = str(path.relative_to(ROOM.parent))
        for line, message, _comments, context in extract("python", _code(path), KEYWORDS):
            catalog.add(message, locations=[(place, line)], context=context)
    return catalog


def _files() -> Iterator[Path]:
    for room in SOURCES:
        yield from sorted(p for p in room.rglob("*") if p.suffix in {".py", ".html"})


def _code(path: Path) -> BytesIO:
    """The file as Python: of a template only what its tags would call."""
    text = path.read_text()
    if path.suffix == ".html":
        text = _INDENT.sub("", templatize(text))
    return BytesIO(text.encode())


def read(source: Path) -> Catalog:
    """A catalogue as its translator wrote it."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], domain="django")


def update(source: Path) -> None:
    """Add new strings, drop those nobody uses, compile."""
    catalog = read(source)
    catalog.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with source.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_output=True)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def sources() -> list[Path]:
    """The catalogues there are."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


if __name__ == "__main__":
    for source in sources():
        update(source)
