"""A business takes its own facts from a delivery that speaks of several."""

from dataclasses import replace
from typing import Any

import pytest

from saath.domain.facts import AccountChanged, MessageReceived, PolicyPublished, Unrecognized
from saath.domain.policy import Number
from saath.journal import Entry, FormatTooNew, Kind, Record
from saath.journal.records import place
from saath.project.facts import facts
from tests.deliveries import (
    BUSINESS,
    NUMBER,
    REGISTERED,
    WABA,
    change,
    delivery,
    entry,
    policy_entry,
    said,
)

OTHER = "700999999999999"


def record(given: Entry) -> Record:
    """An entry in its place."""
    return place(given, 1)


def test_facts_of_another_number_are_left_out() -> None:
    foreign: dict[str, Any] = said("wamid.2", 2, "two", phone="919000000003")
    foreign["value"]["metadata"]["phone_number_id"] = OTHER
    both = record(entry(delivery(said("wamid.1", 1, "one", phone="919000000002"), foreign)))
    own = [fact for fact in facts(both, REGISTERED) if isinstance(fact, MessageReceived)]
    assert [fact.wamid for fact in own] == ["wamid.1"]
    theirs = replace(REGISTERED, numbers=(Number(OTHER, WABA, "9"),))
    other = [fact for fact in facts(both, theirs) if isinstance(fact, MessageReceived)]
    assert [fact.wamid for fact in other] == ["wamid.2"]


def test_when_nothing_is_ours_everything_stays_and_can_be_seen() -> None:
    foreign: dict[str, Any] = said("wamid.2", 2, "two", phone="919000000003")
    foreign["value"]["metadata"]["phone_number_id"] = OTHER
    alone = record(entry(delivery(foreign)))
    assert [f.wamid for f in facts(alone, REGISTERED) if isinstance(f, MessageReceived)] == [
        "wamid.2"
    ]


def test_an_account_is_ours_by_its_id() -> None:
    update = {"field": "account_update", "value": {"event": "ACCOUNT_RESTRICTION"}}
    mine = said("wamid.1", 1, "one", phone="919000000002")
    for waba, counted in ((WABA, 1), ("800999999999999", 0)):
        told = facts(record(entry(delivery(mine, update, waba=waba))), REGISTERED)
        assert sum(isinstance(fact, AccountChanged) for fact in told) == counted


def test_what_names_nobody_is_everybodys() -> None:
    mine = said("wamid.1", 1, "one", phone="919000000002")
    body = delivery(mine, change("a_field_of_tomorrow", number="")).replace(WABA.encode(), b"")
    told = facts(record(entry(body)), REGISTERED)
    assert any(isinstance(fact, Unrecognized) for fact in told)


def test_a_policy_speaks_of_the_business_of_its_record() -> None:
    published = record(policy_entry(replace(REGISTERED, business=BUSINESS)))
    moved = replace(published, business="book-shop")
    (fact,) = facts(moved, REGISTERED)
    assert isinstance(fact, PolicyPublished)
    assert fact.policy.business == "book-shop"
    assert fact.policy.number(NUMBER) is not None


def test_an_import_says_nothing_yet() -> None:
    given = Entry(BUSINESS, "live", "import", 1, "saath", 1, b"{}")
    assert facts(record(given), REGISTERED) == []


@pytest.mark.parametrize("kind", ["request", "timer", "attempt", "outcome"])
def test_a_body_of_our_own_that_nobody_can_read_is_of_a_later_release(kind: Kind) -> None:
    given = Entry(BUSINESS, "live", kind, 1, "saath", 1, b"{}")
    with pytest.raises(FormatTooNew):
        facts(record(given), REGISTERED)
