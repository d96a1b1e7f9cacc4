"""A whole installation, as an operator runs it: `saath init`, `saath up`, processes of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from bench.places import Place
from saath.journal import Entry, Lane, open_journal
from saath.journal.formats import upcast
from saath.journal.sqlite_module import sqlite3
from saath.store.policies import POLICY_FORMAT, decode_policy, encode_policy

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_S = 30.0
FOLDED_WITHIN_S = 600.0
POLL_S = 0.01


@dataclass(frozen=True, slots=True)
class Installation:
    """An initialised folder or database."""

    place: Place
    business: str
    phone_number_id: str
    app_secret: str
    api_key: str
    user: str
    password: str


def initialise(place: Place) -> Installation:
    """`saath init`."""
    command = [sys.executable, "-m", "saath.runtime.main", "init", "--json"]
    said = subprocess.run(
        [*command, "--data", str(place.folder)],
        env=_environment(place),
        check=True,
        stdout=subprocess.PIPE,
    )
    told: dict[str, Any] = json.loads(said.stdout)
    door = told["sign_in"]
    return Installation(
        place,
        told["business"],
        told["phone_number_id"],
        told["webhook"]["app_secret"],
        told["api_key"],
        door["user"],
        door["password"],
    )


def link(installation: Installation, at_s: int) -> None:
    """Call the number linked since then: nobody has history without a link."""
    business = installation.business
    with closing(open_journal(installation.place.journal)) as journal:
        records = journal.read(business, "live", after=0, limit=100)
        newest = [decode_policy(upcast(r).body) for r in records if r.kind == "policy"][-1]
        numbers = tuple(replace(number, linked_at=at_s * 1000) for number in newest.numbers)
        policy = replace(newest, version=newest.version + 1, numbers=numbers)
        body, now = encode_policy(policy), records[-1].received_at
        journal.append([Entry(business, "live", "policy", POLICY_FORMAT, "saath", now, body)])


@contextmanager
def up(installation: Installation, *, worker: bool) -> Iterator[int]:
    """`saath up` for as long as the block runs; gives the port."""
    port, place = _free_port(), installation.place
    command = ["-m", "saath.runtime.main", "up", "--data", str(place.folder), "--port", str(port)]
    if not worker:
        command.append("--without-worker")
    with process(command, _environment(place)):
        _await_ready(f"http://127.0.0.1:{port}/healthz")
        yield port


@contextmanager
def verifying(secret: str) -> Iterator[int]:
    """The reference server of `bench.verifier`; gives the port."""
    port = _free_port()
    with process(["-m", "bench.verifier", str(port), secret], dict(os.environ)):
        _await_ready(f"http://127.0.0.1:{port}/")
        yield port


@contextmanager
def process(arguments: Sequence[str], environment: dict[str, str]) -> Iterator[None]:
    """A Python process that ends with the block."""
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment) as running:
        try:
            yield
        finally:
            running.send_signal(signal.SIGTERM)


class Eye:
    """Looks at what is projected, over a connection of its own: never through the product."""

    def __init__(self, installation: Installation) -> None:
        """Open the tables for reading."""
        self._business = installation.business
        self._number = installation.phone_number_id
        place = installation.place
        self._mark = "%s" if place.url else "?"
        self._connection: Any = _server(place.url) if place.url else _file(place.folder)

    def position(self, lane: Lane) -> int:
        """How many records of a lane are projected."""
        statement = "SELECT position FROM cursor WHERE business = ? AND lane = ?"
        row = self._one(statement, self._business, lane)
        return row[0] if row else 0

    def sees(self, message_id: str) -> bool:
        """Whether a message has its row, with its direction: no stub."""
        statement = "SELECT direction FROM message WHERE business = ? AND id = ?"
        row = self._one(statement, self._business, message_id)
        return bool(row and row[0])

    def count(self) -> int:
        """How many messages there are."""
        row = self._one("SELECT count(*) FROM message WHERE business = ?", self._business)
        return row[0] if row else 0

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        told = statement.replace("?", self._mark)
        row: tuple[Any, ...] | None = self._connection.execute(told, values).fetchone()
        return row


def await_folded(installation: Installation, *lanes: Lane) -> None:
    """Return once everything in the journal is in the tables."""
    with (
        closing(open_journal(installation.place.journal, appender=False)) as journal,
        closing(Eye(installation)) as eye,
    ):
        deadline = time.monotonic() + FOLDED_WITHIN_S
        for lane in lanes:
            head = journal.head(installation.business, lane).head
            while eye.position(lane) < head:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"The {lane} lane was not folded.")
                time.sleep(POLL_S)


def _file(folder: Path) -> Any:
    address = f"{(folder / 'tables-1.db').as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=10)


def _server(url: str) -> Any:
    # Asked while the table is empty, PostgreSQL keeps a plan that reads all of it, however much it
    # grows: the eye alone took more than half a processor (seen on 15.18). The product asks the
    # same of its own connections.
    options = "-c search_path=tables_1 -c plan_cache_mode=force_custom_plan"
    connection = psycopg.connect(url, autocommit=True, options=options)
    # Row-level security: whoever speaks for everybody reads everybody.
    connection.execute("SELECT set_config('saath.business', '*', false)")
    return connection


def _environment(place: Place) -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SAATH_KEY"}}
    return environment | ({"DATABASE_URL": place.url} if place.url else {})


def _await_ready(url: str) -> None:
    """Return once the address answers anything at all."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if _answers(url):
            return
        time.sleep(POLL_S)
    raise TimeoutError(f"Nothing answered at {url}.")


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
