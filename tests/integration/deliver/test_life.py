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


def test_a_reconnection_that_comes_late_lifts_no_ban(house: House, graph: FakeGraph) -> None:
    tells(house, "DISABLED_UPDATE", **BAN)
    house.after(seconds=2)
    tells(house, "ACCOUNT_RECONNECTED")
    house.replies("Yes, we have it.")
    house.settles()
    assert graph.posts == []
