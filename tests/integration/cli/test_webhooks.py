"""`GET|POST /webhooks/whatsapp`: what Meta is answered, and what that changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from tests.deliveries import delivery, said
from tests.integration.cli.product import HTTP, Installation, Running, wait_until

PHONE = "919000000003"


def test_a_signed_delivery_is_taken_and_shown(running: Running) -> None:
    assert running.deliver(delivery(said("wamid.signed", 1, "namaste", phone=PHONE))) == 200
    wait_until(lambda: "wamid.signed" in _shown(running))


def test_a_wrong_or_missing_signature_changes_nothing(running: Running) -> None:
    before = running.made.verify()["records"]
    body = delivery(said("wamid.forged", 2, "pay me", phone=PHONE))
    for forged in ("", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "०" * 3):
        headers = [(b"X-Hub-Signature-256", forged.encode())] if forged else []
        answer = HTTP.post(f"{running.address}/webhooks/whatsapp", content=body, headers=headers)
        assert answer.status_code == 401
    assert running.made.verify()["records"] == before
    assert "wamid.forged" not in _shown(running)


def test_a_body_over_four_megabytes_is_refused(running: Running) -> None:
    padded = delivery(said("wamid.huge", 3, "x" * (4 * 1024 * 1024), phone=PHONE))
    assert running.deliver(padded) == 413
    large = delivery(said("wamid.large", 3, "x" * (3 * 1024 * 1024), phone=PHONE))
    assert running.deliver(large) == 200


def test_a_delivery_of_somebody_else_is_taken_and_shown_to_nobody(running: Running) -> None:
    stranger = delivery(said("wamid.stranger", 4, "hello", phone=PHONE), waba="1")
    body = stranger.replace(b"700100200300400", b"111111111111111")
    assert running.deliver(body) == 200
    assert running.deliver(delivery(said("wamid.after", 5, "hello", phone=PHONE))) == 200
    wait_until(lambda: "wamid.after" in _shown(running))
    assert "wamid.stranger" not in _shown(running)


def test_the_handshake_answers_the_challenge_to_the_right_token_only(running: Running) -> None:
    token = running.made.told["webhook"]["verify_token"]
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
    right = _handshake(running, asked)
    assert (right.status_code, right.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "guess"}, {"hub.mode": "unsubscribe"}):
        refused = _handshake(running, asked | wrong)
        assert (refused.status_code, refused.text) == (403, "")


def test_what_cannot_be_made_durable_is_answered_503(installation: Installation) -> None:
    with installation.up() as up:
        body = delivery(said("wamid.late", 6, "hello", phone=PHONE))
        with _held(installation.data / "journal.db"):
            assert up.deliver(body) == 503
        assert up.deliver(body) == 200
        up.await_messages(1)


def _shown(running: Running) -> set[str]:
    return {message["wamid"] for message in running.messages()}


def _handshake(running: Running, asked: dict[str, str]) -> httpx.Response:
    return HTTP.get(f"{running.address}/webhooks/whatsapp", params=asked)


@contextmanager
def _held(journal: Path) -> Iterator[None]:
    """Nobody else can write to it meanwhile."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield
        writer.execute("ROLLBACK")
