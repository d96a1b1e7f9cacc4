"""Whether the bot spoke over a person: the count behind `saath demo --check` must be able to see it."""

import json
from collections.abc import Iterator
from itertools import count

import pytest

import tests.stores  # noqa: F401  (sets Django up, before the command line imports a model)
from saath.cli.demo_order import Order, Turn, Who, count_bot_over_person
from saath.domain.actor import Actor
from saath.domain.facts import AttemptMade, RequestMade, TimerFell
from saath.domain.facts.requests import Control, Note, Reply
from saath.domain.intention import Intention
from saath.domain.outgoing import Outgoing
from saath.domain.thread import Source
from saath.journal import Entry, Kind, Record
from saath.journal.records import place
from saath.simulator.truth import Acceptance
from saath.simulator.world import World
from saath.store.bodies import encode_attempt, encode_request, encode_timer

NUMBER, ASHA = "106540352242922", "person-asha"
AGENT, PROGRAM = Actor("agent", "7", "Ravi"), Actor("api", "1", "a program")


@pytest.mark.parametrize(
    ("spoken", "over"),
    [
        ("b", 0),
        ("pb", 1),
        ("bp", 0),
        ("pbb", 2),
        ("prb", 0),
        ("prbpb", 1),
        ("rpb", 1),
    ],
)
def test_the_bot_may_speak_until_a_person_does_and_after_they_let_go(
    spoken: str, over: int
) -> None:
    whose: dict[str, Who] = {"b": "bot", "p": "person", "r": "release"}
    assert count_bot_over_person(("asha", whose[who]) for who in spoken) == over
    apart: list[Turn] = [(str(chat), whose[who]) for chat, who in enumerate(spoken)]
    assert count_bot_over_person(apart) == 0


@pytest.fixture
def world() -> World:
    """Asha wrote, the phone answered, the app greeted, and two sends were accepted."""
    world = World()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    world.phone.write(asha, "Ji?")
    world.phone.write(asha, "Namaste!", via="automatic")
    for key, wamid in (("bot-key.1", "wamid.b"), ("agent-key.1", "wamid.a")):
        world.truth.acceptances.append(Acceptance(wamid, "asha", 1, "text", key, answered=True))
        world.truth.note_received("asha", wamid)
    return world


def records(*bodies: tuple[Kind, bytes]) -> Iterator[Record]:
    """Records in this order."""
    for position, (kind, body) in zip(count(1), bodies, strict=False):
        yield place(Entry("b", "live", kind, 1, "test", 0, body), position)


def delivery(*wamids: str, field: str = "smb_message_echoes") -> tuple[Kind, bytes]:
    """A webhook with echoes."""
    value = {"message_echoes": [{"id": wamid} for wamid in wamids]}
    return "delivery", json.dumps(
        {"entry": [{"changes": [{"field": field, "value": value}]}]}
    ).encode()


def request(actor: Actor, action: Reply | Control | Note) -> tuple[Kind, bytes]:
    """Somebody asks."""
    return "request", encode_request(RequestMade("r", actor, ASHA, NUMBER, action, 9))


def attempt(key: str, source: Source, number: int = 1) -> tuple[Kind, bytes]:
    """Something is being sent."""
    intention = Intention(
        key, ASHA, NUMBER, Outgoing("text", "x"), source, "faq", source == "bot", 1, 1, 9
    )
    return "attempt", encode_attempt(AttemptMade(intention, number))


def test_only_words_of_a_person_on_the_phone_take_a_chat(world: World) -> None:
    _hers, his, greeting = world.chat("asha")
    order = Order(world, {ASHA: "asha"})
    echoed = delivery(greeting.wamid), delivery(his.wamid), delivery(his.wamid, "wamid.unknown")
    assert list(order.turns(records(*echoed))) == [("asha", "person")]
    assert list(order.turns(records(delivery(his.wamid, field="history")))) == []


def test_what_the_team_asks_takes_a_chat_or_lets_it_go(world: World) -> None:
    order = Order(world, {ASHA: "asha"})
    asked: tuple[tuple[Kind, bytes], ...] = (
        request(AGENT, Reply(Outgoing("text", "x"))),
        request(PROGRAM, Reply(Outgoing("text", "x"))),
        request(AGENT, Note("x")),
        request(AGENT, Control("bot")),
        request(AGENT, Control("agent")),
        ("timer", encode_timer(TimerFell("release", 5, ASHA, NUMBER))),
        ("timer", encode_timer(TimerFell("doubt", 5, ASHA, NUMBER))),
    )
    whose = [who for _chat, who in order.turns(records(*asked))]
    assert whose == ["person", "release", "person", "release"]


def test_the_bot_spoke_when_whatsapp_accepted_it(world: World) -> None:
    order = Order(world, {ASHA: "asha"})
    tried = (
        attempt("bot-key", "bot"),
        attempt("bot-key", "bot", number=2),
        attempt("never-left", "bot"),
        attempt("agent-key", "agent"),
    )
    assert list(order.turns(records(*tried))) == [("asha", "bot")]
    assert order.replies() == {"bot": 1, "agent": 1}
