"""Everything goes out in open formats with its proof, and contacts come in and back."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import csv
import io
import json
import os
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from saath import project
from saath.journal import Journal
from saath.media import Shelf
from saath.project import open_writer
from saath.queries.conversations import list_conversations
from saath.store.models import Alias
from saath.store.tenancy import as_business
from saath.transition.bundle import FolderInUse, NoConversation, export_all, export_one, zip_one
from saath.transition.contacts import File, Unreadable, bring, read_contacts
from tests import deliveries as meta
from tests.deliveries import BUSINESS, NUMBER
from tests.sending import CHITRA, NoWaker

NOW = 1_795_250_000_000
DEV = "919000000032"


def folded(journal: Journal) -> None:
    """The tables are at the head."""
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    while project.live(writer).moved or project.bulk(writer).moved:
        pass


@pytest.fixture
def house(journal: Journal) -> Journal:
    """Two chats, an echo, a status, an edit, history of which a part came twice."""
    old = meta.delivery(meta.remembered(CHITRA, [("wamid.h", -9000, "long ago", "in")]))
    told = [
        meta.said("wamid.1", 1, "=cmd hello, \u0928\u092e\u0938\u094d\u0924\u0947", phone=CHITRA),
        meta.echoed("wamid.2", 2, "ji", phone=CHITRA),
        meta.reported("wamid.2", 3, "read", phone=CHITRA),
        meta.edited("wamid.3", "wamid.1", 4, "hello again", phone=CHITRA),
        meta.said("wamid.4", 5, "price?", phone=DEV, name="Dev"),
    ]
    journal.append([meta.policy_entry(), meta.entry(old, "bulk"), meta.entry(old, "bulk")])
    journal.append([meta.entry(meta.delivery(one)) for one in told])
    folded(journal)
    return journal


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def chat(folder: Path, phone: str) -> list[dict[str, Any]]:
    """The messages of one person's chat."""
    index = lines(folder / "conversations.jsonl")
    (told,) = [one for one in index if one["contact"]["phone"] == phone]
    return lines(folder / told["file"])


def test_everything_is_there_with_its_sums_and_its_proof(house: Journal, tmp_path: Path) -> None:
    Shelf(tmp_path / "home").take(BUSINESS, [b"picture"], limit=10)
    to = tmp_path / "out"
    made = export_all(house, BUSINESS, tmp_path / "home", to, now=NOW)
    assert (made.conversations, made.messages, made.people, made.media) == (2, 4, 2, 1)
    said = chat(to, CHITRA)
    assert [one["text"] for one in said] == ["long ago", "hello again", "ji"]
    assert said[1]["earlier"] == ["=cmd hello, \u0928\u092e\u0938\u094d\u0924\u0947"]
    assert (said[0]["origin"], said[2]["status"]) == ("history", "read")
    # History came twice, a message was edited, an echo was read: each is two records.
    assert [len(one["proof"]) for one in said] == [2, 2, 2]
    (record,) = house.read(BUSINESS, "live", after=said[2]["proof"][0]["position"] - 1, limit=1)
    assert said[2]["proof"][0]["digest"] == record.digest.hex()
    for line in (to / "SHA256SUMS").read_text().splitlines():
        digest, _two, name = line.partition("  ")
        assert sha256((to / name).read_bytes()).hexdigest() == digest
    manifest = json.loads((to / "manifest.json").read_text())
    sums = sha256((to / "SHA256SUMS").read_bytes()).hexdigest()
    assert (manifest["SHA256SUMS"], manifest["format"]) == (sums, 1)
    assert manifest["files"] == len([p for p in to.rglob("*") if p.is_file()]) - 2
    assert (to.stat().st_mode | (to / "contacts.csv").stat().st_mode) & 0o077 == 0


def test_an_export_holds_the_files_of_no_other_business_and_no_half_of_one(
    house: Journal, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shelf = Shelf(home)
    ours = shelf.take(BUSINESS, [b"picture"], limit=10)
    theirs = shelf.take("next-door", [b"secret"], limit=10)
    (home / "media" / ".parts" / theirs.sha256).write_bytes(b"half")
    made = export_all(house, BUSINESS, home, tmp_path / "out", now=NOW)
    files = [p for p in (tmp_path / "out" / "media").rglob("*") if p.is_file()]
    assert [path.relative_to(tmp_path / "out").as_posix() for path in files] == [
        f"media/{ours.sha256}"
    ]
    assert made.media == 1


def test_one_conversation_goes_out_alone(house: Journal, tmp_path: Path) -> None:
    (dev,) = [
        c.id for c in list_conversations(BUSINESS, NOW, limit=9).rows if c.contact.phone == DEV
    ]
    made = export_one(house, BUSINESS, dev, tmp_path / "one", now=NOW)
    assert (made.conversations, made.messages) == (1, 1)
    everything = "".join(p.read_text() for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert "price?" in everything
    assert "media/" not in (tmp_path / "one" / "README.txt").read_text()
    assert "hello" not in everything
    assert CHITRA not in everything
    assert [len(one["proof"]) for one in chat(tmp_path / "one", DEV)] == [1]
    with zip_one(house, BUSINESS, dev, now=NOW) as packed, zipfile.ZipFile(packed) as archive:
        assert "conversation/manifest.json" in archive.namelist()


def test_nothing_is_overwritten_and_nobody_unknown_is_exported(
    house: Journal, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("mine")
    with pytest.raises(FolderInUse):
        export_all(house, BUSINESS, tmp_path, tmp_path / "full", now=NOW)
    with pytest.raises(NoConversation):
        export_one(house, BUSINESS, f"nobody-{NUMBER}", tmp_path / "none", now=NOW)


def names() -> dict[str, str]:
    """The name in the book by phone."""
    with as_business(BUSINESS, reads=True):
        rows = Alias.objects.filter(business=BUSINESS, kind="phone")
        return dict(rows.values_list("value", "book"))


def take(journal: Journal, text: str, now: int = NOW) -> int:
    """Bring a file and fold it."""
    read = read_contacts(text.encode())
    taken = bring(journal, NoWaker(), BUSINESS, read, File("book.csv", "meena"), now=now)
    folded(journal)
    return taken.contacts


def test_contacts_are_records_and_rank_as_the_phone_book_does(house: Journal) -> None:
    assert take(house, f"name,phone\nChitra Stores,+{CHITRA}\nNew,9820011223\nbad,x\n") == 2
    assert names()[CHITRA] == "Chitra Stores"
    assert names()["919820011223"] == "New"
    shown = {
        c.contact.phone: c.contact.name for c in list_conversations(BUSINESS, NOW, limit=9).rows
    }
    assert shown[CHITRA] == "Chitra Stores"
    assert "919820011223" not in shown  # a name in a book is no chat
    (record,) = house.read(BUSINESS, "bulk", after=2, limit=5)
    assert (record.kind, record.source) == ("import", "csv")
    assert b"bad,x" in record.body
    take(house, f"name,phone\nOlder,+{CHITRA}\n", now=NOW - 1000)
    assert names()[CHITRA] == "Chitra Stores"
    assert project.verify(house, scratch=os.getpid() + 1_000_000).equal


def test_what_was_exported_comes_back_elsewhere(house: Journal, tmp_path: Path) -> None:
    take(house, f"name,phone\nChitra Stores,+{CHITRA}\n=Evil,9820011223\n")
    export_all(house, BUSINESS, tmp_path, tmp_path / "out", now=NOW)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "contacts.csv").read_text())))
    assert "'=Evil" in {row["name"] for row in rows}
    for name in ("contacts.csv", "contacts.vcf"):
        again = read_contacts((tmp_path / "out" / name).read_bytes())
        found = {one.phone: one.name for one in again.contacts}
        assert (found[CHITRA], found["919820011223"]) == ("Chitra Stores", "=Evil")
        assert again.refused == []


def test_a_nul_in_a_name_stops_nobody(house: Journal) -> None:
    take(house, "name,phone\nB\x00ela,+919820011224\n")
    assert names()["919820011224"] == "B\ufffdela"


def test_without_a_number_there_is_nowhere_to_bring_contacts(journal: Journal) -> None:
    with pytest.raises(Unreadable):
        take(journal, "name,phone\nA,9820011223\n")
