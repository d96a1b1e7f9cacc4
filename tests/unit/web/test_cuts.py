"""A thread says where the link was cut, if the cut concerns it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from saath.queries.numbers import Cut
from saath.web.inbox.cuts import NEAR_MS, with_cuts
from saath.web.inbox.thread import Line
from tests.unit.web.test_thread import ANSWERED, ASKED, NOON, laid_out

IST = ZoneInfo("Asia/Kolkata")
HOUR = 3_600_000


def marks(*cuts: Cut) -> list[int]:
    """At which places of a thread of two messages, an hour apart, a line stands."""
    items = with_cuts(
        laid_out(replace(ASKED, at=NOON - HOUR), replace(ANSWERED, at=NOON)), cuts, IST
    )
    return [n for n, item in enumerate(items) if isinstance(item, Line) and item.icon == "plug"]


def test_a_cut_stands_between_the_messages_around_it() -> None:
    (place,) = marks(Cut(NOON - HOUR // 2, NOON - HOUR // 4, "suspended"))
    assert place == 2


def test_a_cut_after_the_last_message_stands_at_the_end() -> None:
    assert marks(Cut(NOON + HOUR, 0, "removed")) == [3]
    assert marks(Cut(NOON + NEAR_MS, 0, "removed")) == []


def test_a_cut_before_the_thread_began_is_not_its_business() -> None:
    assert marks(Cut(NOON - 3 * HOUR, NOON - 2 * HOUR, "suspended")) == []
