"""A fact that cannot be folded or stored stops one conversation, and can be retried."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from saath.domain.facts import Fact, MessageReceived, Unrecognized
from saath.domain.policy import Policy
from saath.domain.states import Draft, States
from saath.domain.step import fold, step
from saath.journal import Journal
from saath.project import Writer, facts, live, open_writer, retry_parked
from saath.store.models import Message, Parked
from saath.store.tenancy import as_business
from tests.deliveries import BUSINESS, change, delivery, entry, policy_entry, reported, said

ASHA, RAVI = "919000000002", "919000000004"


@contextmanager
def a_fault(patch: pytest.MonkeyPatch, is_bad: Callable[[Fact], bool]) -> Iterator[None]:
    """While this lasts, the rules cannot fold some facts, and notice it late."""

    def faulty_step(states: States, fact: Fact, policy: Policy, now: int) -> States:
        changes = step(states, fact, policy, now)
        if is_bad(fact):
            raise ZeroDivisionError
        return changes

    def faulty_fold(draft: Draft, fact: Fact, policy: Policy, now: int) -> None:
        fold(draft, fact, policy, now)
        if is_bad(fact):
            raise ZeroDivisionError

    with patch.context() as patched:
        patched.setattr("saath.project.fold.step", faulty_step)
        patched.setattr("saath.project.fold.fold_fact", faulty_fold)
        yield


def texts() -> list[str]:
    """What can be read, in order."""
    with as_business(BUSINESS, reads=True):
        shown = Message.objects.exclude(direction="").order_by("at")
        return list(shown.values_list("text", flat=True))


def writer_of(journal: Journal, *changes: dict[str, Any]) -> Writer:
    """A writer with these deliveries before it."""
    journal.append([policy_entry(), *[entry(delivery(told)) for told in changes]])
    return open_writer(journal, BUSINESS, journal.take(BUSINESS))


def test_a_fault_parks_one_conversation_until_it_is_retried(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = writer_of(
        journal,
        said("wamid.1", 1, "one", phone=ASHA),
        said("wamid.2", 2, "two", phone=ASHA),
        said("wamid.3", 3, "three", phone=RAVI),
        said("wamid.4", 4, "four", phone=ASHA),
        reported("wamid.4", 5, "read"),
    )
    with a_fault(monkeypatch, lambda fact: getattr(fact, "wamid", "") == "wamid.2"):
        assert live(writer).records == 6
        assert texts() == ["one", "three"]
        later = open_writer(journal, BUSINESS, journal.take(BUSINESS))
        journal.append([entry(delivery(said("wamid.5", 5, "five", phone=ASHA)))])
        live(later)
        assert texts() == ["one", "three"]
        with as_business(BUSINESS, reads=True):
            parked = Parked.objects.get()
        assert (parked.lane, parked.position, parked.reason) == ("live", 3, "ZeroDivisionError")
        assert retry_parked(later) == 0
        assert texts() == ["one", "three"]
    assert retry_parked(later) == 1
    assert texts() == ["one", "two", "three", "four", "five"]
    with as_business(BUSINESS, reads=True):
        assert Parked.objects.count() == 0
    journal.append([entry(delivery(said("wamid.6", 6, "six", phone=ASHA)))])
    live(later)
    assert texts()[-1] == "six"


def test_a_value_that_no_column_holds_parks_its_conversation(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = writer_of(
        journal,
        *[said(f"wamid.{n}", n, f"before {n}", phone=RAVI) for n in range(5)],
        said("wamid.bad", 5, "bad", phone=ASHA),
        *[said(f"wamid.{n}", n, f"after {n}", phone=RAVI) for n in range(6, 10)],
    )

    def monstrous(record: Any, policy: Policy) -> list[Fact]:
        return [
            replace(fact, at=2**70)
            if isinstance(fact, MessageReceived) and fact.wamid == "wamid.bad"
            else fact
            for fact in facts(record, policy)
        ]

    monkeypatch.setattr("saath.project.ahead.facts", monstrous)
    while live(writer).moved:
        pass
    assert len(texts()) == 9
    with as_business(BUSINESS, reads=True):
        assert Parked.objects.get().position == 7


def test_a_fact_of_nobody_is_parked_and_stops_nobody(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = writer_of(
        journal,
        change("a_field_of_tomorrow", something="new"),
        said("wamid.2", 2, "two", phone=ASHA),
    )

    with a_fault(monkeypatch, lambda fact: isinstance(fact, Unrecognized)):
        live(writer)
    assert texts() == ["two"]
    with as_business(BUSINESS, reads=True):
        assert Parked.objects.get().person == ""
