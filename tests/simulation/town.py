"""A town: one business and the WhatsApp around it. And the wire from all products to all towns."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from saath.domain.policy import Automation, Number, Policy
from saath.net import TOO_LATE, Call, NotSent, Response, Result, Stop, Unknown
from saath.simulator.ids import Ids
from saath.simulator.webhooks import Delivery
from saath.simulator.world import World
from saath.whatsapp.graph import Line
from tests.simulation.drawing import META, Drawn
from tests.simulation.loom import Loom

URL = "http://saath.example/webhooks/whatsapp"
FRESH_MS = 2_000
ANSWER_WITHIN_MS = 30_000
PRICE = Automation("price", "keyword", "It is 4200 rupees.", ("price", "rate", "kitna"), on=True)
GREETING = Automation("greeting", "greeting", "Welcome! We answer soon.", on=True)


@dataclass(slots=True)
class Town:
    """One business, its number and everybody who writes to it."""

    business: str
    world: World
    policy: Policy
    seen: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    """What every body that was posted says, by the keys of the truth."""
    answers: list[tuple[Delivery, int]] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.world.ids.phone_number_id

    @property
    def line(self) -> Line:
        return Line("https://graph.facebook.com", self.number, self.world.ids.token)


def found(drawn: Drawn, index: int, start: int) -> Town:
    """Make a town; the second one has ids of its own."""
    ids = Ids()
    if index:
        ids = replace(
            ids,
            app_id=f"88421300761552{index}",
            waba_id=f"10229012934039{index}",
            phone_number_id=f"10654035224292{index}",
            portfolio_id=f"50691430765663{index}",
            display_phone_number=f"+91 55500 4321{index}",
        )
    seed = drawn.seed * 10 + index
    world = World(seed, ids=ids, start=start, settings=drawn.settings, webhook_url=URL)
    for name, strength in drawn.faults.items():
        if name in META:
            world.ground.faults.set(name, strength)
    business = ("meera-sarees", "ravi-tools")[index]
    return Town(business, world, _policy(drawn, business, world))


def _policy(drawn: Drawn, business: str, world: World) -> Policy:
    ids = world.ids
    texts = (drawn.app_greeting,) if drawn.app_greeting else ()
    number = Number(
        ids.phone_number_id, ids.waba_id, ids.portfolio_id, ids.digits, world.now, texts
    )
    wanted = (GREETING, PRICE) if drawn.greeting else (PRICE,)
    return Policy(business, 1, (number,), wanted if drawn.automations else ())


def _is_message(call: Call) -> bool:
    return urlsplit(call.url).path.endswith("/messages")


@dataclass(slots=True)
class Posted:
    """One request whose bytes left, as the wire saw it."""

    at: int
    callback: str
    phone_number_id: str


@dataclass(slots=True)
class Wire:
    """The network between us and WhatsApp's API. It takes every call, and may lose it."""

    loom: Loom
    towns: list[Town]
    strikes: Callable[[str], bool]
    between: Callable[[int, int], int]
    tell: Callable[[str, str], None]
    broken: Callable[[str, str], None]
    posts: list[Posted] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)

    def attempted(self, body: bytes, asked: int) -> None:
        """An attempt is durable; the guard was asked about it at this moment."""
        attempt = json.loads(body)
        self._asked[f"{attempt['intention']['key']}.{attempt['number']}"] = asked

    def send(self, call: Call) -> Result:
        """Carry one call."""
        self.loom.sleep(self.between(5, 80))
        if self.strikes("slow-connection"):
            self.loom.sleep(self.between(500, 9_000))
        if self.strikes("no-connection"):
            return NotSent("ConnectError")
        if call.may_begin is not None and not call.may_begin():
            return NotSent(TOO_LATE)
        if _is_message(call):
            self._watch(call)
        if self.strikes("request-lost"):
            self.loom.sleep(self.between(10, ANSWER_WITHIN_MS))
            return Unknown("ReadError")
        return self._carry(call)

    def close(self) -> None:
        """Nothing is held."""

    def _carry(self, call: Call) -> Result:
        said = call.headers["authorization"].removeprefix("Bearer ")
        town = next(town for town in self.towns if town.line.token == said)
        town.world.advance(self.loom.now)
        parts = urlsplit(call.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = call.body if call.parts is None else b"".join(call.parts)
        answer = town.world.graph(call.method, target, body, call.headers)
        self.tell("whatsapp", f"answers {answer.status} ({answer.transport})")
        if answer.transport == "slow":
            self.loom.sleep(ANSWER_WITHIN_MS)
            return Unknown("ReadTimeout")
        self.loom.sleep(self.between(50, 1_500))
        if answer.transport == "reset":
            return Unknown("ReadError")
        if call.into is None or answer.status != 200:
            return Response(answer.status, dict(answer.headers), answer.body)
        try:
            call.into(answer.body)
        except Stop as stop:
            return Unknown(str(stop))
        return Response(answer.status, dict(answer.headers), b"")

    def _watch(self, call: Call) -> None:
        """The first byte leaves now: nothing may be on the wire that the journal does not know."""
        body = json.loads(call.body)
        callback = body.get("biz_opaque_callback_data", "")
        number = urlsplit(call.url).path.split("/")[2]
        self.posts.append(Posted(self.loom.now, callback, number))
        self.tell("wire", f"a {body.get('type', body.get('status'))} leaves as {callback[-8:]}")
        if "status" in body:
            return
        asked = self._asked.get(callback)
        if asked is None:
            self.broken("I17", f"bytes left for {callback} without an attempt in the journal")
        elif self.loom.now - asked > FRESH_MS:
            late = self.loom.now - asked
            self.broken("I21", f"the first byte of {callback} left {late} ms after the guard")
