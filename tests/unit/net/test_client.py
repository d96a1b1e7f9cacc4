"""What left and what did not, against real sockets that misbehave on purpose."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from saath.net import TOO_LATE, TOO_SLOW, Call, Client, NotSent, Response, Unknown

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Thing: a\r\n\r\nhi"


@contextmanager
def server(answer: Callable[[socket.socket], None], times: int = 1) -> Iterator[str]:
    """A server on loopback that takes `times` connections and does to each what it is told."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def run() -> None:
            for _ in range(times):
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(5)
                    answer(connection)

        thread = threading.Thread(target=run)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        thread.join()


def replying(*parts: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        for part in parts:
            connection.sendall(part)

    return answer


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as made:
        yield made


def test_a_complete_answer_is_a_response(client: Client) -> None:
    with server(replying(OK)) as url:
        answer = client.send(Call("POST", url, body=b"{}"))
    assert isinstance(answer, Response)
    assert (answer.status, answer.body, answer.headers["x-thing"]) == (200, b"hi", "a")


def test_nobody_listening_means_nothing_left(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert isinstance(client.send(Call("POST", f"http://127.0.0.1:{port}/")), NotSent)


@pytest.mark.parametrize("url", ["http://nowhere.invalid/", "http://[bad/", "ftp://127.0.0.1/"])
def test_an_address_that_cannot_be_reached_means_nothing_left(client: Client, url: str) -> None:
    assert isinstance(client.send(Call("POST", url, timeout_s=3)), NotSent)


@pytest.mark.parametrize(
    "parts",
    [(), (OK[:10],), (OK[:-1],), (b"nonsense\r\n\r\n",)],
    ids=["closed", "half a line", "half a body", "not HTTP"],
)
def test_without_a_whole_answer_nobody_knows(client: Client, parts: tuple[bytes, ...]) -> None:
    with server(replying(*parts)) as url:
        assert isinstance(client.send(Call("POST", url, body=b"{}")), Unknown)


def test_an_answer_that_takes_too_long_leaves_everybody_in_doubt(client: Client) -> None:
    release = threading.Event()

    def wait(_: socket.socket) -> None:
        release.wait(5)

    with server(wait) as url:
        answer = client.send(Call("POST", url, timeout_s=0.2))
        release.set()
    assert answer == Unknown("ReadTimeout")


def test_an_endless_answer_is_cut_off(client: Client) -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100
    with server(replying(endless)) as url:
        assert client.send(Call("POST", url, limit_bytes=10)) == Unknown("answer too long")


def test_redirects_are_not_followed(client: Client) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with server(replying(moved)) as url:
        answer = client.send(Call("POST", url))
    assert isinstance(answer, Response)
    assert answer.status == 302


def test_every_call_has_a_connection_of_its_own(client: Client) -> None:
    seen: list[int] = []

    def answer(connection: socket.socket) -> None:
        seen.append(connection.getpeername()[1])
        replying(OK)(connection)

    with server(answer, times=3) as url:
        for _ in range(3):
            client.send(Call("POST", url))
    assert len(set(seen)) == 3


def test_secrets_are_not_in_what_a_call_looks_like() -> None:
    call = Call("POST", "http://x/", {"authorization": "Bearer secret"}, b"text")
    assert "secret" not in repr(call)
    assert "text" not in repr(call)


def test_what_may_not_begin_any_more_has_not_left(client: Client) -> None:
    got: list[bytes] = []

    def take(connection: socket.socket) -> None:
        got.append(connection.recv(65536))

    with server(take) as url:
        answer = client.send(Call("POST", url, body=b"{}", may_begin=lambda: False))
    assert answer == NotSent(TOO_LATE)
    assert got == [b""]


def test_whether_it_may_begin_is_asked_when_the_connection_stands(client: Client) -> None:
    connected = threading.Event()

    def answer(connection: socket.socket) -> None:
        connected.set()
        replying(OK)(connection)

    with server(answer) as url:
        call = Call("POST", url, body=b"{}", may_begin=lambda: connected.wait(5))
        assert isinstance(client.send(call), Response)


def dripping(start: bytes, seen: list[str]) -> Callable[[socket.socket], None]:
    """Begin an answer, and go on with it byte by byte for as long as anybody listens."""

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start)
        with suppress(OSError):
            for _ in range(100):
                connection.sendall(b"a")
                time.sleep(0.02)
            seen.append("to the end")

    return answer


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nX-Thing: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=["headers", "body", "body without a length"],
)
def test_an_answer_that_drips_is_cut_off_at_the_deadline(client: Client, start: bytes) -> None:
    seen: list[str] = []
    with server(dripping(start, seen)) as url:
        answer = client.send(Call("POST", url, body=b"{}", deadline_s=0.2))
    assert answer == Unknown(TOO_SLOW)
    assert seen == []


def test_a_call_whose_time_is_over_before_its_first_byte_has_not_left(client: Client) -> None:
    got: list[bytes] = []

    def take(connection: socket.socket) -> None:
        got.append(connection.recv(65536))

    def begin() -> bool:
        time.sleep(0.2)
        return False

    with server(take) as url:
        answer = client.send(Call("POST", url, body=b"{}", deadline_s=0.05, may_begin=begin))
    assert isinstance(answer, NotSent)
    assert got == [b""]


def test_an_answer_in_time_is_an_answer(client: Client) -> None:
    with server(replying(OK)) as url:
        assert isinstance(client.send(Call("POST", url, deadline_s=5)), Response)
