"""What is not known stays in doubt until a status or a person decides; it never goes twice."""

import json
import threading
import time

import pytest

from saath.domain.actor import Actor
from saath.domain.facts.requests import MarkRead, React, Reply
from saath.domain.message import Message
from saath.domain.outgoing import Choice, Outgoing, Template
from tests.fake_graph import DROPS, GOOD, LOSES, Behavior, FakeGraph, Taken, broken, failing
from tests.sending import CHITRA, House


@pytest.mark.parametrize(
    "behavior",
    [DROPS, LOSES, broken(500), broken(503), broken(200), Behavior(body=b"{}")],
    ids=["dropped", "lost", "500", "503", "200 of a gateway", "no wamid"],
)
def test_every_doubt_ends_confirmed_or_with_a_person(
    behavior: Behavior, house: House, graph: FakeGraph
) -> None:
    graph.behaves(behavior)
    house.replies()
    house.settles()
    assert house.progress == ["unconfirmed"]
    house.after(seconds=601)
    house.settles()
    assert house.progress == ["unresolved"]
    assert len(graph.posts) == 1
    if graph.taken:
        house.reports(graph.taken[0], "delivered")
        house.settles()
        assert house.progress == ["accepted"]


def test_a_status_may_come_before_the_response(house: House, graph: FakeGraph) -> None:
    told = threading.Event()

    def tell(taken: Taken) -> None:
        house.reports(taken, "delivered")
        told.set()

    graph.behaves(Behavior(before=tell))
    house.replies()
    house.settles()
    assert told.is_set()
    assert house.progress == ["accepted"]
    assert [receipt.status for receipt in house.ours[0].receipts] == ["delivered"]
    assert house.ours[0].wamid == graph.taken[0].wamid


def test_an_answer_that_takes_too_long_is_a_doubt_and_the_late_status_ends_it(
    house: House, graph: FakeGraph
) -> None:
    house.timeout_s = 0.3
    late = threading.Event()
    graph.behaves(Behavior(delay=late))
    house.replies()
    house.settles()
    late.set()
    assert house.progress == ["unconfirmed"]
    house.reports(graph.taken[0])
    house.settles()
    assert house.progress == ["accepted"]
    assert graph.doubles == []


def test_a_slow_answer_to_one_holds_up_nobody_else(house: House, graph: FakeGraph) -> None:
    other = "919000000032"
    house.customer_writes(phone=other)
    late = threading.Event()
    graph.behaves(Behavior(delay=late))
    house.replies("slow")
    house.worker_now.once()
    house.replies("quick", phone=other)
    until = time.monotonic() + 10
    while len(graph.taken) < 2 and time.monotonic() < until:
        house.worker_now.once()
    assert [one.body["text"]["body"] for one in graph.taken] == ["slow", "quick"]
    late.set()
    house.settles()
    assert sorted(house.progress) == ["accepted", "accepted"]


def test_the_next_reply_of_a_conversation_waits_for_the_one_before(
    house: House, graph: FakeGraph
) -> None:
    late = threading.Event()
    graph.behaves(Behavior(delay=late))
    house.replies("first")
    house.replies("second")
    for _ in range(5):
        house.worker_now.once()
    assert len(house.attempts) == 1
    late.set()
    house.settles()
    assert [one.body["text"]["body"] for one in graph.taken] == ["first", "second"]


def test_an_error_of_graphs_own_waits_a_minute_for_a_status(house: House, graph: FakeGraph) -> None:
    graph.behaves(failing(131000, 500, takes=True))
    house.replies()
    house.settles()
    assert house.progress == ["queued"]
    house.reports(graph.taken[0])
    house.settles()
    house.after(seconds=90)
    house.settles()
    assert house.progress == ["accepted"]
    assert len(graph.posts) == 1


def test_an_error_of_graphs_own_is_tried_again_after_its_minute(
    house: House, graph: FakeGraph
) -> None:
    """A request is good for a minute as well: what waits for WhatsApp does not end by that."""
    graph.behaves(failing(131016, 503), failing(131016, 503))
    house.replies("first")
    house.replies("second")
    house.settles()
    house.after(seconds=61)
    house.replies("third")
    house.settles()
    assert house.progress == ["queued"] * 3
    house.after(seconds=121)
    house.settles()
    assert house.progress == ["accepted"] * 3
    assert [one.body["text"]["body"] for one in graph.taken] == ["first", "second", "third"]
    assert len(graph.posts) == 5


@pytest.mark.parametrize(("comes", "ends"), [("delivered", "accepted"), ("", "unresolved")])
def test_a_template_that_whatsapp_holds_back_has_an_hour_and_a_quarter(
    comes: str, ends: str, house: House, graph: FakeGraph
) -> None:
    """Released or dropped, or silence: nothing is sent again, and nobody is asked before its time."""
    held = {"id": "wamid.fake-1", "message_status": "held_for_quality_assessment"}
    graph.behaves(Behavior(body=json.dumps({"messages": [held]}).encode()))
    house.asks(Reply(Outgoing("template", template=Template("offer", "en"))))
    house.settles()
    house.after(seconds=74 * 60)
    house.settles()
    assert (house.progress, len(graph.posts)) == (["unconfirmed"], 1)
    if comes:
        house.reports(graph.taken[0], comes)
    house.after(seconds=61)
    house.settles()
    assert (house.progress, len(graph.posts)) == ([ends], 1)


def test_what_is_not_fresh_when_the_connection_stands_does_not_leave(
    house: House, graph: FakeGraph
) -> None:
    def dawdle(point: str) -> None:
        if point == "connected" and len(house.attempts) == 1:
            house.moved_ticks = 2.5

    house.passing = dawdle
    house.replies()
    house.settles()
    assert house.said_outcomes() == ["cancelled"]
    assert (house.progress, graph.posts) == (["queued"], [])
    house.after(seconds=2)
    house.settles()
    assert house.progress == ["accepted"]


def test_a_number_that_must_wait_waits_whole(house: House, graph: FakeGraph) -> None:
    other = "919000000032"
    house.customer_writes(phone=other)
    graph.behaves(failing(190, 401))
    house.replies("first")
    house.settles()
    house.replies("second", phone=other)
    house.settles()
    assert len(graph.posts) == 1


def test_a_head_that_moves_between_asking_and_appending_is_asked_again(
    house: House, graph: FakeGraph
) -> None:
    def interrupt(point: str) -> None:
        if point == "asked" and not house.attempts and house.count < 5:
            house.owner_writes()

    house.passing = interrupt
    house.replies()
    house.settles()
    assert len(house.attempts) == 1
    assert graph.doubles == []


def test_reactions_read_marks_templates_buttons_and_lists_go_out(
    house: House, graph: FakeGraph
) -> None:
    hello = _of_customer(house)
    api = Actor("api", "k", "Shop")
    choices = (Choice("a", "A"), Choice("b", "B"))
    house.asks(React(hello.id, "👍"))
    house.asks(MarkRead(hello.id))
    for outgoing in (
        Outgoing("template", template=Template("hello", "en")),
        Outgoing("buttons", text="?", choices=choices),
        Outgoing("list", text="?", button="open", choices=choices),
        Outgoing("text", text="quoted", reply_to=hello.id),
    ):
        house.asks(Reply(outgoing), by=api)
    house.settles()
    house.after(seconds=31)
    house.settles()
    sent = {str(one.body.get("type", "read")) for one in graph.taken}
    assert sent == {"reaction", "read", "template", "interactive", "text"}
    assert len(graph.taken) == 6
    quoting = next(one for one in graph.taken if one.body.get("type") == "text")
    assert quoting.body["context"] == {"message_id": hello.wamid}


def test_what_whatsapp_would_never_take_costs_no_attempt(house: House, graph: FakeGraph) -> None:
    house.replies("a" * 4097)
    house.settles()
    assert (house.progress, house.attempts, graph.posts) == (["failed"], [], [])
    assert "4096" in str(house.ours[0].failure)


def test_who_answers_last_is_reached_where_they_are_known_now(
    house: House, graph: FakeGraph
) -> None:
    graph.behaves(GOOD)
    house.replies()
    house.settles()
    assert graph.taken[0].body["to"] == f"+{CHITRA}"


def test_who_changed_their_number_is_answered_on_the_new_phone(
    house: House, graph: FakeGraph
) -> None:
    house.customer_moves("919000000032")
    house.replies()
    house.settles()
    assert graph.taken[0].body["to"] == "+919000000032"


def test_a_read_mark_leaves_no_doubt(house: House, graph: FakeGraph) -> None:
    graph.behaves(Behavior(body=b'{"success": true}'))
    house.asks(MarkRead(_of_customer(house).id))
    house.settles()
    assert house.said_outcomes() == ["accepted"]


def _of_customer(house: House) -> Message:
    return next(m for m in house.everything if m.direction == "in")
