"""Decision records: the file name is the decision, one page, and what would prove it wrong."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NAME = re.compile(r"(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)+)\.md")
PARTS = [
    "Status: ",
    *("**Because**", "**We will**", "**It costs us**", "**We considered**"),
    "**We will know it was wrong when**",
]
PAGE_LINES_MAX = 45


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(record.name[:4]) for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_the_file_name_is_the_decision(record: Path) -> None:
    match = NAME.fullmatch(record.name)
    assert match
    title = _text(record).splitlines()[0].removeprefix("# ")
    assert _words(title) == match[2]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_says_why_what_and_when_it_was_wrong(record: Path) -> None:
    text = _text(record)
    places = [text.find(f"\n{part}") for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("\n") <= PAGE_LINES_MAX


def _words(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _text(record: Path) -> str:
    return record.read_text(encoding="utf-8")
