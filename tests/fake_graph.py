"""A pretend Graph that keeps the truth: every message it took, by our callback. Real sockets.

What it answers to each POST is scripted by `Behavior`; what it took is in `taken`, whatever was
answered. Written without the product's own code, so that it is a witness.
"""

import json
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override

from tests.fake_media import Answer, FakeMedia


@dataclass(frozen=True, slots=True)
class Behavior:
    """How one POST is treated. `takes` is whether the message counts, whatever is answered.

    A `status` of 0 answers nothing and drops the connection. `delay` holds the answer back until
    the event is set. `before` is called when the message was taken and nothing answered yet.
    """

    takes: bool = True
    status: int = 200
    body: bytes | None = None
    delay: threading.Event | None = None
    before: Callable[["Taken"], None] | None = None


GOOD = Behavior()
DROPS = Behavior(status=0)
LOSES = Behavior(takes=False, status=0)


def failing(code: int, status: int = 400, *, takes: bool = False) -> Behavior:
    """An error in Graph's own words."""
    error = {"error": {"message": "(#1) told", "type": "OAuthException", "code": code}}
    return Behavior(takes, status, json.dumps(error).encode())


def broken(status: int = 502, *, takes: bool = True) -> Behavior:
    """A gateway between us answered something that Graph never said."""
    return Behavior(takes, status, b"<html>Bad Gateway</html>")


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that Graph accepted."""

    wamid: str
    body: dict[str, Any]

    @property
    def callback(self) -> str:
        """What we sent to recognize it by."""
        return str(self.body.get("biz_opaque_callback_data", ""))

    @property
    def intention(self) -> str:
        """The key of the intention that this was an attempt of."""
        return self.callback.partition(".")[0]


@dataclass(slots=True)
class FakeGraph:
    """The server's memory. `script` is used up first, then `otherwise`."""

    url: str = ""
    script: deque[Behavior] = field(default_factory=deque)
    otherwise: Behavior = GOOD
    taken: list[Taken] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    media: FakeMedia = field(default_factory=FakeMedia)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def behaves(self, *behaviors: Behavior) -> None:
        """Treat the next POSTs so, one after the other."""
        self.script.extend(behaviors)

    @property
    def doubles(self) -> list[str]:
        """Intentions of which more than one message was taken."""
        counted = Counter(one.intention for one in self.taken)
        return [key for key, count in counted.items() if count > 1]

    def receive(self, body: dict[str, Any], token: str) -> tuple[Behavior, Taken]:
        """Take a message, or not, as the script says."""
        with self.lock:
            behavior = self.script.popleft() if self.script else self.otherwise
            self.posts.append(body)
            self.tokens.add(token)
            taken = Taken(f"wamid.fake-{len(self.posts)}", body)
            if behavior.takes:
                self.taken.append(taken)
        return behavior, taken


@contextmanager
def fake_graph() -> Iterator[FakeGraph]:
    """Serve on a free port of loopback until the end of the block."""
    graph = FakeGraph()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.graph = graph
    graph.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield graph
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    graph: FakeGraph
    daemon_threads = True
    block_on_close = False

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is no trouble of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        graph = self.server.graph
        length = int(self.headers["content-length"])
        given, token = self.rfile.read(length), self.headers.get("authorization", "")
        if self.path.endswith("/media"):
            self._tell(graph.media.post(self.headers["content-type"], given, token))
            return
        behavior, taken = graph.receive(json.loads(given), token)
        if behavior.before is not None:
            behavior.before(taken)
        if behavior.delay is not None:
            behavior.delay.wait(20)
        self._tell(_answer(behavior, taken))

    def do_GET(self) -> None:
        graph, token = self.server.graph, self.headers.get("authorization", "")
        self._tell(graph.media.get(graph.url, self.path, token))

    def _tell(self, answer: Answer) -> None:
        """An answer without a status is none: the connection is dropped."""
        self.close_connection = True
        if not answer.status:
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def _answer(behavior: Behavior, taken: Taken) -> Answer:
    accepted = {"messaging_product": "whatsapp", "messages": [{"id": taken.wamid}]}
    said = behavior.body if behavior.body is not None else json.dumps(accepted).encode()
    return Answer(behavior.status, said, {"content-type": "application/json"})
