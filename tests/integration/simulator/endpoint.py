"""A callback endpoint for tests: verifies Meta's signature on its own, counts, answers as told."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Endpoint:
    """What a careful program does with webhooks, and no more."""

    secret: str
    token: str
    answers: Callable[[int], int] = lambda _number: 200
    bodies: list[bytes] = field(default_factory=list)
    refused: int = 0
    number: int = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return self._handshake(request)
        return self.take(await request.aread(), request.headers.get("X-Hub-Signature-256", ""))

    def _handshake(self, request: httpx.Request) -> httpx.Response:
        if request.url.params["hub.verify_token"] != self.token:
            return httpx.Response(403)
        return httpx.Response(200, text=request.url.params["hub.challenge"])

    def take(self, body: bytes, signature: str) -> httpx.Response:
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"sha256={digest}", signature):
            self.refused += 1
            return httpx.Response(401)
        self.number += 1
        status = self.answers(self.number)
        if status == 200:
            self.bodies.append(body)
        return httpx.Response(status)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)

    def values(self) -> list[tuple[str, dict[str, Any]]]:
        """Every (field, value) received."""
        found: list[tuple[str, dict[str, Any]]] = []
        for body in self.bodies:
            for entry in json.loads(body)["entry"]:
                found += [(change["field"], change["value"]) for change in entry["changes"]]
        return found

    def wamids(self, field: str, items: str) -> Counter[str]:
        """How often each id was seen in a list of a field."""
        seen: Counter[str] = Counter()
        for name, value in self.values():
            if name == field:
                seen.update(item["id"] for item in value.get(items, ()))
        return seen
