"""What was asked for a link and what came of it is folded, kept and read back."""

from dataclasses import replace

from saath.domain.facts import SyncAlarmed, SyncAnswered, SyncAsked
from saath.journal import Journal
from saath.project import Writer, bulk, live, open_writer, rebuild, verify
from saath.queries.conditions import list_conditions
from saath.queries.ledger import get_ledger
from saath.queries.notices import list_notices
from saath.queries.numbers import get_number
from saath.store.bodies import encode_sync, encode_timer
from saath.store.bodies import entry as own_entry
from saath.store.generation import follow
from saath.store.imports import Brought, Contacts, import_entry
from saath.store.models import Notice
from saath.store.tenancy import as_business
from tests.deliveries import (
    BUSINESS,
    DAY,
    NUMBER,
    REGISTERED,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    said,
)

LINKED = DAY * 1000
MINUTE = 60_000
HOUR = 60 * MINUTE
REGISTRY = replace(REGISTERED, numbers=(replace(REGISTERED.numbers[0], linked_at=LINKED),))
ASHA, RAVI = "919000000021", "919000000022"


BOOK = (Brought(1, "Asha", ASHA), Brought(2, "Ravi", RAVI))


def linked(journal: Journal) -> Writer:
    journal.append([policy_entry(REGISTRY, LINKED)])
    return open_writer(journal, BUSINESS, journal.take(BUSINESS))


def folded(writer: Writer) -> None:
    while live(writer).moved or bulk(writer).moved:
        pass


def asked(writer: Writer, sync: str, kind: str = "accepted") -> None:
    """Ask for a sync and be answered."""
    question = SyncAsked(NUMBER, sync, LINKED, LINKED + 1_000)  # type: ignore[arg-type]
    answer = SyncAnswered(NUMBER, sync, LINKED, LINKED + 2_000, kind, "request-7")  # type: ignore[arg-type]
    writer.journal.append([
        own_entry(BUSINESS, "attempt", encode_sync(question), now=LINKED + 1_000),
        own_entry(BUSINESS, "outcome", encode_sync(answer), now=LINKED + 2_000),
    ])  # fmt: skip
    folded(writer)


def chunk(phase: int, order: int, progress: int) -> bytes:
    """A chunk with one message of Asha's."""
    meta = {"phase": phase, "chunk_order": order, "progress": progress}
    day = phase * 60 + order
    message = {
        "from": ASHA, "id": f"wamid.{phase}.{order}", "timestamp": str(DAY - day * 86_400),
        "type": "text", "text": {"body": "before"}, "history_context": {"status": "READ"},
    }  # fmt: skip
    threads = [{"id": ASHA, "messages": [message]}]
    return delivery(change("history", history=[{"metadata": meta, "threads": threads}]))


def told() -> set[tuple[str, str, int, str]]:
    """Every notice as it is kept."""
    follow()
    with as_business(BUSINESS, reads=True):
        return set(Notice.objects.values_list("what", "event", "at", "detail"))


def test_a_replay_reads_each_chunk_by_the_link_it_came_under(journal: Journal) -> None:
    """A chunk after a new link, right behind one before it: a replay has both in its hands."""
    writer = linked(journal)
    folded(writer)
    journal.append([entry(chunk(0, 1, 20), "bulk", LINKED + MINUTE)])
    folded(writer)
    again = replace(REGISTRY.numbers[0], linked_at=LINKED + HOUR)
    journal.append([policy_entry(replace(REGISTRY, version=2, numbers=(again,)), LINKED + HOUR)])
    folded(writer)
    journal.append([entry(chunk(0, 1, 20), "bulk", LINKED + 2 * HOUR)])
    folded(writer)
    lived = told()
    rebuild(journal)
    assert told() == lived


def test_the_ledger_follows_what_was_asked_and_what_came(journal: Journal) -> None:
    writer = linked(journal)
    folded(writer)
    now = LINKED + MINUTE
    first = get_ledger(BUSINESS, NUMBER, now)
    assert first is not None
    assert first.states == {"contacts": "not_requested", "history": "not_requested"}
    asked(writer, "history")
    told = [chunk(1, 3, 90), chunk(0, 1, 20), chunk(2, 1, 100), chunk(1, 1, 40)]
    journal.append([entry(body, "bulk", now) for body in told])
    folded(writer)
    stalled = get_ledger(BUSINESS, NUMBER, now + 30 * MINUTE, days=True)
    assert stalled is not None
    assert (stalled.history.state, stalled.history.request_id) == ("partial", "request-7")
    assert [(gap.phase, gap.chunk) for gap in stalled.gaps] == [(1, 2)]
    assert stalled.history.count == 4
    journal.append([entry(chunk(1, 2, 60), "bulk", now)])
    folded(writer)
    whole = get_ledger(BUSINESS, NUMBER, now + 30 * MINUTE)
    assert whole is not None
    assert (whole.history.state, whole.gaps) == ("complete", ())
    assert verify(journal, scratch=4713).equal


def test_what_nobody_can_read_in_a_history_does_not_hide_the_ledger(journal: Journal) -> None:
    writer = linked(journal)
    asked(writer, "history")
    broken = [[{"metadata": {"phase": 0, "chunk_order": 1}, "threads": [5]}], [7], [{"odd": 1}]]
    bodies = [delivery(change("history", history=one)) for one in broken]
    bodies += [delivery(change(kind, odd=[1])) for kind in ("sync", "history")]
    bodies.append(chunk(0, 2, 100))
    journal.append([entry(body, "bulk", LINKED + MINUTE) for body in bodies])
    folded(writer)
    ledger = get_ledger(BUSINESS, NUMBER, LINKED + 2 * MINUTE)
    assert ledger is not None
    assert ledger.history.count == 1
    number = get_number(BUSINESS, NUMBER, LINKED + 2 * MINUTE)
    assert number is not None
    unread = {notice.what for notice in list_notices(BUSINESS, limit=50).rows}
    assert unread == {"history", "sync"}
    said = [notice.event for notice in list_notices(BUSINESS, limit=50).rows]
    assert not {"asked", "accepted", "heard"} & set(said)
    assert not [event for event in said if event.startswith("phase")]


def test_contacts_brought_in_a_file_are_not_taken_for_whatsapps(journal: Journal) -> None:
    writer = linked(journal)
    asked(writer, "contacts")
    brought = Contacts(NUMBER, "book.csv", "owner", LINKED + MINUTE, BOOK)
    journal.append([import_entry(BUSINESS, brought, source="saath")])
    folded(writer)
    silent = get_ledger(BUSINESS, NUMBER, LINKED + 2 * HOUR)
    assert silent is not None
    assert (silent.contacts.state, silent.contacts.count) == ("silent", 0)
    told = {"type": "contact", "action": "add", "contact": {"full_name": "A", "phone_number": ASHA}}
    for at in (120, 60):
        body = delivery(change("smb_app_state_sync", state_sync=[
            told | {"metadata": {"timestamp": str(at)}}
        ]))  # fmt: skip
        journal.append([entry(body, "bulk", LINKED + 3 * MINUTE)])
    folded(writer)
    heard = get_ledger(BUSINESS, NUMBER, LINKED + 2 * HOUR)
    assert heard is not None
    assert (heard.contacts.state, heard.contacts.count) == ("receiving", 1)
    with as_business(BUSINESS, reads=True):
        assert [n.at for n in Notice.objects.filter(event="heard")] == [LINKED + 3 * MINUTE]
    assert verify(journal, scratch=4714).equal


def test_a_new_link_has_a_ledger_of_its_own(journal: Journal) -> None:
    writer = linked(journal)
    journal.append([entry(chunk(0, 1, 100), "bulk", LINKED + MINUTE)])
    folded(writer)
    again = LINKED + 48 * HOUR
    relinked = replace(
        REGISTRY, version=2, numbers=(replace(REGISTRY.numbers[0], linked_at=again),)
    )
    journal.append([policy_entry(relinked, again)])
    folded(writer)
    fresh = get_ledger(BUSINESS, NUMBER, again + MINUTE)
    assert fresh is not None
    assert fresh.history.state == "not_requested"
    journal.append([entry(chunk(0, 1, 100), "bulk", again + MINUTE)])
    folded(writer)
    whole = get_ledger(BUSINESS, NUMBER, again + MINUTE)
    assert whole is not None
    assert (whole.history.state, whole.history.last_at) == ("complete", again + MINUTE)


def test_an_alarm_is_kept_and_sounds_once(journal: Journal) -> None:
    writer = linked(journal)
    timer = encode_timer(SyncAlarmed(NUMBER, "history", LINKED, 1))
    journal.append([own_entry(BUSINESS, "timer", timer, now=LINKED + HOUR + n) for n in (0, 5)])
    folded(writer)
    ledger = get_ledger(BUSINESS, NUMBER, LINKED + HOUR)
    assert ledger is not None
    assert ledger.history.alarms == (1,)


def test_a_number_has_a_life(journal: Journal) -> None:
    writer = linked(journal)
    journal.append([
        entry(delivery(said("wamid.1", 60, "Hello", phone=ASHA)), at=LINKED + MINUTE),
        entry(delivery(echoed("wamid.2", 120, "Yes", phone=ASHA)), at=LINKED + 2 * MINUTE),
    ])  # fmt: skip
    folded(writer)
    now = LINKED + HOUR
    number = get_number(BUSINESS, NUMBER, now)
    assert number is not None
    assert (number.state, number.linked_at) == ("active", LINKED)
    assert number.last_inbound_at == LINKED + MINUTE
    assert number.phone_seen_at == number.last_echo_at == LINKED + 2 * MINUTE
    for event, at in (("ACCOUNT_OFFBOARDED", 600), ("ACCOUNT_RECONNECTED", 900)):
        told = delivery(change("account_update", event=event))
        told = told.replace(b'"changes"', f'"time": {DAY + at}, "changes"'.encode())
        journal.append([entry(told, at=LINKED + at * 1000)])
        folded(writer)
    back = get_number(BUSINESS, NUMBER, now)
    assert back is not None
    assert (back.state, back.since) == ("active", LINKED + 900_000)
    assert [(cut.since, cut.to) for cut in back.cuts] == [(LINKED + 600_000, LINKED + 900_000)]
    assert [told.event for told in back.timeline] == [
        "ACCOUNT_RECONNECTED",
        "ACCOUNT_OFFBOARDED",
        "LINKED",
    ]


def test_a_number_that_is_cut_or_quiet_is_a_condition(journal: Journal) -> None:
    writer = linked(journal)
    folded(writer)
    week = LINKED + 7 * 24 * HOUR
    kinds = {condition.kind for condition in list_conditions(BUSINESS, week)}
    assert {"phone_away", "webhooks_silent", "history_expired"} <= kinds
    assert "phone_away" not in {c.kind for c in list_conditions(BUSINESS, week - 1)}
    removed = delivery(change("account_update", event="PARTNER_REMOVED"))
    removed = removed.replace(b'"changes"', f'"time": {DAY + 60}, "changes"'.encode())
    journal.append([entry(removed, at=LINKED + MINUTE)])
    folded(writer)
    (gone,) = [c for c in list_conditions(BUSINESS, week) if c.kind.startswith("number_")]
    assert (gone.kind, gone.since, gone.number) == ("number_removed", LINKED + MINUTE, NUMBER)


def test_a_number_that_is_not_ours_is_not_shown(journal: Journal) -> None:
    folded(linked(journal))
    assert get_number(BUSINESS, "000", LINKED) is None
    assert get_ledger(BUSINESS, "000", LINKED) is None
