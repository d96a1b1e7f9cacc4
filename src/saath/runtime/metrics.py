"""`GET /metrics` for Prometheus, on loopback only. Counts and ages; never an id, a name or a word.

Read from the journal and the tables when asked, in a thread, so that nothing has to keep counting.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, override

from django.db import connections
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from saath.journal import UNCLAIMED, Journal
from saath.store.cursors import all_cursors
from saath.store.generation import follow
from saath.store.media import count_media
from saath.store.models import Outbox, Parked
from saath.store.tenancy import across_businesses

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Figures(Collector):
    """Everything that is told, read anew each time."""

    def __init__(self, journal: Journal, answers: Counter[int]) -> None:
        """`answers` counts the webhook answers of this process by status."""
        self._journal = journal
        self._answers = answers

    @override
    def collect(self) -> Iterator[Metric]:
        """Read every figure once."""
        follow()
        yield self._lag()
        yield from _waiting()
        answered = CounterMetricFamily(
            "saath_webhook_answers", "Answers to deliveries of this process.", labels=["status"]
        )
        for status, count in sorted(self._answers.items()):
            answered.add_metric([str(status)], count)
        yield answered

    def _lag(self) -> Metric:
        lag = GaugeMetricFamily(
            "saath_lag_records", "Records not folded yet.", labels=["business", "lane"]
        )
        with across_businesses():
            cursors = all_cursors()
        for head in self._journal.heads():
            at = cursors.get((head.business, head.lane))
            folded = head.head if head.business == UNCLAIMED else at.position if at else 0
            lag.add_metric([head.business, head.lane], head.head - folded)
        return lag


def _waiting() -> Iterator[Metric]:
    stages = GaugeMetricFamily(
        "saath_outbox", "What waits to be sent, by how far it came.", labels=["stage"]
    )
    with across_businesses():
        counted: Counter[str] = Counter(Outbox.objects.values_list("stage", flat=True))
        parked = Parked.objects.count()
        media = count_media()
    for stage in ("queued", "open", "unconfirmed"):
        stages.add_metric([stage], counted[stage])
    yield stages
    yield GaugeMetricFamily("saath_parked", "Conversations that wait for a fix.", value=parked)
    attachments = GaugeMetricFamily("saath_media", "Attachments, by stage.", labels=["stage"])
    for stage in ("pending", "kept", "lost"):
        attachments.add_metric([stage], media[stage])
    yield attachments


class Metrics:
    """The ASGI application."""

    def __init__(self, figures: Figures) -> None:
        """Register the figures where nobody else registers any."""
        self._registry = CollectorRegistry()
        self._registry.register(figures)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Tell the figures to this machine; to everybody else there is nothing here."""
        status, body = 404, b""
        if _is_near(scope):
            status, body = 200, await asyncio.to_thread(self._told)
        headers = [(b"content-type", CONTENT_TYPE_LATEST.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _told(self) -> bytes:
        try:
            return generate_latest(self._registry)
        finally:
            connections.close_all()


def _is_near(scope: Scope) -> bool:
    """From loopback and not passed on by a proxy, which would be loopback too."""
    client = scope.get("client") or ("", 0)
    passed_on = any(name.startswith(b"x-forwarded") for name, _ in scope["headers"])
    return client[0] in LOOPBACK and not passed_on
