"""Requests, attempts, outcomes and timers become rows; pauses and claims come into force."""

from dataclasses import replace

import pytest

from saath.domain.conversation import Control
from saath.domain.facts.requests import Claim, Note
from saath.domain.facts.requests import Control as TakeControl
from saath.domain.intention import DOUBT_MS, Intention
from saath.journal import UNCLAIMED, Entry, Journal
from saath.outbox import Hold, hold, list_due, list_open
from saath.project import Writer, bulk, due_timers, live, open_writer, retry_parked, verify
from saath.requests import claim, list_unclaimed, pause, publish, resume
from saath.store.load import load_accounts
from saath.store.models import Conversation, Message, Notice, Outbox, Result
from saath.store.policies import load_policies
from saath.store.rows import sending_state
from saath.store.tenancy import as_business
from tests.asking import GREETED, NOON, Wakes, asked, attempted, ended, request, text
from tests.deliveries import (
    BUSINESS,
    DAY,
    NUMBER,
    WABA,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    remembered,
    said,
)
from tests.integration.project.test_parking import a_fault

ASHA = "919000000002"
HOUR = 3_600_000


def started(journal: Journal, *, greeted: bool = False) -> Writer:
    """A customer has just written."""
    policy = policy_entry(GREETED) if greeted else policy_entry()
    journal.append([policy, entry(delivery(said("wamid.1", 0, "Open?", phone=ASHA)))])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    return writer


def folded(writer: Writer, *entries: Entry) -> None:
    """Append these and fold them."""
    writer.journal.append(list(entries))
    live(writer)


def queued(now: int = NOON + 10_000) -> list[Intention]:
    """What is due."""
    with as_business(BUSINESS, reads=True):
        return list_due(BUSINESS, now, 10)


def opened() -> Intention:
    """The one open attempt."""
    with as_business(BUSINESS, reads=True):
        (one,) = list_open(BUSINESS)
    return one


def conversation() -> Conversation:
    """The one conversation."""
    with as_business(BUSINESS, reads=True):
        return Conversation.objects.get()


def progress() -> list[str]:
    """How far the messages of ours came."""
    with as_business(BUSINESS, reads=True):
        sent = Message.objects.filter(direction="out").order_by("at", "id")
        return [sending_state(one.sending).progress for one in sent]


def test_a_reply_goes_from_its_request_to_its_wamid(journal: Journal) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, text("Yes"))))
    assert progress() == ["queued"]
    (one,) = queued()
    folded(writer, attempted(one, at=NOON + 5))
    assert (progress(), queued()) == (["sending"], [])
    folded(writer, ended(opened(), "accepted", wamid="wamid.sent"))
    assert progress() == ["accepted"]
    with as_business(BUSINESS, reads=True):
        assert Outbox.objects.count() == 0
        ours = Message.objects.get(direction="out")
        assert (ours.id, ours.wamid, ours.source) == (one.key, "wamid.sent", "agent")
        assert Message.objects.get(ours=one.key).wamid == "wamid.sent"
        assert Result.objects.get().message == one.key
    assert verify(journal, scratch=4713).equal


def test_an_attempt_that_certainly_failed_may_be_made_again(journal: Journal) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, text("Yes"))))
    folded(writer, attempted(queued()[0]))
    folded(writer, ended(opened(), "deferred", retry_at=NOON + 20_000))
    assert queued() == []
    (again,) = queued(NOON + 20_000)
    assert (again.attempts, progress()) == (1, ["queued"])


def test_a_person_at_the_phone_drops_what_the_bot_wanted_to_say(journal: Journal) -> None:
    writer = started(journal, greeted=True)
    assert [one.source for one in queued()] == ["bot"]
    folded(writer, entry(delivery(echoed("wamid.2", 2, "Yes", phone=ASHA)), at=NOON + 2_000))
    assert queued() == []
    assert conversation().control == "phone"


def test_the_hold_of_a_person_ends_by_a_timer_and_only_once(journal: Journal) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, TakeControl("agent"))))
    until = NOON + 2 * HOUR
    assert _control() == ("agent", until)
    assert due_timers(BUSINESS, until - 1) == []
    timers = due_timers(BUSINESS, until)
    folded(writer, *timers, *timers)
    assert _control() == ("", 0)
    assert due_timers(BUSINESS, until + HOUR) == []


def test_a_timer_that_comes_late_takes_nothing_from_somebody_else(journal: Journal) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, TakeControl("agent"))))
    late = due_timers(BUSINESS, NOON + 2 * HOUR)
    moment = NOON + 2 * HOUR
    again = request(ASHA, TakeControl("agent"), key="2", at=moment)
    folded(writer, asked(again, at=moment), *late)
    assert _control() == ("agent", moment + 2 * HOUR)


def _control() -> tuple[Control, int]:
    found = conversation()
    control: Control = found.control  # type: ignore[assignment]  # a column is any text
    return control, found.control_until


def test_a_person_is_asked_about_what_nobody_could_confirm(journal: Journal) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, text("Yes"))))
    folded(writer, attempted(queued()[0]))
    folded(writer, ended(opened(), "unconfirmed"))
    assert due_timers(BUSINESS, NOON + DOUBT_MS - 1) == []
    folded(writer, *due_timers(BUSINESS, NOON + DOUBT_MS))
    assert progress() == ["unresolved"]
    assert due_timers(BUSINESS, NOON + 9 * DOUBT_MS) == []


def test_a_request_sees_the_history_that_its_author_saw(journal: Journal) -> None:
    journal.append([policy_entry()])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    journal.append(
        [entry(delivery(remembered(ASHA, [("wamid.old", 1, "Last year", "in")])), "bulk")]
    )
    while bulk(writer).moved:
        pass
    folded(writer, asked(request(ASHA, Claim())))
    with as_business(BUSINESS, reads=True):
        assert Result.objects.get().refusal == ""
    assert verify(journal, scratch=4713).equal
    assert conversation().desk


def test_what_was_asked_of_a_parked_conversation_is_done_once_it_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = started(journal)
    folded(writer, asked(request(ASHA, text("Yes"))))
    (one,) = queued()
    with a_fault(monkeypatch, lambda fact: getattr(fact, "wamid", "") == "wamid.2"):
        folded(writer, entry(delivery(said("wamid.2", 3, "Well?", phone=ASHA))))
        folded(writer, attempted(one), asked(request(ASHA, Note("slow"), key="2")))
        told = replace(one, attempts=1)
        folded(writer, ended(told, "accepted", wamid="wamid.sent"))
        assert progress() == ["queued"]
        assert retry_parked(writer) == 0
    assert retry_parked(writer) == 1
    assert progress() == ["accepted"]
    assert queued() == []
    with as_business(BUSINESS, reads=True):
        assert Result.objects.count() == 2
        assert Message.objects.filter(direction="note").count() == 1
    assert verify(journal, scratch=4713).equal


def test_a_pause_is_published_once_and_ends_all_holds(journal: Journal) -> None:
    writer, wakes = started(journal, greeted=True), Wakes()
    (one,) = queued()
    with as_business(BUSINESS):
        hold(BUSINESS, [Hold(one.key, NOON + HOUR, "too-fast")], writer.epoch)
    assert queued() == []
    assert pause(journal, wakes, BUSINESS, by="owner", reason="", now=NOON)
    assert not pause(journal, wakes, BUSINESS, by="owner", reason="", now=NOON)
    live(writer)
    assert [i.key for i in queued()] == [one.key]
    with as_business(BUSINESS, reads=True):
        found = load_policies(BUSINESS).latest
    assert (found.version, found.automations) == (3, GREETED.automations)
    assert found.pause is not None
    assert resume(journal, wakes, BUSINESS, now=NOON)
    assert not resume(journal, wakes, BUSINESS, now=NOON)
    assert len(wakes.said) == 2


def test_a_pause_keeps_what_somebody_else_published_and_nobody_has_folded(
    journal: Journal,
) -> None:
    writer = started(journal)
    publish(journal, replace(GREETED, version=7), now=NOON)
    pause(journal, Wakes(), BUSINESS, by="owner", reason="", now=NOON)
    live(writer)
    with as_business(BUSINESS, reads=True):
        found = load_policies(BUSINESS).latest
    assert (found.version, found.answers_by_itself) == (8, True)


def test_what_an_account_may_do_is_kept_and_ends_all_holds(journal: Journal) -> None:
    writer = started(journal, greeted=True)
    (one,) = queued()
    with as_business(BUSINESS):
        hold(BUSINESS, [Hold(one.key, 2**53, "number-unavailable")], writer.epoch)
    restored = change("account_update", event="ACCOUNT_OFFBOARDED")
    folded(writer, entry(delivery(restored), at=NOON + 1_000))
    assert [i.key for i in queued()] == [one.key]
    with as_business(BUSINESS, reads=True):
        (state,) = load_accounts(BUSINESS).values()
    assert (state.account_id, state.life) == (WABA, "suspended")
    fresh = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    assert fresh.known.numbers[WABA].life == "suspended"


def test_what_belongs_to_nobody_can_be_claimed_and_wakes_no_bot(journal: Journal) -> None:
    writer, wakes = started(journal, greeted=True), Wakes()
    stranger = delivery(said("wamid.9", 60, "Hello?", phone="919000000009"))
    journal.append([Entry(UNCLAIMED, "live", "delivery", 1, "meta", NOON, stranger)])
    (waits,) = list_unclaimed(journal)
    assert (waits.position, waits.phone_number_ids, waits.claimed_by) == (1, (NUMBER,), "")
    claim(journal, wakes, BUSINESS, 1, now=DAY * 1000 + 61_000)
    live(writer)
    assert [one.claimed_by for one in list_unclaimed(journal)] == [BUSINESS]
    with as_business(BUSINESS, reads=True):
        told = Message.objects.get(wamid="wamid.9")
        assert told.text == "Hello?"
        assert not Outbox.objects.filter(person=told.person).exists()
        assert Notice.objects.count() == 0
    claim(journal, wakes, BUSINESS, 1, now=DAY * 1000 + 62_000)
    live(writer)
    with as_business(BUSINESS, reads=True):
        assert Message.objects.filter(text="Hello?").count() == 1
