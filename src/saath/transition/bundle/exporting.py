"""Write everything of a business, or one conversation, to a new folder, with the proof of each
message: the records of the journal it comes from, by position and digest.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from saath.domain.conversation import Conversation
from saath.domain.ids import message_id
from saath.domain.moments import iso
from saath.domain.person import card
from saath.journal import Journal
from saath.media import Shelf
from saath.queries.carrying import (
    Carried,
    each_conversation,
    each_message,
    each_person,
    find_conversation,
    names_of,
)
from saath.store.kinds import TABLES
from saath.store.policies import load_policies
from saath.store.tenancy import as_business
from saath.transition.bundle.people import csv_lines, vcards
from saath.transition.bundle.proofs import Proofs, closing_proofs
from saath.transition.bundle.writing import Files, line

FORMAT = 1
README = b"""An export of Saath. Open formats only.
manifest.json      what this is, and the sum of SHA256SUMS
SHA256SUMS         check every file: sha256sum -c SHA256SUMS
contacts.csv .vcf  people
conversations.jsonl   one line for each chat, naming its file
conversations/     one file for each chat: one line for each message, the oldest first, with the
                   records of the journal that prove it (lane, position, digest)
Times are ISO 8601 in UTC. docs/reference/export.md names every field.
"""
README_ALL = (
    README
    + b"media/             the attachments that are kept, named by the SHA-256 of their bytes\n"
)


class FolderInUse(Exception):
    """There is something in the folder already."""


class NoConversation(Exception):
    """The business has no conversation with this id."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written."""

    folder: str
    conversations: int
    messages: int
    people: int
    media: int
    records: int


def export_all(journal: Journal, business: str, folder: Path, to: Path, *, now: int) -> Bundle:
    """Everything of a business. `folder` is the installation's, for its media."""
    with _files(to) as files, _index(journal, business) as (proofs, records):
        files.write("README.txt", [README_ALL])
        people = files.write("contacts.csv", csv_lines(each_person(business))) - 1
        files.write("contacts.vcf", vcards(each_person(business)))
        counts = [0, 0]
        files.write("conversations.jsonl", _threads(business, files, proofs, counts))
        media = _media(files, Shelf(folder).kept(business))
        bundle = Bundle(str(to), counts[0], counts[1], people, media, records)
        files.finish(_manifest(journal, business, bundle, now))
    return bundle


def export_one(journal: Journal, business: str, key: str, to: Path, *, now: int) -> Bundle:
    """One conversation with its person and its proof, without its attachments."""
    known = find_conversation(business, key)
    if known is None:
        raise NoConversation(f"There is no conversation {key}.")
    only, since = _ids(business, known)
    person = [(known.person, names_of(business, known.person))]
    with _files(to) as files, _index(journal, business, only, since) as (proofs, records):
        files.write("README.txt", [README])
        files.write("contacts.csv", csv_lines(person))
        files.write("contacts.vcf", vcards(person))
        told = _thread(business, known, files, proofs)
        files.write("conversations.jsonl", [line(told)])
        bundle = Bundle(str(to), 1, told["messages"], 1, 0, records)
        files.finish(_manifest(journal, business, bundle, now))
    return bundle


def zip_one(journal: Journal, business: str, key: str, *, now: int) -> IO[bytes]:
    """One conversation as a zip in a nameless file, for a browser."""
    packed = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    with tempfile.TemporaryDirectory() as place:
        to = Path(place) / "conversation"
        export_one(journal, business, key, to, now=now)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in to.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(to.parent))
    packed.seek(0)
    return packed


@contextmanager
def _files(to: Path) -> Iterator[Files]:
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise FolderInUse(f"{to} is a file. Name a new folder.") from None
    if any(to.iterdir()):
        raise FolderInUse(f"{to} is not empty. Name a new folder.")
    yield Files(to)


@contextmanager
def _index(
    journal: Journal, business: str, only: set[str] | None = None, since: int = 0
) -> Iterator[tuple[Proofs, int]]:
    """The proofs of what is asked for, and how many records were read for them."""
    with as_business(business, TABLES, reads=True):
        policy = load_policies(business, TABLES).latest
    with (
        tempfile.TemporaryDirectory(prefix="saath-export-") as place,
        closing_proofs(Path(place) / "proofs.db") as proofs,
    ):
        yield proofs, proofs.fill(journal, policy, only=only, since=since)


def _ids(business: str, known: Conversation) -> tuple[set[str], int]:
    """The ids of everything said there, and when the first of it was said."""
    ids: set[str] = set()
    first = 0
    for carried in each_message(business, known):
        message = carried.message
        first = first or message.at
        ids.add(message.id)
        if message.wamid:
            ids.add(message_id(message.phone_number_id, message.wamid))
    return ids, first


def _threads(business: str, files: Files, proofs: Proofs, counts: list[int]) -> Iterator[bytes]:
    """A line for each conversation, once its file is written."""
    for conversation in each_conversation(business):
        told = _thread(business, conversation, files, proofs)
        counts[0] += 1
        counts[1] += told["messages"]
        yield line(told)


def _thread(business: str, known: Conversation, files: Files, proofs: Proofs) -> dict[str, Any]:
    """Write one conversation's file and say what it is."""
    key = f"{known.person}-{known.phone_number_id}"
    name = f"conversations/{key}.jsonl"
    lines = (line(_message(carried, proofs)) for carried in each_message(business, known))
    count = files.write(name, lines)
    who = names_of(business, known.person)
    contact = asdict(card(who)) if who else {}
    return {
        "id": key,
        "phone_number_id": known.phone_number_id,
        "contact": contact,
        "labels": known.labels,
        "assignee": known.assignee_name,
        "needs_reply": known.needs_reply,
        "last_message_at": iso(known.place[0]),
        "messages": count,
        "file": name,
    }


def _message(carried: Carried, proofs: Proofs) -> dict[str, Any]:
    """A message with every field that says something, and its proof."""
    told = asdict(carried.view)
    told["at"] = iso(carried.view.at)
    content = carried.message.shown
    if content and content.media and told["media"]:
        told["media"]["sha256"] = content.media.sha256
    kept = {name: value for name, value in told.items() if value not in (None, "", (), [], False)}
    records = [
        {**one, "received_at": iso(int(one["received_at"]))} for one in proofs.of(carried.message)
    ]
    return {**kept, "proof": records}


def _media(files: Files, kept: Iterable[Path]) -> int:
    count = 0
    for path in kept:
        files.copy(f"media/{path.name}", path)
        count += 1
    return count


def _manifest(journal: Journal, business: str, bundle: Bundle, now: int) -> dict[str, Any]:
    heads = [
        {"lane": head.lane, "head": head.head}
        for head in journal.heads()
        if head.business == business
    ]
    counts = asdict(bundle)
    del counts["folder"]
    return {
        "format": FORMAT,
        "made_at": iso(now),
        "saath": version("saath"),
        "business": business,
        "journal": heads,
        "counts": counts,
    }
