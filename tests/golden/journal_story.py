"""Write the golden journal of a release: a small shop's day with every kind of record in it.

    .venv/bin/python -c "import tests.stores; from tests.golden.journal_story import write; write('0.1')"

A file is written once, when its release is made, and never again: it stands for the journals
that installations of that release have on their disks.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from msgspec.json import encode

from saath.domain.actor import Actor
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    MarkRead,
    NeedsReply,
    Note,
    React,
    SendAgain,
)
from saath.domain.intention import DOUBT_MS
from saath.domain.policy import Pause
from saath.journal import Entry, Journal, Record
from saath.outbox import list_due, list_open
from saath.project import Writer, bulk, due_timers, live, open_writer
from saath.store.bodies import Action
from saath.store.models import Message
from saath.store.tenancy import as_business
from tests.asking import GREETED, NOON, PROGRAM, asked, attempted, ended, request, text
from tests.deliveries import (
    BUSINESS,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    remembered,
    reported,
    said,
)
from tests.stores import installed

JOURNALS = Path(__file__).parent / "journals"
ASHA, RAVI = "919000000021", "919000000022"
MINUTE = 60_000


def happen(journal: Journal) -> Writer:
    """Let the day pass."""
    journal.append([policy_entry(GREETED, NOON - 1)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    past = [
        ("wamid.old1", -900, "Are you open on Sunday?", "in"),
        ("wamid.old2", -800, "Yes", "out"),
    ]
    journal.append([entry(delivery(remembered(ASHA, past)), "bulk", NOON)])
    journal.append([replace(entry(b"{}", "bulk", NOON), kind="import", source="export")])
    _all(writer)
    _talk(writer)
    _tend(writer)
    _fail(writer)
    return writer


def _talk(writer: Writer) -> None:
    """A greeting, a reply that arrives, an echo that takes the conversation."""
    _add(writer, delivery(said("wamid.1", 1, "Saffron?", phone=ASHA)), NOON + 1_000)
    _send(writer, NOON + 5_000, "accepted", "wamid.greeting")
    _add(writer, delivery(reported("wamid.greeting", 6, "delivered", phone=ASHA)), NOON + 7_000)
    _ask(writer, ASHA, text("Yes, fresh today."), NOON + 9_000)
    _send(writer, NOON + 9_100, "accepted", "wamid.reply")
    _add(writer, delivery(echoed("wamid.echo", 60, "Come by!", phone=ASHA)), NOON + 61_000)
    told = said("wamid.2", 70, "It is me, Asha", phone=ASHA, bsuid="IN.100200")
    _add(writer, delivery(told, reported("wamid.reply", 71, "read", phone=ASHA)), NOON + 71_000)


def _tend(writer: Writer) -> None:
    """Everything that can be asked of a conversation without words."""
    key = _newest("in")
    actions: list[Action] = [
        Note("likes the strong one"),
        Assign("7", "Meera"),
        Label(("regular",)),
        Claim(),
        Control("agent"),
        Control("bot"),
        NeedsReply(value=False, seen=""),
        React(key, "🙏"),
        MarkRead(key),
    ]
    for n, action in enumerate(actions):
        _ask(writer, ASHA, action, NOON + 2 * MINUTE + n, key=f"tend{n}")
        _send(writer, NOON + 2 * MINUTE + n, "accepted", f"wamid.tend{n}")


def _fail(writer: Writer) -> None:
    """Every other outcome, a doubt, a second try, a pause, and the end of a hold."""
    at = NOON + 3 * MINUTE
    _add(writer, delivery(said("wamid.3", 180, "And sugar?", phone=RAVI, name="Ravi")), at)
    _send(writer, at + 4_000, "deferred")
    _send(writer, at + 9_000, "rejected")
    _ask(writer, RAVI, text("Also."), at + 10_000, key="also", actor=PROGRAM)
    _send(writer, at + 10_100, "unconfirmed")
    doubt = at + 10_100 + DOUBT_MS
    _append(writer, due_timers(BUSINESS, doubt))
    _ask(writer, RAVI, SendAgain(_newest("out")), doubt + 9, key="again")
    _send(writer, doubt + 20, "cancelled")
    _ask(writer, RAVI, Control("agent"), doubt + 30, key="take")
    paused = replace(GREETED, version=3, pause=Pause("owner", "holiday"))
    _append(writer, [policy_entry(paused, doubt + 40)])
    _append(writer, due_timers(BUSINESS, doubt + 5 * 60 * MINUTE))
    banned = change("account_update", event="ACCOUNT_OFFBOARDED")
    _add(writer, delivery(banned), doubt + 6 * 60 * MINUTE)


def _add(writer: Writer, body: bytes, at: int) -> None:
    _append(writer, [entry(body, at=at)])


def _ask(
    writer: Writer,
    phone: str,
    action: Action,
    at: int,
    *,
    key: str = "reply",
    actor: Actor | None = None,
) -> None:
    made = request(phone, action, key=key, at=at)
    _append(writer, [asked(replace(made, actor=actor or made.actor), at=at)])


def _send(writer: Writer, at: int, outcome: str, wamid: str = "") -> None:
    """Attempt the first thing that is due, if any, and let it end so."""
    with as_business(BUSINESS, reads=True):
        due = list_due(BUSINESS, at, 1)
    if due:
        _append(writer, [attempted(due[0], at=at)])
        with as_business(BUSINESS, reads=True):
            (one,) = list_open(BUSINESS)
        again = at + 4_000 if outcome == "deferred" else 0
        made = ended(one, outcome, at=at + 9, wamid=wamid, retry_at=again)  # type: ignore[arg-type]  # one of the five
        _append(writer, [made])


def _newest(direction: str) -> str:
    with as_business(BUSINESS, reads=True):
        return Message.objects.filter(direction=direction).order_by("-at", "id")[0].id


def _append(writer: Writer, entries: Sequence[Entry]) -> None:
    writer.journal.append(list(entries))
    _all(writer)


def _all(writer: Writer) -> None:
    while live(writer).moved or bulk(writer).moved:
        pass


def written(record: Record) -> bytes:
    """One record as a line of a golden journal: what was appended, the body as text."""
    body = record.body.decode()
    header = (record.lane, record.kind, record.version, record.source, record.received_at)
    return encode([*header, body, record.copy_of])


def write(release: str) -> None:
    """Write the journal of this release."""
    with tempfile.TemporaryDirectory() as name, installed(Path(name), Path(name)) as journal:
        happen(journal)
        lanes = [journal.read(BUSINESS, lane, after=0, limit=9_999) for lane in ("live", "bulk")]
    lines = [written(record) for lane in lanes for record in lane]
    (JOURNALS / f"{release}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
