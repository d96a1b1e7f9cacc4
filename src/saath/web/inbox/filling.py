"""A template as a form brings it: its name, its language, and a line of words for each place."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from saath.domain.outgoing import Category, Template

# Meta, message_templates: names of a-z, 0-9 and _, named places as well; checked 2026-11-21.
NAME = re.compile(r"[a-z0-9_]{1,512}")
PLACE = re.compile(r"\s*([a-z0-9_]{1,64})\s*=(.*)")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
PLACES_MAX, WORDS_MAX = 50, 1024


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody wrote into the form, right or wrong."""

    name: str = ""
    language: str = "en"
    lines: str = ""
    category: str = ""


def filled(form: Mapping[str, str]) -> Filled:
    """The form as it was sent."""
    return Filled(
        *(form.get(field, "").strip() for field in ("name", "language", "lines", "category"))
    )


def template(form: Filled) -> Template | str:
    """The template, or what is wrong with the form (a reason of `noes`)."""
    if not NAME.fullmatch(form.name):
        return "template-name"
    if not LANGUAGE.fullmatch(form.language):
        return "template-language"
    values = _values(form.lines)
    if values is None:
        return "template-values"
    category: Category = "utility" if form.category == "utility" else ""
    return Template(form.name, form.language, values, category)


def _values(lines: str) -> tuple[tuple[str, str], ...] | None:
    """Words by place. A line without a name is the next number; all are numbered, or all named."""
    values: dict[str, str] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        named = PLACE.fullmatch(line)
        place, words = named.groups() if named else (str(len(values) + 1), line)
        if place in values or not 0 < len(words.strip()) <= WORDS_MAX:
            return None
        values[place] = words.strip()
    return tuple(sorted(values.items(), key=_place)) if _agree(values) else None


def _agree(places: Collection[str]) -> bool:
    """Whether these can be the places of one template."""
    numbers = {str(number) for number in range(1, len(places) + 1)}
    alike = set(places) == numbers or not any(map(str.isdigit, places))
    return alike and len(places) <= PLACES_MAX


def _place(value: tuple[str, str]) -> int:
    """Numbered places in their order; named ones stay as they were written."""
    return int(value[0]) if value[0].isdigit() else 0
