"""Exported chats come into the threads only where WhatsApp has nothing, and nothing follows from them."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saath import project
from saath.domain.policy import Automation, Policy
from saath.journal import Entry, Journal
from saath.project import open_writer
from saath.queries.conversations import list_conversations
from saath.queries.inbox import ThreadView, count_waiting, read_list, read_thread
from saath.queries.ledger import get_ledger
from saath.queries.messages import list_messages
from saath.queries.views import ConversationView
from saath.store.models import Outbox
from saath.store.tenancy import as_business
from saath.transition.chats import Brought, House, Named, bring, read_chats
from tests import deliveries as meta
from tests.deliveries import BUSINESS, DAY, NUMBER, REGISTERED
from tests.sending import CHITRA, NoWaker

LINKED = DAY * 1000
HOUR = 3_600_000
DAY_MS = 24 * HOUR
AFTER = LINKED + 30 * HOUR
HELLO = Automation("hello", "greeting", "Welcome.", on=True)
SHOP = "Meera Sarees"


def moment(days_before: float) -> str:
    """A moment before linking, as the shop's phone in India writes it."""
    at = datetime.fromtimestamp(DAY - days_before * 86_400 + 19_800, UTC)
    return at.strftime("%d/%m/%Y, %H:%M")


def chat_file(folder: Path, lines: list[tuple[float, str, str]], name: str = "Chitra") -> Path:
    """An exported chat of the phone; (days before linking, who, what)."""
    path = folder / f"WhatsApp Chat with {name}.txt"
    # One day after the twelfth, so that nobody can take days for months.
    told = ["28/02/2024, 09:00 - Messages and calls are end-to-end encrypted."]
    told += [f"{moment(before)} - {who}: {text}" for before, who, text in lines]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


OLD = [
    (300.0, "Chitra", "Do you have Banarasi?"),
    (300.0, SHOP, "Haan ji"),
    (300.0, "Chitra", "Haan ji"),
    (300.0, "Chitra", "<Media omitted>"),
    (40.0, "Chitra", "forty days ago"),
    (0.5, "Chitra", "Are you there?"),
]


def policy(linked_at: int = LINKED) -> Policy:
    number = replace(REGISTERED.numbers[0], linked_at=linked_at)
    return replace(REGISTERED, numbers=(number,), automations=(HELLO,))


@pytest.fixture
def linked(journal: Journal) -> Journal:
    """A shop that was linked and shares no history; Chitra is in the phone book."""
    declined = meta.change(
        "history", history=[{"errors": [{"code": 2593109, "title": "History sync is off"}]}]
    )
    book = meta.in_book(CHITRA, "Chitra", -9)
    journal.append([meta.policy_entry(policy())])
    journal.append([bulk(meta.delivery(book)), bulk(meta.delivery(declined))])
    folded(journal)
    return journal


def bulk(body: bytes) -> Entry:
    return meta.entry(body, "bulk")


def folded(journal: Journal) -> None:
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    while project.live(writer).moved or project.bulk(writer).moved:
        pass


def take(
    journal: Journal,
    *files: Path,
    me: str = "",
    phone: str = "",
    number: str = "",
    now: int = AFTER,
) -> Brought:
    """Bring files and fold them."""
    found = read_chats(files, (me,) if me else ())
    brought = bring(
        House(journal, BUSINESS, "meera", now), NoWaker(), found.chats, Named(phone, number)
    )
    folded(journal)
    brought.refused = found.refused + brought.refused
    return brought


def conversation(now: int = AFTER) -> ConversationView:
    """The one chat there is."""
    (found,) = list_conversations(BUSINESS, now, limit=9).rows
    return found


def thread(now: int = AFTER, *, past: bool = True) -> ThreadView:
    return read_thread(BUSINESS, conversation(now).id, now, past=past)


def said(now: int = AFTER) -> list[str]:
    """What the thread shows, oldest first."""
    return [m.text for m in reversed(thread(now).messages.rows)]


def heads(journal: Journal) -> list[int]:
    return [journal.head(BUSINESS, "live").head, journal.head(BUSINESS, "bulk").head]


def test_of_several_numbers_the_one_that_is_meant_is_named(linked: Journal, tmp_path: Path) -> None:
    other = replace(policy().numbers[0], phone_number_id="700100200300401")
    both = replace(policy(), version=2, numbers=(other, *policy().numbers))
    linked.append([meta.policy_entry(both, AFTER)])
    file = chat_file(tmp_path, OLD)
    for number, why in (("", "--number"), ("999", "No number")):
        ((_file, reason),) = take(linked, file, number=number).refused
        assert why in reason
    assert take(linked, file, number=NUMBER).chats[0].added == 6
    assert conversation().phone_number_id == NUMBER


def test_an_export_fills_the_past_that_was_declined(linked: Journal, tmp_path: Path) -> None:
    brought = take(linked, chat_file(tmp_path, OLD))
    (chat,) = brought.chats
    assert (chat.messages, chat.added, chat.shown, brought.refused) == (6, 6, 6, [])
    assert said() == [
        *("Do you have Banarasi?", "Haan ji", "Haan ji", ""),
        *("forty days ago", "Are you there?"),
    ]
    first, answer, *_rest = reversed(thread().messages.rows)
    assert (first.direction, first.origin, first.wamid) == ("in", "export", "")
    assert (answer.direction, answer.source, answer.status) == ("out", "phone", "sent")
    assert thread().messages.rows[2].type == "media_placeholder"
    assert conversation().contact.phone == CHITRA
    assert project.verify(linked, scratch=os.getpid() + 1_000_000).equal


def test_nothing_follows_from_an_export(linked: Journal, tmp_path: Path) -> None:
    take(linked, chat_file(tmp_path, OLD))
    # Her last word is twelve hours older than the link and unanswered; it is only in an export.
    for now in (LINKED + HOUR, AFTER):
        chat = conversation(now)
        assert (chat.needs_reply, chat.waiting_since, chat.window.open) == (False, 0, False)
        assert (count_waiting(BUSINESS, now), read_list(BUSINESS, now).waiting) == (0, ())
    with as_business(BUSINESS, reads=True):
        assert not Outbox.objects.exists()
    assert [r.kind for r in linked.read(BUSINESS, "live", after=0, limit=99)] == [
        "policy",
        *["timer"] * 2,
    ]


def test_what_comes_live_is_as_if_there_were_no_export(linked: Journal, tmp_path: Path) -> None:
    take(linked, chat_file(tmp_path, OLD))
    linked.append([meta.entry(meta.delivery(meta.said("wamid.1", 60, "hello", phone=CHITRA)))])
    folded(linked)
    now = LINKED + HOUR
    assert conversation(now).needs_reply
    assert conversation(now).waiting_since == LINKED + 60_000
    with as_business(BUSINESS, reads=True):
        assert Outbox.objects.count() == 1  # she never wrote before, so she is greeted
    assert said(now)[-3:-1] == ["forty days ago", "Are you there?"]


def test_the_same_chat_twice_adds_nothing(linked: Journal, tmp_path: Path) -> None:
    take(linked, chat_file(tmp_path, OLD[:5]))
    shown, before = said(), heads(linked)
    assert [one.added for one in take(linked, chat_file(tmp_path, OLD[:5])).chats] == [0]
    assert (said(), heads(linked)) == (shown, before)
    # A later export of the same chat overlaps with the first.
    assert [one.added for one in take(linked, chat_file(tmp_path, OLD)).chats] == [1]
    assert said() == [*shown, "Are you there?"]


def test_even_the_same_records_twice_are_the_same_messages(linked: Journal, tmp_path: Path) -> None:
    take(linked, chat_file(tmp_path, OLD))
    shown = said()
    brought = linked.read(BUSINESS, "bulk", after=2, limit=9)
    assert [(one.kind, one.source) for one in brought] == [("import", "export")]
    linked.append(
        [Entry(BUSINESS, "bulk", "import", 1, "export", AFTER, one.body) for one in brought]
    )
    folded(linked)
    assert said() == shown


def test_until_the_ledger_proves_a_gap_an_export_is_kept_and_not_shown(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append(
        [meta.policy_entry(policy()), bulk(meta.delivery(meta.in_book(CHITRA, "Chitra", -9)))]
    )
    folded(journal)
    early = LINKED + HOUR
    (chat,) = take(journal, chat_file(tmp_path, OLD), now=early).chats
    assert (chat.added, chat.shown) == (6, 4)
    assert said(early)[-1] == ""  # only what is older than WhatsApp's reach of 180 days
    assert thread(early).withholds
    assert conversation(early).preview is None
    # Nobody asked for the history in its 24 hours: now nothing comes any more.
    assert said(AFTER)[-1] == "Are you there?"
    assert not thread(AFTER).withholds
    shown = conversation(AFTER).preview
    assert shown is not None
    assert shown.text == "Are you there?"


def test_beside_a_whole_history_an_export_shows_only_on_its_empty_days(
    journal: Journal, tmp_path: Path
) -> None:
    past = meta.remembered(CHITRA, [("wamid.h", -41 * 86_400, "from history", "in")])
    past["value"]["history"][0]["metadata"] = {"phase": 2, "chunk_order": 1, "progress": 100}
    journal.append([meta.policy_entry(policy()), bulk(meta.delivery(past))])
    folded(journal)
    journal.append([bulk(meta.delivery(meta.in_book(CHITRA, "Chitra", -9)))])
    folded(journal)
    lines = [*OLD[:1], (41.0, "Chitra", "that day WhatsApp told"), OLD[4], (0.0, SHOP, "now")]
    take(journal, chat_file(tmp_path, lines))
    ledger = get_ledger(BUSINESS, NUMBER, AFTER, days=True)
    assert ledger is not None
    assert ledger.history.state == "complete"
    assert said() == ["Do you have Banarasi?", "from history", "forty days ago"]
    assert thread().withholds
    # Its own messages fill no day: brought again, it shows as before.
    take(journal, chat_file(tmp_path, lines))
    assert said() == ["Do you have Banarasi?", "from history", "forty days ago"]


def test_late_history_takes_its_day_back(journal: Journal, tmp_path: Path) -> None:
    past = meta.remembered(CHITRA, [("wamid.h", -41 * 86_400, "from history", "in")])
    past["value"]["history"][0]["metadata"] = {"phase": 2, "chunk_order": 1, "progress": 100}
    journal.append([meta.policy_entry(policy()), bulk(meta.delivery(past))])
    folded(journal)
    take(journal, chat_file(tmp_path, [OLD[4]]), phone=f"+{CHITRA}")
    assert said() == ["from history", "forty days ago"]
    late = meta.remembered(CHITRA, [("wamid.l", -40 * 86_400, "told late", "in")])
    late["value"]["history"][0]["metadata"] = {"phase": 1, "chunk_order": 1, "progress": 50}
    journal.append([bulk(meta.delivery(late))])
    folded(journal)
    assert said() == ["from history", "told late"]


def test_a_late_picture_takes_its_day_back_as_well(journal: Journal, tmp_path: Path) -> None:
    past = meta.remembered(CHITRA, [("wamid.h", -41 * 86_400, "from history", "in")])
    past["value"]["history"][0]["metadata"] = {"phase": 2, "chunk_order": 1, "progress": 100}
    journal.append([meta.policy_entry(policy()), bulk(meta.delivery(past))])
    folded(journal)
    take(journal, chat_file(tmp_path, [OLD[4]]), phone=f"+{CHITRA}")
    assert said() == ["from history", "forty days ago"]
    picture = meta.sent("wamid.p", -40 * 86_400, "image", "m1", phone=CHITRA, caption="late")
    late = meta.change("history", messages=picture["value"]["messages"])
    journal.append([bulk(meta.delivery(late))])
    folded(journal)
    assert said() == ["from history", "late"]


def test_who_was_left_waiting_waits_since_whatsapp_says_so(
    journal: Journal, tmp_path: Path
) -> None:
    past = meta.remembered(CHITRA, [("wamid.h", -36_000, "anybody?", "in")])
    journal.append([meta.policy_entry(policy()), bulk(meta.delivery(past))])
    folded(journal)
    take(journal, chat_file(tmp_path, OLD), phone=f"+{CHITRA}")
    assert conversation().waiting_since == LINKED - 36_000_000


def test_the_team_sees_no_export_before_the_past_is_passed_on(
    linked: Journal, tmp_path: Path
) -> None:
    take(linked, chat_file(tmp_path, OLD))
    assert read_list(BUSINESS, AFTER, past=False).answered.rows == ()
    linked.append([meta.entry(meta.delivery(meta.said("wamid.1", 60, "hello", phone=CHITRA)))])
    folded(linked)
    assert [m.text for m in thread(past=False).messages.rows if m.direction == "in"] == ["hello"]


def test_a_chat_goes_by_the_phone_in_its_name(linked: Journal, tmp_path: Path) -> None:
    lines = [(200.0, "+91 98200 11223", "hello"), (200.0, SHOP, "ji")]
    take(linked, chat_file(tmp_path, lines, "+91 98200 11223"))
    assert conversation().contact.phone == "919820011223"


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        ([], "Bring the phone book first"),
        ([(CHITRA, "Chitra"), ("919000000077", "chitra")], "say whose it is with --phone"),
        ([(CHITRA, "Chitra Stores")], "Nobody in the phone book is called like this chat."),
    ],
)
def test_a_name_that_is_nobodys_or_that_two_have_is_refused(
    journal: Journal, tmp_path: Path, book: list[tuple[str, str]], reason: str
) -> None:
    named = [meta.in_book(phone, name, -9) for phone, name in book]
    journal.append([meta.policy_entry(policy()), *(bulk(meta.delivery(one)) for one in named)])
    folded(journal)
    before = heads(journal)
    brought = take(journal, chat_file(tmp_path, OLD))
    ((file, why),) = brought.refused
    assert (brought.chats, file) == ([], "WhatsApp Chat with Chitra.txt")
    assert reason in why
    assert "Chitra" not in why
    assert heads(journal) == before
    assert take(journal, chat_file(tmp_path, OLD), phone=f"+{CHITRA}").chats[0].added == 6


def test_nobody_brings_a_chat_before_there_is_a_number(journal: Journal, tmp_path: Path) -> None:
    journal.append([meta.policy_entry(replace(REGISTERED, numbers=()))])
    folded(journal)
    ((_file, why),) = take(journal, chat_file(tmp_path, OLD)).refused
    assert "saath link" in why


def test_programs_are_given_an_export_as_what_it_is(linked: Journal, tmp_path: Path) -> None:
    take(linked, chat_file(tmp_path, OLD))
    told = list_messages(BUSINESS, conversation().id, limit=50)
    assert told is not None
    assert {one.origin for one in told.rows} == {"export"}
