"""A client that posts deliveries as fast as a number of connections allows: a process of its own.

    python -m bench.load PORT SECRET COUNT FIRST [CONNECTIONS]

Plain sockets and epoll: what is built and signed is built before the clock starts, so that the
client needs a fraction of a core where a server needs all of one. It prints one JSON object, with
the processor time it took itself: near 1.0 of the seconds, the client was the bottleneck.
"""

import json
import random
import select
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hmac import digest

from bench import deliveries
from saath.domain.policy import Number

PATH = "/webhooks/whatsapp"
PEOPLE = 1_000
CONNECTIONS = 64
STALLED_S = 30.0
FIXED = Number("106540352242922", "102290129340398", "506914307656634", "915550043210")
"""The number of an installation that was made without naming one."""


@dataclass(slots=True)
class Answers:
    """What came back."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    accepted: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)


def request(body: bytes, secret: bytes) -> bytes:
    """A signed delivery as bytes on the wire."""
    signature = digest(secret, body, "sha256").hex()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def requests(secret: bytes, count: int, first: int) -> list[bytes]:
    """So many deliveries of one message each."""
    chance = random.Random(first)
    numbers = range(first, first + count)
    return [
        request(deliveries.live(FIXED, number, chance.randrange(PEOPLE), chance), secret)
        for number in numbers
    ]


def connect(port: int) -> socket.socket:
    """A connection to the server on this machine."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=STALLED_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def post(port: int, wanted: Sequence[bytes], connections: int = CONNECTIONS) -> Answers:
    """Post everything, each connection its next one as soon as it was answered."""
    lines = {line.fileno(): line for line in (connect(port) for _ in range(connections))}
    poll = select.epoll()
    for descriptor in lines:
        poll.register(descriptor, select.EPOLLIN)
    try:
        return _drive(lines, poll, wanted)
    finally:
        poll.close()
        for line in lines.values():
            line.close()


def _drive(lines: dict[int, socket.socket], poll: select.epoll, wanted: Sequence[bytes]) -> Answers:
    answers = Answers()
    sent: dict[int, float] = {}
    waiting = iter(wanted)
    clock, took = time.perf_counter, answers.latencies.append
    processor, start = time.process_time(), clock()
    for descriptor, told in zip(lines, waiting, strict=False):
        sent[descriptor] = clock()
        lines[descriptor].sendall(told)
    while sent:
        ready = poll.poll(STALLED_S)
        if not ready:
            raise TimeoutError(f"The server answered nothing for {STALLED_S:.0f} s.")
        for descriptor, _events in ready:
            line = lines[descriptor]
            accepted = _answer(line)
            now = clock()
            took(now - sent.pop(descriptor))
            answers.accepted += accepted
            answers.refused += not accepted
            following = next(waiting, None)
            if following is not None:
                sent[descriptor] = now
                line.sendall(following)
    answers.seconds = clock() - start
    answers.processor_seconds = time.process_time() - processor
    return answers


def _answer(line: socket.socket) -> bool:
    """Read one answer, which has no body; say whether it is 200."""
    answer = line.recv(65_536)
    while not answer.endswith(b"\r\n\r\n"):
        more = line.recv(65_536)
        if not more:
            raise ConnectionError("The server closed a connection.")
        answer += more
    return answer.startswith(b"HTTP/1.1 200")


def main(arguments: Sequence[str]) -> None:
    """Build, post, and print what came back."""
    port, secret, count, first, *rest = arguments
    wanted = requests(secret.encode(), int(count), int(first))
    answers = post(int(port), wanted, *map(int, rest))
    sys.stdout.write(json.dumps(asdict(answers)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
