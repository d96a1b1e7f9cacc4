"""After an erasure the old bytes are in no file: not in the database, not in its log."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.journal import Driver, JournalUnavailable, create_journal, open_journal
from saath.journal.sqlite_module import sqlite3
from tests.integration.journal.entries import entry


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Driver]:
    create_journal(tmp_path)
    with closing(open_journal(tmp_path)) as opened:
        yield opened


def test_the_log_is_emptied_with_the_redaction(journal: Driver, tmp_path: Path) -> None:
    journal.append([entry(b"tell nobody")])
    assert b"tell nobody" in _files(tmp_path)
    journal.redact("bakery", "live", 1, b"{}")
    assert b"tell nobody" not in _files(tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_no_copy_of_an_erased_body_is_left_behind(
    journal: Driver, tmp_path: Path, seed: int
) -> None:
    """Whatever SQLite moved between pages, in whatever order and to whatever length."""
    chance = random.Random(seed)
    secrets = [_append_secret(journal, chance, n) for n in range(150)]
    chance.shuffle(secrets)
    erased, kept = secrets[:50], secrets[50:]
    for business, position, _ in erased:
        journal.redact(business, "live", position, b"." * chance.choice([0, 20, 200, 6_000]))
    files = _files(tmp_path)
    assert [secret for _, _, secret in erased if secret in files] == []
    assert [secret for _, _, secret in kept if secret not in files] == []


def test_an_unfinished_read_is_told_of_and_the_erasure_can_be_repeated(
    journal: Driver, tmp_path: Path
) -> None:
    journal.append([entry(b"tell nobody")])
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM record").fetchone()
        with pytest.raises(JournalUnavailable, match="Redact it again"):
            journal.redact("bakery", "live", 1, b"{}")
        other.execute("COMMIT")
    journal.redact("bakery", "live", 1, b"{}")
    assert b"tell nobody" not in _files(tmp_path)


def _append_secret(journal: Driver, chance: random.Random, n: int) -> tuple[str, int, bytes]:
    """Append a body full of one word of its own; return where it is and the word."""
    business, word = chance.choice(["bakery", "florist"]), b"secret-%03d " % n
    body = word * chance.choice([1, 5, 40, 120, 300, 700])
    return business, journal.append([entry(body, business=business)])[0], word


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
