"""The documents are true where a machine can tell: links lead somewhere, commands exist."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, documents, named

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?<!venv/)\bbin/[a-z]+\b")
FRAGMENT = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md")
SCREEN_LINES = 12  # the two commands must be seen without scrolling


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        f"{named(page)}: {link}"
        for page in documents()
        for link in LINK.findall(_text(page))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert not broken, "\n".join(broken)


def test_every_command_that_a_page_names_exists() -> None:
    missing = [
        f"{named(page)}: {command}"
        for page in documents()
        for command in set(COMMAND.findall(_text(page)))
        if not (ROOT / command).is_file()
    ]
    assert not missing, "\n".join(missing)


def test_the_readme_opens_with_the_two_commands() -> None:
    top = _text(ROOT / "README.md").splitlines()[:SCREEN_LINES]
    assert [c for line in top for c in COMMAND.findall(line)] == ["bin/demo", "bin/test"]


@pytest.mark.parametrize("folder", ["tutorial", "how-to", "reference", "explanation", "decisions"])
def test_every_folder_of_the_documentation_has_a_page(folder: str) -> None:
    assert list((ROOT / "docs" / folder).glob("*.md"))


def test_every_page_opens_with_its_title() -> None:
    pages = [page for page in documents() if page.parent != ROOT / "changes"]
    untitled = [named(page) for page in pages if not _text(page).startswith("# ")]
    assert not untitled


def test_every_change_says_in_its_name_what_kind_it_is() -> None:
    names = {path.name for path in (ROOT / "changes").iterdir()} - {"README.md"}
    assert not {name for name in names if not FRAGMENT.fullmatch(name)}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
