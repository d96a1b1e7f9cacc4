"""The door of the server: one delivery as an ASGI call, made by hand and stopped at the commit."""

from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from saath.journal import Entry, GroupCommit, JournalError
from saath.journal.arrange import Result
from saath.simulator.webhooks import Delivery

type Message = MutableMapping[str, Any]
type App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class _Waits:
    """Ready once the commit settled it."""

    result: Result | None = None

    def settle(self, result: Result) -> None:
        self.result = result

    def __await__(self) -> Generator[None, None, list[int]]:
        while self.result is None:
            yield
        if isinstance(self.result, JournalError):
            raise self.result
        return self.result


class Appends:
    """The journal, for an application that nobody's event loop runs."""

    def __init__(self, group: GroupCommit) -> None:
        self._group = group

    def append(self, entries: Sequence[Entry]) -> Awaitable[list[int]]:
        waits = _Waits()
        self._group.submit(entries, waits.settle)
        return waits


@dataclass(slots=True)
class Visit:
    """One POST (or a handshake), from Meta's hand to its answer; 0 is no answer."""

    delivery: Delivery
    answered: Callable[[Delivery, int], None]
    status: int = 0
    waits: bool = False
    _call: Coroutine[None, None, None] | None = None
    _parts: list[Message] = field(default_factory=list)

    def begin(self, app: App) -> None:
        """Go as far as the commit."""
        self._parts = self._body()
        self._call = app(self._scope(), self._receive, self._send)  # type: ignore[assignment]
        self._step()

    def end(self) -> None:
        """Go on after the commit, and bring the answer home."""
        if self._call is not None:
            self._step()
        if self._call is not None:
            raise AssertionError("a delivery is not answered although its commit is over")
        self.answered(self.delivery, self.status)

    def hang_up(self) -> None:
        """The server is gone."""
        if self._call is not None:
            self._call.close()
        self.answered(self.delivery, 0)

    def _step(self) -> None:
        assert self._call is not None
        try:
            self._call.send(None)
        except StopIteration:
            self._call, self.waits = None, False
        else:
            self.waits = True

    def _scope(self) -> Message:
        delivery = self.delivery
        pairs = [(k.lower().encode(), v.encode()) for k, v in delivery.headers.items()]
        query = urlsplit(delivery.url).query.encode()
        method = "GET" if delivery.transport == "challenge" else "POST"
        return {"type": "http", "method": method, "query_string": query, "headers": pairs}

    def _body(self) -> list[Message]:
        """The body in the pieces in which the transport brings it."""
        body = self.delivery.body
        match self.delivery.transport:
            case "slow" | "chunked":
                third = len(body) // 3
                pieces = [body[:third], body[third : 2 * third], body[2 * third :]]
            case "short":
                return [_part(body[:-10], more=True), {"type": "http.disconnect"}]
            case "gzip":
                pieces = [b"\x1f\x8b" + body[:-2]]  # nobody unpacks it: other bytes than signed
            case _:
                pieces = [body]
        return [_part(piece, more=piece is not pieces[-1]) for piece in pieces]

    async def _receive(self) -> Message:
        return self._parts.pop(0)

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]


def _part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}
