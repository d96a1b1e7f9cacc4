"""Bodies of uploads are bounded before anything is kept of them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from saath.runtime import bodies
from saath.runtime.bodies import Uploads
from saath.transition.uploading import BUSY, NO_SPACE, REFUSED_IN_SCOPE, TOO_LARGE


class Django:
    """Reads every body to its end, as Django does."""

    def __init__(self) -> None:
        self.refused: list[Any] = []
        self.bodies: list[bytes | None] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope: Any, receive: Any, _send: Any) -> None:
        self.refused.append(scope.get(REFUSED_IN_SCOPE))
        body = b""
        while True:
            if self.meanwhile:
                after, self.meanwhile = self.meanwhile, None
                await after()
            message = await receive()
            if message["type"] == "http.disconnect":
                self.bodies.append(None)
                return
            body += message["body"]
            if not message["more_body"]:
                self.bodies.append(body)
                return


def posted(uploads: Uploads, *chunks: bytes, path: str = "/assess/files", length: int = 0) -> Any:
    sent = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    sent.append({"type": "http.request", "body": b"", "more_body": False})
    waiting = iter(sent)

    async def receive() -> Any:
        return next(waiting)

    async def send(_message: Any) -> None: ...

    headers = [(b"content-length", str(length).encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    return uploads(scope, receive, send)


def test_a_body_passes_whole(tmp_path: Path) -> None:
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path), b"one", b"two"))
    assert (django.refused, django.bodies) == ([None], [b"onetwo"])


def test_a_body_that_says_it_is_too_large_is_never_read(tmp_path: Path) -> None:
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path), b"x" * 99, length=bodies.BYTES_MAX + 1))
    assert (django.refused, django.bodies) == ([TOO_LARGE], [b""])


def test_a_body_that_does_not_say_so_ends_when_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BYTES_MAX", 10)
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path), b"x" * 6, b"x" * 6, b"x" * 6))
    assert django.bodies == [None]


def test_no_more_than_some_come_at_once_and_places_are_given_back(tmp_path: Path) -> None:
    django = Django()
    uploads = Uploads(django, tmp_path, at_once=1)

    async def two() -> None:
        django.meanwhile = lambda: posted(uploads, b"second")
        await posted(uploads, b"first")
        await posted(uploads, b"third")

    asyncio.run(two())
    assert django.refused == [None, BUSY, None]
    assert django.bodies == [b"", b"first", b"third"]


def test_a_nearly_full_disk_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FREE_BYTES", 1 << 62)
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path), b"x"))
    assert django.refused == [NO_SPACE]


def test_whoever_stands_still_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "IDLE_S", 0.01)
    django = Django()

    async def receive() -> Any:
        await asyncio.sleep(5)

    async def send(_message: Any) -> None: ...

    scope = {"type": "http", "method": "POST", "path": "/assess/share", "headers": []}
    asyncio.run(Uploads(django, tmp_path)(scope, receive, send))
    assert django.bodies == [None]


def test_other_pages_take_bodies_while_uploads_are_full(tmp_path: Path) -> None:
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path, at_once=0), b"hello", path="/sign-in"))
    assert django.bodies == [b"hello"]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sign-in", 4_000_000),
        ("/move/contacts", 21_000_000),
        ("/api/v1/media", 105_000_000),
        ("/inbox/x/reply", 105_000_000),
    ],
)
def test_every_address_has_its_most(path: str, most: int, tmp_path: Path) -> None:
    django = Django()
    uploads = Uploads(django, tmp_path)
    asyncio.run(posted(uploads, b"hello", path=path, length=most + 1))
    assert django.bodies == []
    asyncio.run(posted(uploads, b"hello", path=path, length=most))
    assert django.bodies == [b"hello"]


def test_a_body_of_a_page_that_does_not_say_its_length_ends_when_it_is_too_large(
    tmp_path: Path,
) -> None:
    django = Django()
    asyncio.run(posted(Uploads(django, tmp_path), *[b"x" * 1_000_000] * 5, path="/sign-in"))
    assert django.bodies == [None]


def test_to_a_program_too_large_is_a_problem(tmp_path: Path) -> None:
    told: list[Any] = []

    async def send(message: Any) -> None:
        told.append(message)

    async def never() -> Any:
        raise AssertionError("nothing is read")

    headers = [(b"content-length", b"999999999999")]
    scope = {"type": "http", "method": "POST", "path": "/api/v1/media", "headers": headers}
    asyncio.run(Uploads(Django(), tmp_path)(scope, never, send))
    assert (told[0]["status"], dict(told[0]["headers"])[b"content-type"]) == (
        413,
        b"application/problem+json",
    )
    problem = json.loads(told[1]["body"])
    assert (problem["code"], problem["instance"]) == ("too-large", "/api/v1/media")
