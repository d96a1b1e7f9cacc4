"""The ledger says what came and what is missing, and calls nothing complete without proof."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.domain.ledger import (
    DAY_MS,
    MISSING_MAX,
    STALLED_MS,
    Call,
    Chunk,
    Evidence,
    Ledger,
    due_alarms,
    ledger_of,
    lies_in,
)
from saath.domain.policy import HOUR_MS

LINKED = 1_800_000_000_000
ASKED = Call("history", LINKED + 1_000, "accepted", "request-1")
TOLD = Evidence("551", LINKED, calls=(ASKED,))
SOON, LATER = LINKED + 60_000, LINKED + 3 * HOUR_MS


def chunks(*, sizes: tuple[int, ...] = (1, 4, 2), at: int = SOON) -> list[Chunk]:
    """A whole history: phases 0, 1 and 2 of so many chunks, progress growing to 100."""
    named = [(phase, order) for phase, size in enumerate(sizes) for order in range(1, size + 1)]
    return [
        Chunk(phase, order, 100 * (n + 1) // len(named), 200, at)
        for n, (phase, order) in enumerate(named)
    ]


def after(told: list[Chunk], now: int = LATER) -> Ledger:
    return ledger_of(replace(TOLD, chunks=tuple(told)), now=now)


def test_before_anything_was_asked_it_can_still_be_asked_until_a_day_is_over() -> None:
    asked_nothing = Evidence("551", LINKED)
    assert ledger_of(asked_nothing, now=SOON).states == {
        "contacts": "not_requested",
        "history": "not_requested",
    }
    assert ledger_of(asked_nothing, now=LINKED + DAY_MS).history.state == "expired"
    assert ledger_of(asked_nothing, now=SOON).history.deadline == LINKED + DAY_MS


def test_asked_and_silent_for_an_hour_is_silent() -> None:
    assert ledger_of(TOLD, now=SOON).history.state == "requested"
    assert ledger_of(TOLD, now=SOON).history.request_id == "request-1"
    assert ledger_of(TOLD, now=LATER).history.state == "silent"


def test_an_answer_that_never_came_is_not_asked_for_again() -> None:
    unknown = replace(TOLD, calls=(replace(ASKED, answer=""),))
    doubtful = replace(TOLD, calls=(replace(ASKED, answer="unconfirmed"),))
    assert ledger_of(unknown, now=SOON).history.state == "requested"
    assert ledger_of(doubtful, now=SOON).history.state == "requested"


def test_what_certainly_did_not_arrive_was_not_asked() -> None:
    never = replace(TOLD, calls=(replace(ASKED, answer="deferred"),))
    assert ledger_of(never, now=SOON).history.state == "not_requested"


@pytest.mark.parametrize("code", [2593108, 135000])
def test_asking_too_late_is_over(code: int) -> None:
    late = replace(TOLD, calls=(replace(ASKED, answer="rejected", code=code),))
    assert ledger_of(late, now=SOON).history.state == "expired"


def test_asking_twice_means_that_somebody_has_asked() -> None:
    twice = replace(TOLD, calls=(replace(ASKED, answer="rejected", code=2593107),))
    assert ledger_of(twice, now=SOON).history.state == "requested"


def test_declined_is_a_state_of_its_own_and_leaves_the_past_to_exports() -> None:
    declined = ledger_of(replace(TOLD, declined_at=SOON), now=LATER)
    assert declined.history.state == "declined"
    assert declined.proven_empty == ((0, LINKED),)


def test_every_chunk_and_the_end_prove_it_complete() -> None:
    whole = after(chunks())
    assert (whole.history.state, whole.gaps) == ("complete", ())
    assert whole.history.count == 1400
    assert whole.proven_empty == ((0, LINKED - 180 * DAY_MS),)


@given(st.randoms(use_true_random=False), st.sampled_from([(1, 4, 2), (2, 9), (0, 5, 3), (3,)]))
def test_order_and_copies_change_nothing(chance: random.Random, sizes: tuple[int, ...]) -> None:
    told = chunks(sizes=sizes)
    again = told + [replace(c, progress=max(0, c.progress - 5)) for c in told[::2]]
    chance.shuffle(again)
    assert after(again) == after(told)


@given(st.data())
def test_a_missing_chunk_is_named_and_nothing_is_called_complete(data: st.DataObject) -> None:
    told = chunks(sizes=(2, 6, 4))
    inside = [c for c in told if c.order < max(o.order for o in told if o.phase == c.phase)]
    lost = data.draw(st.sampled_from(inside))
    left = after([c for c in told if c != lost])
    assert left.history.state == "partial"
    assert [(gap.phase, gap.chunk) for gap in left.gaps] == [(lost.phase, lost.order)]


def test_a_spoiled_chunk_number_proves_no_more_than_can_be_shown() -> None:
    left = after([*chunks(), Chunk(1, 2**31 - 1, 100, 1, SOON)])
    assert left.phases[1].missing == tuple(range(5, 5 + MISSING_MAX))
    assert left.history.state == "partial"


def test_without_the_end_it_is_receiving_and_then_partial() -> None:
    told = chunks()[:-1]
    assert after(told, SOON + STALLED_MS - 1).history.state == "receiving"
    stalled = after(told, SOON + STALLED_MS)
    assert stalled.history.state == "partial"
    assert [(gap.phase, gap.chunk) for gap in stalled.gaps] == [(2, None)]


def test_the_days_of_which_nothing_came_are_named() -> None:
    day = LINKED // DAY_MS
    days = {day - back: 3 for back in range(181) if back not in {40, 41}}
    told = [c for c in chunks() if (c.phase, c.order) != (1, 2)]
    left = ledger_of(replace(TOLD, chunks=tuple(told), days=days), now=LATER)
    assert left.gaps[0].empty_days == ((day - 41) * DAY_MS, (day - 40) * DAY_MS)
    assert left.proven_empty == ((0, (day - 180) * DAY_MS),)
    whole = ledger_of(replace(TOLD, chunks=tuple(chunks()), days=days), now=LATER)
    assert ((day - 40) * DAY_MS, (day - 39) * DAY_MS) in whole.proven_empty


def test_a_day_that_an_earlier_link_told_is_never_empty() -> None:
    day = LINKED // DAY_MS
    declined = replace(TOLD, declined_at=SOON, days={day - 300: 2, day - 299: 1, day - 5: 4})
    assert ledger_of(declined, now=LATER).proven_empty == (
        (0, (day - 300) * DAY_MS),
        ((day - 298) * DAY_MS, (day - 5) * DAY_MS),
        ((day - 4) * DAY_MS, LINKED),
    )


def test_a_span_has_its_beginning_and_not_its_end() -> None:
    spans = ((0, LINKED), (LATER, LATER + DAY_MS))

    assert lies_in(spans, 0)
    assert lies_in(spans, LATER + DAY_MS - 1)
    assert not lies_in(spans, LINKED)
    assert not lies_in((), 0)


def test_contacts_never_end() -> None:
    told = replace(TOLD, calls=(replace(ASKED, sync="contacts"),), contacts=40)
    heard = ledger_of(replace(told, hears_contacts=True), now=LATER).contacts
    assert (heard.state, heard.count) == ("receiving", 40)
    silent = ledger_of(told, now=LATER).contacts
    assert (silent.state, silent.count) == ("silent", 0)


def test_alarms_sound_after_one_six_and_twenty_hours_once_each() -> None:
    silent = ledger_of(TOLD, now=LINKED + 7 * HOUR_MS)
    assert set(due_alarms(silent, LINKED + 7 * HOUR_MS)) == {
        ("contacts", 1), ("contacts", 6), ("history", 1), ("history", 6),
    }  # fmt: skip
    rung = replace(TOLD, alarms=frozenset({("history", 1), ("contacts", 1), ("contacts", 6)}))
    again = ledger_of(rung, now=LINKED + 7 * HOUR_MS)
    assert set(due_alarms(again, LINKED + 7 * HOUR_MS)) == {("history", 6)}
    assert not set(due_alarms(after(chunks()), SOON + HOUR_MS)) & {("history", 1)}
    assert not list(due_alarms(silent, LINKED + DAY_MS))


def test_a_number_that_was_never_linked_proves_nothing_empty() -> None:
    assert ledger_of(Evidence("551", 0), now=SOON).proven_empty == ()


def test_only_what_was_certainly_not_asked_for_may_be_asked_for() -> None:
    assert ledger_of(Evidence("551", LINKED), now=SOON).history.is_open
    assert not ledger_of(TOLD, now=SOON).history.is_open
    rejected = replace(TOLD, calls=(replace(ASKED, answer="rejected"),))
    assert not ledger_of(rejected, now=SOON).history.is_open
