"""Pause, resume, migrate and the unclaimed, as an operator types them."""

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from saath.cli.printing import CONFIG
from saath.journal import UNCLAIMED, Entry, open_journal
from saath.journal.sqlite_module import sqlite3


def typed(*words: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run one command."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SAATH_KEY"}}
    done = subprocess.run(
        [sys.executable, "-m", "saath.runtime.main", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == exit_code, done.stderr
    return done


def told(*words: str) -> dict[str, Any]:
    """The object that a command prints."""
    answer: dict[str, Any] = json.loads(typed(*words, "--json").stdout)
    return answer


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a new installation."""
    folder = str(tmp_path_factory.mktemp("installation") / "data")
    typed("init", "--data", folder)
    return folder


def test_pausing_twice_is_pausing_once(data: str) -> None:
    assert told("pause", "--data", data, "--reason", "holiday") == {"paused": True, "changed": True}
    assert told("pause", "--data", data) == {"paused": True, "changed": False}
    assert told("resume", "--data", data) == {"paused": False, "changed": True}
    assert told("resume", "--data", data) == {"paused": False, "changed": False}
    assert f"saath resume --data {data}" in typed("pause", "--data", data).stdout
    typed("resume", "--data", data)
    assert f"saath resume --data {data}" in typed("pause", f"--data={data}").stdout


def test_a_new_installation_needs_no_migration(data: str) -> None:
    assert told("migrate", "--data", data) == {"applied": [], "rebuilt": False}


def test_an_unclaimed_delivery_is_listed_and_claimed(data: str) -> None:
    assert told("unclaimed", "list", "--data", data) == {"unclaimed": []}
    body = b'{"entry":[{"id":"77","changes":[]}]}'
    journal = open_journal(Path(data), appender=False)
    journal.append([Entry(UNCLAIMED, "live", "delivery", 1, "meta", 5, body)])
    journal.close()
    (one,) = told("unclaimed", "list", "--data", data)["unclaimed"]
    assert (one["position"], one["size"], one["claimed_by"]) == (1, len(body), "")
    assert one["received_at"] == "1970-01-01T00:00:00.005Z"
    assert "received 1970-01-01T00:00:00.005Z" in typed("unclaimed", "list", "--data", data).stdout
    claimed = told("unclaimed", "claim", "1", "--data", data)
    (one,) = told("unclaimed", "list", "--data", data)["unclaimed"]
    assert one["claimed_by"] == claimed["business"]
    refused = typed("unclaimed", "claim", "2", "--data", data, exit_code=2)
    assert "no unclaimed delivery 2" in refused.stderr


def test_who_is_told_of_alerts_is_listed_with_times_for_programs(data: str) -> None:
    added = told("alerts", "tell", "owner@shop.example", "--data", data)
    (one,) = told("alerts", "list", "--data", data)["recipients"]
    assert (one["id"], one["address"], one["last_at"]) == (added["id"], "owner@shop.example", None)
    assert datetime.fromisoformat(one["created_at"]).tzinfo is not None
    assert told("alerts", "remove", added["id"], "--data", data) == {"removed": added["id"]}


def test_objectives_are_shown_changed_and_refused(data: str) -> None:
    shown = told("objectives", "--data", data)
    assert shown["set_by"] is None
    assert shown["objectives"][1] == {
        "name": "conversion",
        "baseline": None,
        "target": None,
        "change": 0.15,
    }
    changes = (
        "--set",
        "first_reply_s=120",
        "--set",
        "conversion=+20%",
        "--baseline",
        "conversion=10%",
    )
    shown = told("objectives", "--data", data, *changes, "--until", "2030-01-31")
    assert (shown["set_by"], shown["until"]) == ("operator", "2030-01-31")
    assert datetime.fromisoformat(shown["set_at"]).tzinfo is not None
    assert [one["target"] for one in shown["objectives"]] == [120, 0.12, None]
    assert "conversion" in typed("objectives", "--data", data).stdout
    refused = typed("objectives", "--data", data, "--set", "conversion=lots", exit_code=2)
    assert "a number like 120, or a change like +15%" in refused.stderr


def test_nothing_runs_on_tables_that_wait_for_migrate(data: str) -> None:
    with closing(sqlite3.connect(Path(data) / "tables-1.db")) as tables:
        tables.execute("DELETE FROM django_migrations WHERE app = 'store'")
        tables.commit()
    refused = typed("up", "--data", data, "--port", "1", exit_code=CONFIG)
    assert f"saath migrate --data {data}" in refused.stderr
