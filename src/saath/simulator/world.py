"""One world: Meta, the owner's phone and the customers, in one deterministic object without I/O.

Drive it with `advance`, `deliveries`, `acknowledge` and `graph`; look at `truth`. The same seed and
the same calls give the same world.
"""

from collections.abc import Mapping

from saath.simulator.account import Account
from saath.simulator.arrival import Arrival
from saath.simulator.customers import Customers
from saath.simulator.graph.callbacks import Callbacks
from saath.simulator.graph.exchange import Response
from saath.simulator.graph.files import Files
from saath.simulator.graph.messages import Messages
from saath.simulator.graph.number import Number
from saath.simulator.graph.router import Graph
from saath.simulator.graph.tokens import Tokens
from saath.simulator.ground import Ground, new_ground
from saath.simulator.ids import FIXED, Ids
from saath.simulator.past import Past
from saath.simulator.people import Message
from saath.simulator.phone import OwnerPhone
from saath.simulator.pricing import Pricing
from saath.simulator.rates import Rates
from saath.simulator.sending import Sending
from saath.simulator.settings import Settings
from saath.simulator.sync import Sync
from saath.simulator.templates import Templates
from saath.simulator.truth import Truth
from saath.simulator.webhooks import Delivery, Subscriber

START = 1_795_000_000_000  # 18 Nov 2026, when nobody says otherwise


class World:
    """Everything outside the product, but for connectors."""

    def __init__(
        self,
        seed: int = 1,
        *,
        ids: Ids = FIXED,
        start: int = START,
        settings: Settings | None = None,
        webhook_url: str = "",
    ) -> None:
        self.ground: Ground = new_ground(
            seed, ids=ids, start=start, settings=settings or Settings()
        )
        self.seed = seed
        self.arrival = Arrival(self.ground)
        self.customers = Customers(self.ground)
        self.phone = OwnerPhone(self.ground, self.arrival, self.customers, last_online=start)
        self.past = Past(self.ground, self.customers)
        self.sync = Sync(self.ground, linked_at=start)
        self.account = Account(self.ground, self.phone, self.sync)
        self.rates = Rates(self.ground.clock)
        self.pricing = Pricing(self.ground)
        self.templates = Templates(self.ground)
        self.sending = Sending(self.ground, self.arrival, self.pricing)
        self.api = self._api()
        self.ground.on_inbound += [self.phone.notice, self.pricing.notice, self._count]
        if webhook_url:
            self.subscribe(webhook_url)

    def _api(self) -> Graph:
        ground, callbacks = self.ground, Callbacks(self.ground)
        messages = Messages(
            ground, self.account, self.templates, self.rates, self.sending, ground.shelf
        )
        return Graph(
            ground=ground,
            account=self.account,
            templates=self.templates,
            tokens=Tokens(ground, self.account),
            callbacks=callbacks,
            number=Number(ground, self.account, callbacks),
            messages=messages,
            files=Files(ground.shelf, ground.faults),
        )

    def _count(self, _message: Message) -> None:
        self.rates.count_message()

    def graph(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Response:
        """Answer a call of the Graph API now; `target` is the path with its query string."""
        return self.api.answer(method, target, body, headers or {})

    @property
    def ids(self) -> Ids:
        return self.ground.ids

    @property
    def now(self) -> int:
        return self.ground.clock.now

    @property
    def truth(self) -> Truth:
        return self.ground.truth

    def subscribe(self, url: str) -> None:
        """Set the app's callback URL, as the app dashboard does."""
        ids = self.ids
        self.ground.wire.subscribers[ids.app_id] = Subscriber(ids.app_id, url, ids.app_secret)

    def advance(self, now: int) -> None:
        """Let time pass until then."""
        self.ground.schedule.run_to(now)

    @property
    def next_at(self) -> int | None:
        """When something happens or is delivered next."""
        times = (self.ground.schedule.next_at, self.ground.wire.next_at)
        return min((at for at in times if at is not None), default=None)

    def deliveries(self, now: int | None = None) -> list[Delivery]:
        """Advance, then give the webhooks to post now; answer each with `acknowledge`."""
        if now is not None:
            self.advance(now)
        return self.ground.wire.due(self.now)

    def acknowledge(self, delivery: Delivery, status: int) -> None:
        """Tell Meta the answer of the endpoint (0: none came). Only 200 counts as received."""
        self.ground.wire.acknowledge(delivery.id, status, self.now)

    def chat(self, person: str) -> list[Message]:
        """Everything in a chat as it really is, oldest first."""
        found = [self.ground.messages[wamid] for wamid in self.ground.chats[person]]
        return sorted(found, key=lambda message: message.at)
