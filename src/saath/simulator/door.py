"""The door: a small HTTP/1.1 server that may also misbehave as a network does.

h11 speaks the protocol; the socket is ours, so that a connection can be cut after a message was
accepted (F28), which no application server lets an application do.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import h11

from saath.simulator.graph.exchange import Response

LARGEST = 120_000_000
IDLE_S = 75.0


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, whole."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


type Answerer = Callable[[Call], Awaitable[Response]]


class TooLargeError(Exception):
    """A body beyond any limit of Meta's."""


@dataclass(slots=True)
class _Line:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    http: h11.Connection

    async def next_event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self.http.next_event()) is h11.NEED_DATA:
            if self.http.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[])
                self.writer.write(self.http.send(go_on) or b"")
            async with asyncio.timeout(IDLE_S):
                self.http.receive_data(await self.reader.read(65_536))
        return event  # type: ignore[return-value]  # NEED_DATA was excluded by the loop

    async def call(self) -> Call | None:
        """Read one request; None when the other side has gone."""
        head = await self.next_event()
        if not isinstance(head, h11.Request):
            return None
        pieces: list[bytes] = []
        size = 0
        while isinstance(event := await self.next_event(), h11.Data):
            size += len(event.data)
            if size > LARGEST:
                raise TooLargeError
            pieces.append(bytes(event.data))
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        target = head.target.decode("latin-1")
        return Call(head.method.decode(), target, headers, b"".join(pieces))

    async def give(self, response: Response, *, body: bool) -> None:
        """Write one answer."""
        headers = [("content-length", str(len(response.body)))]
        headers += [(n, v) for n, v in response.headers.items() if n.lower() != "content-length"]
        parts = [h11.Response(status_code=response.status, headers=headers)]
        data = [h11.Data(data=response.body)] if body and response.body else []
        for event in [*parts, *data, h11.EndOfMessage()]:
            self.writer.write(self.http.send(event) or b"")
        await self.writer.drain()

    def cut(self) -> None:
        """Reset the connection: the other side never learns what became of its call."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass(slots=True)
class Door:
    """Listens, and gives every call to the answerer."""

    answer: Answerer
    slow_s: float = 120.0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(self, host: str, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._connected, host, port, backlog=512)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = _Line(reader, writer, h11.Connection(h11.SERVER))
        self._writers.add(writer)
        try:
            while await self._one(line):
                line.http.start_next_cycle()
        except (TimeoutError, ConnectionError, h11.LocalProtocolError):
            pass  # the other side went away, or never finished: nothing to say to nobody
        except (h11.RemoteProtocolError, TooLargeError):
            with contextlib.suppress(ConnectionError):  # it may have gone already
                await self._refuse(line)
        finally:
            self._writers.discard(writer)
            writer.close()

    def close(self) -> None:
        """Hang up on everybody."""
        for writer in list(self._writers):
            writer.close()

    async def _refuse(self, line: _Line) -> None:
        if line.http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            await line.give(Response(400, b"Bad request", {"connection": "close"}), body=True)

    async def _one(self, line: _Line) -> bool:
        """Serve one request; tell whether the connection lives on."""
        call = await line.call()
        if call is None:
            return False
        response = await self.answer(call)
        if response.transport == "reset":
            line.cut()
            return False
        if response.transport == "slow":
            await asyncio.sleep(self.slow_s)
        await line.give(response, body=call.method != "HEAD")
        return line.http.our_state is h11.DONE and line.http.their_state is h11.DONE
