"""Everything a judge reads, read once: records decoded, rows as shown, who is who."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from saath.domain.message import Message
from saath.domain.person import Alias, card
from saath.journal import Record
from saath.journal.records import UNCLAIMED, Lane
from saath.queries.shown import message_view
from saath.queries.views import MessageView
from saath.store.dialect import dialect
from saath.store.generation import follow
from saath.store.kinds import TABLES
from saath.store.rows import ALIAS, CONVERSATION, MESSAGE, Row, Table, alias_state, message_state
from saath.store.tenancy import as_business
from tests.simulation.play import Played
from tests.simulation.town import Town

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of our own kinds, or a delivery, with its body read."""

    position: int
    kind: str
    at: int
    body: Any
    copied: bool


@dataclass(slots=True)
class Book:
    """One town's journal and tables."""

    played: Played
    town: Town
    records: list[Record] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    aliases: dict[str, Alias] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    views: dict[str, MessageView] = field(default_factory=dict)
    conversations: dict[str, Row] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)

    def person_of(self, alias_id: str) -> str:
        """The key of the world's person behind one of our ids; "" for nobody we know."""
        alias = self.aliases.get(alias_id)
        return self.named(alias.value) if alias else ""

    def named(self, value: str) -> str:
        """The key of the person who has, or had, this phone, user id or username."""
        for person in self.town.world.ground.people.values():
            if self.is_stranger(person.key):
                continue
            former = [name for names in person.former for name in names]
            if value in {person.wa_id, person.bsuid, person.username, *former} and value:
                return person.key
        return ""

    def is_stranger(self, key: str) -> bool:
        """Whether this is who has a number that somebody gave up; WhatsApp makes them when asked."""
        return key.startswith("p91")

    def is_plain(self, key: str) -> bool:
        """Whether somebody has always been known under the same names, so that nothing merged."""
        person = self.town.world.ground.people[key]
        return not person.former and not person.username

    def is_plain_or(self, moved: set[str], key: str) -> bool:
        """Whether we can know where this person is reached: never moved, or told once."""
        if not key:
            return False
        former = self.town.world.ground.people[key].former
        return not former or (len(former) == 1 and key in moved)

    def of_wamid(self, wamid: str) -> str:
        """Whose chat a message is in; oddities beside a real message are in its chat."""
        known = self.town.world.ground.messages
        found = known.get(wamid) or known.get(wamid[:-3])
        return found.person if found else ""

    def writer_of(self, wamid: str, key: str) -> str:
        """Who wrote a message; an oddity may name nobody, then it is in a chat of its own."""
        known = self.town.world.ground.messages.get(wamid)
        return known.person if known else self.person_of(self.messages[key].person)

    def report(self, invariant: str, what: str) -> None:
        self.played.report(invariant, f"{self.town.business}: {what}")


def read(played: Played, town: Town) -> Book:
    """Read everything of one town."""
    follow()
    book, business = Book(played, town), town.business
    driver = played.house.driver
    book.records = driver.read(business, "live", after=0, limit=ALL, max_bytes=10**10)
    book.entries = [_entry(record) for record in book.records]
    with as_business(business, TABLES, reads=True):
        book.aliases = {row[0]: alias_state(row) for row in _rows(business, ALIAS)}
        for row in _rows(business, MESSAGE):
            message = message_state(row)
            book.messages[message.id] = message
            if message.direction and not message.ours:
                book.views[message.id] = message_view(message)
        for row in _rows(business, CONVERSATION):
            key = book.person_of(row[0])
            if key and row[1] == town.number:
                book.conversations[key] = row
        read_rows = dialect(TABLES).select
        found = read_rows("SELECT id, refusal FROM result WHERE business = ?", (business,))
        book.results = {key: json.loads(no)["reason"] if no else "" for key, no in found}
        found = read_rows("SELECT detail FROM notice WHERE business = ?", (business,))
        book.notices = [detail for (detail,) in found]
        found = read_rows("SELECT person, reason FROM parked WHERE business = ?", (business,))
        book.parked = [(person, reason) for person, reason in found]
    return book


def _rows(business: str, table: Table) -> Iterator[Row]:
    columns = ", ".join(table.columns[1:])
    statement = f"SELECT {columns} FROM {table.name} WHERE business = ?"  # noqa: S608 - names of ours
    yield from dialect(TABLES).select(statement, (business,))


def _entry(record: Record) -> Entry:
    try:
        body = json.loads(record.body)
    except ValueError:
        body = {}
    # Work that needs no attempt (a file fetched, a sync asked for) has a name where sending has none.
    errand = record.kind in {"attempt", "outcome"} and "type" in body
    kind = "errand" if errand else record.kind
    return Entry(record.position, kind, record.received_at, body, bool(record.copy_of))


def bodies(played: Played, *lanes: tuple[str, Lane]) -> list[bytes]:
    """The bodies of all deliveries in these lanes, as they are in the journal."""
    driver = played.house.driver
    return [
        record.body
        for business, lane in lanes
        for record in driver.read(business, lane, after=0, limit=ALL, max_bytes=10**10)
        if record.kind == "delivery" and not record.copy_of
    ]


def everywhere(town: Town) -> tuple[tuple[str, Lane], ...]:
    """Where a delivery of this town may stand."""
    return ((town.business, "live"), (town.business, "bulk"), (UNCLAIMED, "live"))


def people(book: Book) -> Iterator[tuple[str, set[str]]]:
    """Our persons, each with the keys of the world's people whose names they hold."""
    held: dict[str, set[str]] = {}
    for alias in book.aliases.values():
        key = book.named(alias.value)
        if key:
            held.setdefault(alias.person, set()).add(key)
    yield from held.items()


def is_stopped(book: Book, person: str) -> bool:
    """Whether one of our persons gets no offers."""
    return card(
        alias for alias in book.aliases.values() if alias.person == person
    ).stopped_marketing
