"""From a request to what Graph took, and back to what the thread shows."""

from saath.domain.facts.requests import Note
from tests.fake_graph import DROPS, LOSES, FakeGraph, broken, failing
from tests.sending import House, kinds


def test_a_reply_goes_out_once_and_learns_its_wamid(house: House, graph: FakeGraph) -> None:
    house.replies("Yes, we have it.")
    house.settles()
    (taken,) = graph.taken
    assert taken.body["to"] == "+919000000031"
    assert taken.body["text"]["body"] == "Yes, we have it."
    assert graph.tokens == {"Bearer token"}
    assert house.progress == ["accepted"]
    assert house.ours[0].wamid == taken.wamid
    assert kinds(house.records)[-3:] == ["request", "attempt", "outcome"]


def test_a_dropped_answer_is_doubted_and_never_repeated(house: House, graph: FakeGraph) -> None:
    graph.behaves(DROPS)
    house.replies()
    house.settles()
    assert house.progress == ["unconfirmed"]
    house.after(seconds=120)
    house.settles()
    assert len(graph.posts) == 1


def test_a_status_confirms_what_was_in_doubt(house: House, graph: FakeGraph) -> None:
    graph.behaves(DROPS)
    house.replies()
    house.settles()
    house.reports(graph.taken[0])
    house.settles()
    assert house.progress == ["accepted"]
    assert house.ours[0].wamid == graph.taken[0].wamid


def test_what_nothing_confirms_ends_with_a_person(house: House, graph: FakeGraph) -> None:
    graph.behaves(LOSES)
    house.replies()
    house.settles()
    house.after(seconds=601)
    house.settles()
    assert house.progress == ["unresolved"]
    assert len(graph.posts) == 1


def test_a_gateway_that_answers_instead_of_graph_proves_nothing(
    house: House, graph: FakeGraph
) -> None:
    graph.behaves(broken(502))
    house.replies()
    house.settles()
    assert house.progress == ["unconfirmed"]


def test_a_refusal_of_graph_is_final(house: House, graph: FakeGraph) -> None:
    graph.behaves(failing(131026))
    house.replies()
    house.settles()
    assert house.progress == ["failed"]
    assert len(graph.posts) == 1


def test_what_may_be_tried_again_is_tried_again(house: House, graph: FakeGraph) -> None:
    graph.behaves(failing(131056))
    house.replies()
    house.settles()
    assert house.progress == ["queued"]
    house.after(seconds=2)
    house.settles()
    assert house.progress == ["accepted"]
    assert [attempt.number for attempt in house.attempts] == [1, 2]


def test_with_nobody_listening_it_waits_and_then_a_person_is_asked(
    house: House, graph: FakeGraph
) -> None:
    graph.url = "http://127.0.0.1:9"
    house.replies()
    house.settles()
    assert house.said_outcomes() == ["deferred"]
    assert house.progress == ["queued"]
    house.after(seconds=61)
    house.settles()
    assert house.progress == ["cancelled"]
    assert house.outcomes[-1].reason == "too-late"


def test_without_an_address_no_attempt_is_made(house: House, graph: FakeGraph) -> None:
    house.speaks = False
    house.replies()
    house.settles()
    assert (house.attempts, house.said_outcomes()) == ([], ["deferred"])
    house.speaks = True
    house.after(seconds=11)
    house.settles()
    assert house.progress == ["accepted"]


def test_a_nul_in_our_own_words_parks_no_conversation(house: House, graph: FakeGraph) -> None:
    house.customer_writes()
    house.asks(Note("a\x00b"))
    house.replies("Yes\x00.")
    house.settles()
    assert [one.body["text"]["body"] for one in graph.taken] == ["Yes\ufffd."]
    assert "a\ufffdb" in [message.content.text for message in house.everything if message.content]
