"""Every import contract is broken on purpose, in a toy house, to see that it holds.

A contract that nobody has seen fail may be guarding nothing: a misspelt room, a door left open. The
toy house takes its contracts from the real pyproject.toml.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

ROOMS = [
    *(
        "domain",
        "net",
        "vault",
        "bus",
        "whatsapp",
        "chatexport",
        "connectors",
        "media",
        "simulator",
    ),
    *("journal", "store", "queries", "outbox", "requests", "ingest", "project", "deliver"),
    *("transition", "web", "api", "cli", "runtime"),
]
# A house in order: each of these goes downwards, through an open door.
SOUND = {
    "domain/step.py": "import dataclasses, datetime, enum",
    "whatsapp/parse.py": "import msgspec\nimport saath.domain.step",
    "whatsapp/graph.py": "import time\nimport saath.net",
    "chatexport/read.py": "import zipfile\nimport saath.domain.step",
    "transition/assess/__init__.py": "import saath.chatexport.read",
    "journal/sqlite.py": "import sqlite3",
    "ingest/app.py": "import asyncio\nimport saath.journal.sqlite\nimport saath.whatsapp.parse",
    "store/models.py": "import django",
    "queries/people.py": "import saath.store.models",
    "web/inbox.py": "import saath.queries.people, saath.requests, saath.bus\nimport saath.store",
    "cli/demo.py": "import saath.simulator",
    "runtime/main.py": "import time\nimport saath.web.inbox, saath.cli.demo, saath.deliver",
    "connectors/alpha/__init__.py": '"""A connector."""',
    "connectors/beta/__init__.py": '"""A connector."""',
}
# importer, what it must not import, a word of the contract that says so
BREAKS = [
    ("domain.a1", "random", "domain is pure"),
    ("domain.a2", "time", "domain is pure"),
    ("domain.a3", "msgspec", "domain is pure"),
    ("domain.a4", "saath.net", "floors"),
    ("whatsapp.b1", "httpx", "translation is pure"),
    ("whatsapp.b2", "socket", "translation is pure"),
    ("whatsapp.b3", "saath.net", "translation is pure"),
    ("whatsapp.b4", "saath.whatsapp.graph", "translation is pure"),
    ("whatsapp.b5", "saath.media", "floors"),
    ("chatexport.b6", "saath.net", "Exported chats"),
    ("chatexport.b7", "random", "Exported chats"),
    ("transition.assess.b8", "django", "An assessment"),
    ("transition.assess.b9", "saath.store.models", "An assessment"),
    ("web.c1", "saath.outbox", "People and programs"),
    ("web.c2", "saath.deliver", "People and programs"),
    ("web.c3", "saath.journal", "People and programs"),
    ("api.c4", "saath.whatsapp.parse", "People and programs"),
    ("web.c5", "saath.api", "floors"),
    ("ingest.d1", "django", "no Django"),
    ("journal.d2", "django", "no Django"),
    ("ingest.d3", "saath.store.models", "no Django"),
    ("ingest.d4", "saath.project", "floors"),
    ("project.d5", "saath.deliver", "floors"),
    ("queries.d6", "saath.outbox", "floors"),
    ("store.d7", "saath.queries", "floors"),
    ("deliver.e1", "saath.simulator", "simulator"),
    ("api.e2", "saath.simulator", "simulator"),
    ("connectors.alpha.f1", "saath.connectors.beta", "Connectors"),
]
UNPLACED = {"utils/__init__.py": '"""A room that no floor was chosen for."""'}
CIRCLE = {"media/h1.py": "import saath.media.h2", "media/h2.py": "import saath.media.h1"}


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What import-linter says, contract by contract, of a house with every fault at once."""
    faults = {f"{who.replace('.', '/')}.py": f"import {what}" for who, what, _ in BREAKS}
    house = _build(tmp_path_factory.mktemp("broken"), SOUND | faults | UNPLACED | CIRCLE)
    result = _lint(house)
    assert result.returncode == 1, result.stderr
    return _sections(result.stdout)


@pytest.mark.parametrize(("who", "what", "contract"), BREAKS)
def test_a_contract_breaks(
    broken_house: dict[str, str], who: str, what: str, contract: str
) -> None:
    assert any(
        f"saath.{who} " in line and what in line
        for line in _report(broken_house, contract).splitlines()
    )


def test_a_room_without_a_floor_breaks_the_floors(broken_house: dict[str, str]) -> None:
    assert "saath.utils" in _report(broken_house, "floors")


def test_a_circle_inside_a_room_breaks_the_contract(broken_house: dict[str, str]) -> None:
    assert "No cycles are allowed in saath.media" in _report(broken_house, "cycles")


def test_a_house_in_order_keeps_every_contract(tmp_path: Path) -> None:
    result = _lint(_build(tmp_path, SOUND))
    assert result.returncode == 0, result.stdout


def test_every_contract_is_broken_here_at_least_once(broken_house: dict[str, str]) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = re.findall(r'^name = "(.+)"\ntype = ', pyproject, flags=re.MULTILINE)
    assert sorted(broken_house) == sorted(contracts)


def _build(root: Path, files: dict[str, str]) -> Path:
    package = root / "saath"
    for room in ["", *ROOMS]:
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    for name, text in files.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(f"{text}\n", encoding="utf-8")
    return root


def _lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the toy house, with the contracts of the real one."""
    code = (
        "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(sys.argv[1]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "pyproject.toml")],
        cwd=house,
        env=os.environ | {"PYTHONPATH": f"{house}:{ROOT}", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


def _report(broken: dict[str, str], contract: str) -> str:
    return next((text for name, text in broken.items() if contract in name), "")


def _sections(report: str) -> dict[str, str]:
    """Split the report at the underlined name of each broken contract."""
    parts = re.split(r"^(.+)\n-{3,}\n", report.partition("Broken contracts")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=False))
