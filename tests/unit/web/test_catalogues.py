"""Every string of the pages is translated, and what is shipped is what was translated."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.utils.translation import ngettext, override

import tests.stores  # noqa: F401  # sets Django up: templates are read with its tags
from saath.web.catalogues import read, sources, template


def test_hindi_counts_one_and_many() -> None:
    with override("hi"):
        said = [ngettext("Read this file", "Read these %(counter)s files", n) for n in (1, 2)]
    assert said == ["यह फ़ाइल पढ़ें", "ये %(counter)s फ़ाइलें पढ़ें"]


def test_hindi_is_there() -> None:
    assert [source.parts[-3] for source in sources()] == ["hi"]


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.parts[-3])
def test_every_string_is_translated(source: Path) -> None:
    catalog = read(source)
    wanted = {message.id for message in template() if message.id}
    assert len(wanted) > 100
    translated = {m.id for m in catalog if m.id and all(_strings(m.string)) and not m.fuzzy}
    assert wanted - translated == set()
    assert translated - wanted == set(), "no longer used: python -m saath.web.catalogues"


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.parts[-3])
def test_no_translation_loses_a_value(source: Path) -> None:
    for message in read(source):
        assert message.check() == [] if message.id else True


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.parts[-3])
def test_the_compiled_catalogue_is_current(source: Path) -> None:
    with source.with_suffix(".mo").open("rb") as file:
        assert _pairs(read_mo(file)) == _pairs(read(source))


def _pairs(catalog: Catalog) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(_strings(m.id), _strings(m.string)) for m in catalog if m.id}


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())
