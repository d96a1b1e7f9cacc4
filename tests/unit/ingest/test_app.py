"""What Meta is answered, and what is durable by then."""

import asyncio
from typing import Any

import pytest

from saath.ingest import MAX_BODY_BYTES, app
from tests.unit.ingest.meta import (
    OTHER_SECRET,
    Disk,
    KnownNumbers,
    call,
    delivery,
    signature,
)


def test_a_signed_delivery_is_durable_before_the_answer() -> None:
    disk, body = Disk(), delivery("551")
    assert call(disk, body, signature(body)) == (200, b"")
    assert disk.entries == [("asha", "live", body)]


@pytest.mark.parametrize("header", [None, b"", b"sha256=", b"sha1=abc", signature(b"other")])
def test_a_delivery_without_a_right_signature_changes_nothing(header: bytes | None) -> None:
    disk = Disk()
    assert call(disk, delivery("551"), header)[0] == 401
    assert disk.entries == []


def test_any_flipped_bit_breaks_the_signature() -> None:
    body = delivery("551")
    for index in range(0, len(body), 7):
        changed = body[:index] + bytes([body[index] ^ 4]) + body[index + 1 :]
        assert call(Disk(), changed, signature(body))[0] == 401


def test_one_record_for_each_business_of_the_same_app() -> None:
    disk, body = Disk(), delivery("551", "553")
    call(disk, body, signature(body))
    assert [entry[0] for entry in disk.entries] == ["asha"]


def test_the_app_of_one_business_cannot_write_into_the_journal_of_another() -> None:
    disk, body = Disk(), delivery("552")
    assert call(disk, body, signature(body))[0] == 200
    assert [entry[0] for entry in disk.entries] == ["unclaimed"]
    call(disk, body, signature(body, OTHER_SECRET))
    assert [entry[0] for entry in disk.entries] == ["unclaimed", "ravi"]


def test_what_belongs_to_nobody_is_kept_unclaimed() -> None:
    disk = Disk()
    for body in (delivery("999"), b"not json", b""):
        assert call(disk, body, signature(body))[0] == 200
    assert [entry[:2] for entry in disk.entries] == [("unclaimed", "live")] * 3


def test_history_goes_to_the_bulk_lane() -> None:
    disk, body = Disk(), delivery("551", name="history")
    call(disk, body, signature(body))
    assert disk.entries[0][1] == "bulk"


def test_a_full_disk_is_answered_with_503() -> None:
    body = delivery("551")
    assert call(Disk(full=True), body, signature(body))[0] == 503


def test_too_large_a_body_is_refused_while_it_is_read() -> None:
    disk, body = Disk(), b"x" * (MAX_BODY_BYTES + 1)
    assert call(disk, body, signature(body))[0] == 413
    assert disk.entries == []


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        ("hub.mode=subscribe&hub.verify_token=let-me-in&hub.challenge=1158", 200, b"1158"),
        ("hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1158", 403, b""),
        ("hub.verify_token=let-me-in&hub.challenge=1158", 403, b""),
        ("", 403, b""),
    ],
)
def test_the_handshake_gives_the_challenge_back_for_the_right_token(
    query: str, status: int, body: bytes
) -> None:
    assert call(Disk(), b"", method="GET", query=query) == (status, body)


def test_other_methods_are_not_for_here() -> None:
    assert call(Disk(), b"", method="DELETE")[0] == 405


def test_an_announced_length_over_the_limit_is_refused_before_reading() -> None:
    async def scenario() -> int:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            raise AssertionError("nothing should be read")

        async def send(message: Any) -> None:
            sent.append(message)

        length = str(MAX_BODY_BYTES + 1).encode()
        scope = {"method": "POST", "headers": [(b"content-length", length)]}
        await app(Disk(), KnownNumbers, lambda: 1)(scope, receive, send)
        return int(sent[0]["status"])

    assert asyncio.run(scenario()) == 413
