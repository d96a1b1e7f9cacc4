"""Deliveries without a signature are taken only at their own address."""

import asyncio
import json
from typing import Any

import pytest

from saath.ingest import partner_app
from tests.unit.ingest.meta import Disk, delivery

NOW = 1_760_000_000_000


class OneDoor:
    """One business with one address."""

    def whose(self, provider: str, key: str) -> str | None:
        return "asha" if (provider, key) == ("dialog360", "long-key") else None


def call(disk: Disk, path: str, body: bytes, method: str = "POST") -> int:
    """The status of the answer."""
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    application = partner_app(disk, OneDoor, lambda: NOW)
    scope = {"path": path, "method": method, "headers": [], "query_string": b""}

    async def asked() -> None:
        await application(scope, receive, send)

    asyncio.run(asked())
    status: int = told[0]["status"]
    return status


HERE = "/webhooks/dialog360/long-key"


def test_a_delivery_at_its_address_is_durable_and_unwrapped() -> None:
    disk = Disk()
    value = {"id": "w1", "metadata": {"phone_number_id": "551"}, "history": []}
    wrapped = json.dumps({"id": "1", "event": "history", "data": value}).encode()
    assert call(disk, HERE, wrapped) == 200
    assert call(disk, HERE, delivery("551")) == 200
    assert [(business, lane) for business, lane, _body in disk.entries] == [
        ("asha", "bulk"),
        ("asha", "live"),
    ]
    assert b'"entry"' in disk.entries[0][2]


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/dialog360/other-key",
        "/webhooks/dialog360/",
        "/webhooks/dialog360",
        "/webhooks/meta/long-key",
        "/webhooks/nobody/long-key",
        "/webhooks/dialog360/long-key/more",
    ],
)
def test_any_other_address_does_not_exist(path: str) -> None:
    disk = Disk()
    assert call(disk, path, delivery("551")) == 404
    assert disk.entries == []


def test_a_full_disk_is_answered_with_503_and_a_look_with_200() -> None:
    assert call(Disk(full=True), HERE, delivery("551")) == 503
    assert call(Disk(), HERE, b"", "GET") == 200
    assert call(Disk(), HERE, b"x" * 5_000_000) == 413
