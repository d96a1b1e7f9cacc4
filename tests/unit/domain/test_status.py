"""Which status shows, whatever order they came in."""

from dataclasses import fields, replace
from itertools import permutations
from typing import Any

import pytest

from saath.domain.content import Content
from saath.domain.facts.messages import Failure, Pricing, Status
from saath.domain.message import (
    Copy,
    Edit,
    Message,
    Reaction,
    Receipt,
    edit,
    react,
    tell,
    with_receipt,
)
from saath.domain.policy import Policy
from saath.domain.status import shown

EMPTY = Message("m", "551", "w", "p")


@pytest.mark.parametrize(
    ("reported", "shows"),
    [
        (("sent", "delivered", "read"), "read"),
        (("read",), "read"),
        (("failed", "sent"), "failed"),
        (("failed", "delivered"), "delivered"),
        (("played", "read"), "played"),
        ((), None),
    ],
)
def test_the_furthest_status_shows_in_any_order(reported: tuple[Status, ...], shows: str) -> None:
    for order in permutations(reported):
        message = EMPTY
        for status in order:
            message = with_receipt(message, Receipt(status, 1000))
        receipt = shown(message.receipts)
        assert (receipt.status if receipt else None) == shows


def test_of_two_reports_the_earlier_stays_and_one_with_a_price_beats_one_without() -> None:
    priced = Receipt("sent", 1000, pricing=Pricing("utility"))
    for order in ((Receipt("sent", 1000), priced), (priced, Receipt("sent", 1000))):
        message = EMPTY
        for receipt in order:
            message = with_receipt(message, receipt)
        assert message.receipts == (priced,)
    assert with_receipt(EMPTY, Receipt("sent", 0)).receipts[0].at == 0
    timed = with_receipt(with_receipt(EMPTY, Receipt("sent", 0)), Receipt("sent", 9, Failure(1)))
    assert timed.receipts[0].at == 9


def test_real_words_beat_a_placeholder_and_live_words_beat_history() -> None:
    placeholder = Copy(1, "in", "contact", "live", Content("unsupported"))
    past = Copy(1, "in", "contact", "history", Content("text", "from history"))
    live = Copy(1, "in", "contact", "live", Content("text", "from life"))
    for order in permutations((placeholder, past, live)):
        message = EMPTY
        for copy in order:
            message = tell(message, copy)
        assert message.content == live.content
        assert (message.origin, message.told) == ("live", "live")


def test_an_edit_told_twice_differently_ends_the_same() -> None:
    one, other = Edit(1, "e", Content("text", "a")), Edit(1, "e", Content("text", "b"))
    assert edit(edit(EMPTY, one), other) == edit(edit(EMPTY, other), one)
    assert edit(edit(EMPTY, one), one).edits == (one,)


def test_a_reaction_taken_away_stays_away() -> None:
    liked, gone = Reaction("contact", 1, "r1", "👍"), Reaction("contact", 2, "r2", "")
    assert react(react(EMPTY, gone), liked).reactions == (gone,)


def test_a_policy_knows_its_numbers_only() -> None:
    assert Policy("b").number("551") is None


def test_a_receipt_changes_nothing_else() -> None:
    values: dict[str, Any] = {one.name: f"the {one.name}" for one in fields(Message)}
    whole = Message(**values)
    bare = replace(whole, receipts=())
    told = with_receipt(bare, Receipt("read", 5))
    assert told == replace(whole, receipts=(Receipt("read", 5),))
