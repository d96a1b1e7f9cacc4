"""The webhook side of Meta: who is subscribed, what is on its way, what came back.

No I/O: `due` gives deliveries to post, `acknowledge` is told the answer. Retries follow Meta's
description: soon, then with decreasing frequency until the horizon, then never again.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from saath.simulator import mischief, packing
from saath.simulator.chance import Chance
from saath.simulator.clock import DAY, HOUR, MINUTE, SECOND, Clock
from saath.simulator.envelope import Event
from saath.simulator.faults import Faults
from saath.simulator.settings import Settings
from saath.simulator.truth import Truth

BACKOFF = (1, 5, 15, 60, 5 * 60, 15 * 60, 3600, 2 * 3600, 4 * 3600, 8 * 3600)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An app that listens: where to, and with which secret Meta signs. What is set up of an app
    stays while it is not `subscribed` to the account.
    """

    app_id: str
    url: str
    secret: str
    subscribed: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST to make."""

    id: str
    url: str
    body: bytes
    headers: dict[str, str]
    events: tuple[Event, ...]
    due: int
    first: int
    attempt: int = 1
    secret: str = ""
    transport: str = "plain"  # plain, slow, chunked, gzip, short, challenge (a GET)
    repeat: bool = False  # a duplicate: not retried for its own sake

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for event in self.events for key in event.keys)


@dataclass(slots=True)
class Wire:
    """Everything between an event and a program that knows of it."""

    clock: Clock
    chance: Chance
    settings: Settings
    faults: Faults
    truth: Truth
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    phone_url: str = ""
    waba_url: str = ""
    fields: dict[str, set[str]] = field(
        default_factory=dict
    )  # app -> subscribed fields; empty: all
    in_flight: dict[str, Delivery] = field(default_factory=dict)
    _ready: list[tuple[int, int, Event]] = field(default_factory=list)
    _posts: list[tuple[int, int, Delivery]] = field(default_factory=list)
    _count: int = 0

    def emit(self, event: Event, *, soon: bool = False) -> None:
        """Tell the subscribers, some time from now."""
        if self.faults.strikes("silence") or not self._listening(event):
            return
        self.truth.note_emitted(event)
        if self.faults.strikes("lose"):
            self.truth.lost.update(event.keys)
            return
        delay = 0 if soon else self._latency()
        self._queue(event, delay + mischief.waiting(self.faults, self.chance))
        for odd in mischief.odd_events(event, self.faults, self.chance):
            self._queue(odd, delay)

    def _listening(self, event: Event) -> bool:
        everybody = self.subscribers.values()
        return any(self._url(one, event) and self._wants(one, event) for one in everybody)

    def _latency(self) -> int:
        middle = self.settings.latency
        return int(self.chance.of("latency").uniform(0.25 * middle, 1.75 * middle))

    def _queue(self, event: Event, delay: int) -> None:
        self._count += 1
        ready = self.clock.now + delay
        together = -ready % max(1, self.settings.gather)
        heapq.heappush(self._ready, (ready + together, self._count, event))

    @property
    def next_at(self) -> int | None:
        heads = [queue[0][0] for queue in (self._ready, self._posts) if queue]
        return min(heads, default=None)

    @property
    def quiet(self) -> bool:
        return not (self._ready or self._posts or self.in_flight)

    def due(self, now: int) -> list[Delivery]:
        """Give everything to be posted now; each waits for its `acknowledge`."""
        ready: list[Event] = []
        while self._ready and self._ready[0][0] <= now:
            ready.append(heapq.heappop(self._ready)[2])
        for subscriber in self.subscribers.values():
            wanted = [event for event in ready if self._wants(subscriber, event)]
            self._pack(subscriber, wanted, now)
            if wanted and self.faults.strikes("two-apps"):
                self._pack(subscriber, wanted, now)
        out: list[Delivery] = []
        while self._posts and self._posts[0][0] <= now:
            out.append(heapq.heappop(self._posts)[2])
        self.in_flight.update((delivery.id, delivery) for delivery in out)
        return out

    def _wants(self, subscriber: Subscriber, event: Event) -> bool:
        fields = self.fields.get(subscriber.app_id, set())
        return subscriber.subscribed and (not fields or event.field in fields)

    def _url(self, subscriber: Subscriber, event: Event) -> str:
        overridable = event.field == "messages" or self.settings.override_covers_all_fields
        return (overridable and (self.phone_url or self.waba_url)) or subscriber.url

    def _pack(self, subscriber: Subscriber, events: Sequence[Event], now: int) -> None:
        by_url: dict[str, list[Event]] = {}
        for event in events:
            by_url.setdefault(self._url(subscriber, event), []).append(event)
        largest = 1_000 if self.faults.strikes("giant-batch") else self.settings.batch
        for url, group in by_url.items():
            if not url:
                continue
            for batch in packing.batches(group, largest, self.chance.of("batch")):
                self._plan(replace(subscriber, url=url), tuple(batch), now)

    def _plan(self, subscriber: Subscriber, events: tuple[Event, ...], now: int) -> None:
        delivery = self._delivery(subscriber, events, now)
        if self.faults.strikes("bad-challenge"):
            url = mischief.challenge(subscriber.url, self.faults, self.chance)
            asked = replace(self._again(delivery, now), url=url, body=b"", events=())
            self._post(replace(asked, headers={}, transport="challenge"))
        self._post(delivery)
        for delay in mischief.repeats(self.faults, self.chance):
            self._post(self._again(delivery, now + delay))
        if self.faults.strikes("rebatch"):
            later = now + self.chance.of("rebatch").randint(0, 10 * MINUTE)
            body = mischief.other_bytes(delivery.body, self.chance)
            signed = packing.headers(subscriber.secret, body)
            self._post(replace(self._again(delivery, later), body=body, headers=signed))

    def _delivery(self, subscriber: Subscriber, events: tuple[Event, ...], now: int) -> Delivery:
        document = packing.envelope(events, self.chance.of("batch"))
        document = mischief.odd_document(document, events, self.faults, self.chance)
        body = packing.encode(document, escape_slashes=self.settings.escape_slashes)
        signed = packing.headers(subscriber.secret, body)
        transport = mischief.transport(self.faults, self.chance)
        return Delivery(
            id=self._name(),
            url=subscriber.url,
            body=body,
            headers=mischief.odd_headers(signed, subscriber.secret, self.faults, self.chance),
            events=events,
            due=now,
            first=now,
            secret=subscriber.secret,
            transport=transport,
        )

    def _name(self) -> str:
        self._count += 1
        return f"d{self._count}"

    def _again(self, delivery: Delivery, due: int) -> Delivery:
        return replace(delivery, id=self._name(), due=due, first=due, repeat=True)

    def _post(self, delivery: Delivery) -> None:
        self._count += 1
        heapq.heappush(self._posts, (delivery.due, self._count, delivery))

    def acknowledge(self, delivery_id: str, status: int, now: int) -> None:
        """Take the answer to a delivery; 0 means that none came. Only 200 counts."""
        delivery = self.in_flight.pop(delivery_id)
        if delivery.transport == "challenge":
            self.truth.fooled += status == 200
            return
        self.truth.note_answer(delivery.keys, delivery.body, status)
        if status == 200:
            self._maybe_replay(delivery, now)
        elif not delivery.repeat:
            self._retry(delivery, now)

    def _maybe_replay(self, delivery: Delivery, now: int) -> None:
        if not delivery.repeat and self.faults.strikes("replay"):
            wait = self.chance.of("replay").randint(1 * HOUR, 8 * DAY)
            self._post(self._again(delivery, now + wait))

    def _retry(self, delivery: Delivery, now: int) -> None:
        step = BACKOFF[min(delivery.attempt, len(BACKOFF)) - 1] * SECOND
        due = now + int(step * self.chance.of("retry").uniform(0.8, 1.2))
        if due - delivery.first > self.settings.retry_horizon:
            missing = (key for key in delivery.keys if not self.truth.acknowledged[key])
            self.truth.lost.update(missing)
            return
        again = replace(
            delivery,
            id=self._name(),
            due=due,
            attempt=delivery.attempt + 1,
            headers=packing.headers(delivery.secret, delivery.body),
            transport="plain",
        )
        self._post(again)
