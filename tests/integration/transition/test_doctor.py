"""The doctor finds what was broken on purpose, says what it means, and mends what is safe."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from saath.domain.policy import Number, Policy
from saath.journal import Entry, Journal
from saath.journal.sqlite_module import sqlite3
from saath.requests import publish
from saath.store import founding
from saath.store.founding import Founding
from saath.store.kinds import PRIMARY, TABLES
from saath.store.models import Connection, Cursor, Parked, User
from saath.store.sightings import SWEEP, Seen, keep
from saath.store.tenancy import as_business
from saath.transition.contingency import remember
from saath.transition.doctor import CHECKS, Finding, Ward, examine
from saath.transition.doctor.numbers import version_ends
from saath.transition.doctor.visit import admit
from tests import deliveries as meta
from tests.deliveries import BUSINESS, NUMBER, PORTFOLIO, WABA

NOW = 1_795_250_000_000
KEY = b"\x5a" * 32


@pytest.fixture
def ward(journal: Journal, tmp_path: Path) -> Ward:
    """A founded installation that nobody runs."""
    number = Number(NUMBER, WABA, PORTFOLIO)
    publish(journal, Policy(BUSINESS, 1, (number,)), now=NOW)
    first = Founding(BUSINESS, number, "meena", "ek do", "key", "secret", "verify", "meta")
    founding.found(first, KEY, now=NOW, nonces=(b"1" * 12, b"2" * 12))
    (tmp_path / "key").write_text("5a" * 32)
    (tmp_path / "key").chmod(0o600)
    tmp_path.chmod(0o700)
    engine = connections[PRIMARY].vendor
    return Ward(tmp_path, NOW, engine=engine, key=KEY, journal=journal)


def visited(ward: Ward, *only: str, fix: bool = False) -> dict[str, Finding]:
    """What the doctor finds, by id."""
    closed = admit(ward, only=only)
    found = [*([closed.finding] if closed else []), *examine(CHECKS, ward, only=only, fix=fix)]
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def test_more_than_twenty_things_are_looked_at_and_each_trouble_says_what_mends_it(
    ward: Ward,
) -> None:
    found = visited(ward)
    assert len(found) >= 30
    assert all(one.impact and one.mend for one in found.values() if one.state in {"act", "check"})
    # The tests' own PostgreSQL is fast and forgetful, and the doctor says so.
    fast = {"database.settings"} if ward.engine != "sqlite" else set()
    assert {one.id for one in found.values() if one.state == "act"} == fast
    # What nobody can know yet is said to be not known.
    assert found["graph.asked"].state == "unknown"
    assert found["history.gaps"].state == "unknown"


def test_only_what_was_asked_for_is_looked_at(ward: Ward) -> None:
    assert {name.split(".")[0] for name in visited(ward, "folder", "secrets.open")} == {
        "folder",
        "secrets",
    }


def test_open_doors_are_found_and_closed(ward: Ward) -> None:
    ward.folder.chmod(0o755)
    (ward.folder / "key").chmod(0o644)
    found = visited(ward, "folder")
    assert (found["folder.permissions"].state, found["folder.key"].state) == ("act", "act")
    mended = visited(ward, "folder", fix=True)
    assert mended["folder.permissions"].fixed
    assert mended["folder.key"].fixed
    assert (ward.folder / "key").stat().st_mode & 0o777 == 0o600


def _park() -> None:
    with as_business(BUSINESS, TABLES):
        Parked.objects.create(
            business=BUSINESS,
            person="p",
            phone_number_id=NUMBER,
            lane="live",
            position=1,
            part=0,
            live_position=0,
            bulk_position=0,
            reason="KeyError",
            at=NOW,
        )


def _run_ahead() -> None:
    with as_business(BUSINESS, TABLES):
        Cursor.objects.create(
            business=BUSINESS,
            lane="live",
            position=99,
            part=0,
            epoch=1,
            facts=5,
            unrecognized=2,
        )


def _seal_anew() -> None:
    with as_business(BUSINESS, PRIMARY):
        Connection.objects.update(app_secret=b"\x01" + b"x" * 40)


def _rotate() -> None:
    with as_business(BUSINESS, PRIMARY):
        row = Connection.objects.get()
        Connection.objects.update(app_secret_before=bytes(row.app_secret))


def _lose_the_owner() -> None:
    with as_business(BUSINESS, PRIMARY):
        User.objects.update(is_active=False)


def _back_up_long_ago() -> None:
    remember([BUSINESS], file="b.tar.gz", records=1, verified=True, at=NOW - 4 * 86_400_000)


@pytest.mark.parametrize(
    ("breaks", "check", "state"),
    [
        (_park, "tables.parked", "act"),
        (_run_ahead, "tables.step", "act"),
        (_run_ahead, "tables.unrecognized", "check"),
        (_seal_anew, "secrets.open", "act"),
        (_rotate, "secrets.rotation", "check"),
        (_lose_the_owner, "people.owner", "act"),
        (_back_up_long_ago, "backup.last", "act"),
    ],
)
def test_what_is_broken_is_found(
    ward: Ward, breaks: Callable[[], None], check: str, state: str
) -> None:
    assert visited(ward, check)[check].is_well or check == "backup.last"
    breaks()
    assert visited(ward, check)[check].state == state


def test_a_verified_backup_of_today_is_well(ward: Ward) -> None:
    remember([BUSINESS], file="/x/b.tar.gz", records=1, verified=True, at=NOW - 3_600_000)
    assert visited(ward)["backup.last"].state == "ok"
    remember([BUSINESS], file="/x/b.tar.gz", records=1, verified=False, at=NOW - 1_000)
    assert visited(ward)["backup.last"].state == "check"


def test_records_from_the_future_and_of_nobody_are_found(ward: Ward, journal: Journal) -> None:
    body = meta.delivery(meta.said("wamid.1", 1, "hello", phone="919000000031"))
    journal.append([Entry("unclaimed", "live", "delivery", 1, "meta", NOW + 9 * 60_000, body)])
    found = visited(ward, "journal")
    assert found["journal.unclaimed"].state == "check"
    assert found["journal.clock"].state == "act"


def test_a_changed_record_is_found(ward: Ward, journal: Journal, tmp_path: Path) -> None:
    if ward.engine != "sqlite":
        pytest.skip("the same check reads both journals")
    from saath.journal.sqlite_module import sqlite3  # noqa: PLC0415

    with sqlite3.connect(tmp_path / "journal.db") as file:
        file.execute("UPDATE record SET body = ?", (b"{}",))
    found = visited(ward)
    assert found["journal.readable"].state == "act"
    assert found["journal.writable"].said.startswith("A record of the journal")


def test_the_sweep_is_missed_only_while_something_runs(ward: Ward) -> None:
    keep(BUSINESS, Seen(SWEEP, NOW - 60 * 60_000, "{}"))
    assert visited(ward, "up")["up.watching"].state == "none"


def test_a_worker_of_its_own_is_known_by_its_sweep_and_an_ended_up_is_not(ward: Ward) -> None:
    keep(BUSINESS, Seen(SWEEP, NOW - 60_000, "{}"))
    found = visited(ward, "up")
    apart = ward.engine == "postgresql"
    assert found["up.running"].state == ("unknown" if apart else "check")
    assert ("worker of its own" in found["up.running"].said) is apart
    assert found["up.watching"].state == ("ok" if apart else "none")


def test_a_sqlite_that_may_corrupt_a_file_is_named_where_it_is_used(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    found = visited(ward, "program.versions")["program.versions"]
    assert found.state == ("check" if ward.engine == "sqlite" else "ok")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert visited(ward, "program.versions")["program.versions"].state == "ok"


def test_the_version_we_speak_has_an_end_that_is_known() -> None:
    assert version_ends() is not None
    assert version_ends("v99.0") is None


def test_a_number_that_speaks_nowhere_is_named(ward: Ward) -> None:
    assert visited(ward, "graph")["graph.address"].state == "check"
    with as_business(BUSINESS, PRIMARY):
        Connection.objects.update(graph_url="http://127.0.0.1:1")
    assert visited(ward, "graph")["graph.address"].is_well
