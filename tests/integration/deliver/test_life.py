"""While WhatsApp forbids it nothing leaves; what waits goes out once the number is back."""

from typing import Any

import pytest

from tests import deliveries as meta
from tests.fake_graph import FakeGraph
from tests.sending import House


def tells(house: House, event: str, **value: Any) -> None:
    """WhatsApp says something of the account, now by its clock."""
    body = meta.delivery(meta.change("account_update", event=event, **value))
    stamped = body.replace(b'"changes"', f'"time": {house.now // 1000}, "changes"'.encode())
    house.journal.append([meta.entry(stamped, at=house.now)])


BAN = {"ban_info": {"waba_ban_state": "DISABLE"}}
BACK = {"ban_info": {"waba_ban_state": "REINSTATE"}}


@pytest.mark.parametrize(
    ("leaves", "returns"),
    [
        (("ACCOUNT_OFFBOARDED", {}), ("ACCOUNT_RECONNECTED", {})),
        (("PARTNER_REMOVED", {}), ("PARTNER_ADDED", {})),
        (("DISABLED_UPDATE", BAN), ("DISABLED_UPDATE", BACK)),
    ],
)
def test_a_reply_waits_until_the_number_is_back(
    house: House,
    graph: FakeGraph,
    leaves: tuple[str, dict[str, object]],
    returns: tuple[str, dict[str, object]],
) -> None:
    tells(house, leaves[0], **leaves[1])
    house.replies("Yes, we have it.")
    house.settles()
    assert graph.posts == []
    assert house.progress == ["queued"]
    house.customer_writes("Hello?")
    house.settles()
    house.after(seconds=5)
    tells(house, returns[0], **returns[1])
    house.settles()
    assert len(graph.posts) == 1
    assert house.progress == ["accepted"]


FORBIDS_WITHIN_MS = 5_000
PACE_S = 31
"""Five messages to the same person may go at once; the sixth half a minute later."""
LIVES = pytest.mark.parametrize(
    ("event", "value"),
    [
        ("ACCOUNT_OFFBOARDED", {}),
        ("PARTNER_REMOVED", {}),
        ("PARTNER_APP_UNINSTALLED", {}),
        ("DISABLED_UPDATE", BAN),
        ("ACCOUNT_DELETED", {}),
    ],
)


def queued(house: House) -> None:
    """Ten replies to one person: five are gone, and one more goes every six seconds."""
    for number in range(10):
        house.replies(f"reply {number}")
    house.settles()


def attempts_after(house: House, position: int, since: int) -> list[int]:
    """How long after a moment each attempt was made that stands behind a record."""
    made = [one for one in house.records if one.kind == "attempt" and one.position > position]
    return [one.received_at - since for one in made]


def sent_in_half_a_minute(house: House, graph: FakeGraph) -> int:
    """What goes out while the product's clock moves on second by second."""
    before = len(graph.posts)
    for _second in range(PACE_S):
        house.after(seconds=1)
        house.settles()
    return len(graph.posts) - before


def test_time_alone_lets_the_next_ones_go(house: House, graph: FakeGraph) -> None:
    queued(house)
    assert sent_in_half_a_minute(house, graph) > 0


@LIVES
def test_from_a_life_event_on_the_next_attempt_is_refused(
    house: House, graph: FakeGraph, event: str, value: dict[str, Any]
) -> None:
    queued(house)
    tells(house, event, **value)
    told_at, position = house.now, house.records[-1].position
    assert sent_in_half_a_minute(house, graph) == 0
    assert attempts_after(house, position, told_at) == []
    assert house.progress.count("queued") == 10 - len(graph.posts) > 0


@pytest.mark.parametrize("moment", ["folded", "asking", "asked"])
def test_an_event_at_the_last_moment_takes_the_attempt_back(
    house: House, graph: FakeGraph, moment: str
) -> None:
    queued(house)
    before, told = len(graph.posts), list[int]()

    def at_the_last_moment(point: str) -> None:
        """Everything is folded, the guard is asked or said yes: just then WhatsApp says it."""
        if point == moment and not told:
            tells(house, "DISABLED_UPDATE", **BAN)
            told.append(house.records[-1].position)

    house.passing = at_the_last_moment
    house.after(seconds=PACE_S)
    house.settles()
    assert told
    assert attempts_after(house, told[0], house.now) == []
    assert len(graph.posts) == before


def test_a_post_that_was_allowed_before_the_event_leaves_soon_or_never(
    house: House, graph: FakeGraph
) -> None:
    house.replies("allowed")

    def slow(point: str) -> None:
        """The attempt is in the journal; before its first byte the event comes, and time passes."""
        if point == "attempted" and not told:
            tells(house, "ACCOUNT_OFFBOARDED")
            told.append(house.now)
            house.moved_ticks += FORBIDS_WITHIN_MS / 1000

    told: list[int] = []
    house.passing = slow
    house.settles()
    assert told
    assert graph.posts == []
    assert house.said_outcomes() == ["cancelled"]


def test_a_reconnection_that_comes_late_lifts_no_ban(house: House, graph: FakeGraph) -> None:
    tells(house, "DISABLED_UPDATE", **BAN)
    house.after(seconds=2)
    tells(house, "ACCOUNT_RECONNECTED")
    house.replies("Yes, we have it.")
    house.settles()
    assert graph.posts == []
