"""`saath init` and `saath up` as processes, and Meta's end of the wire.

Meta's end signs and sends what `tests.deliveries` writes; the product cannot tell the difference.
"""

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.deliveries import DAY, NUMBER, PORTFOLIO, WABA, delivery, echoed, reported, said

SAATH = Path(sys.executable).with_name("saath")
START_S = 30
CLOCK = Path(__file__).with_name("ahead")


@dataclass
class Product:
    """A running installation."""

    url: str
    password: str
    api_key: str
    app_secret: str
    user: str
    folder: Path

    def customer_says(self, wamid: str, text: str, *, phone: str, name: str) -> None:
        """A customer writes."""
        self.deliver(said(wamid, _now(), text, phone=phone, name=name))

    def customer_said(self, wamid: str, ago_s: int, text: str, *, phone: str, name: str) -> None:
        """A customer wrote some time ago."""
        self.deliver(said(wamid, _now() - ago_s, text, phone=phone, name=name))

    def phone_says(self, wamid: str, text: str, *, phone: str) -> None:
        """The owner writes on the phone."""
        self.deliver(echoed(wamid, _now(), text, phone=phone))

    def status(self, wamid: str, status: str, *, phone: str) -> None:
        """A message of ours got on."""
        self.deliver(reported(wamid, _now(), status, phone=phone))

    def deliver(self, change: dict[str, Any]) -> None:
        """Send one webhook as Meta does."""
        body = delivery(change)
        signature = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}
        answer = httpx.post(f"{self.url}/webhooks/whatsapp", content=body, headers=headers)
        assert answer.status_code == 200, answer.text

    def conversations(self) -> list[dict[str, Any]]:
        """What a program sees."""
        answer = httpx.get(
            f"{self.url}/api/v1/conversations", headers={"Authorization": f"Bearer {self.api_key}"}
        )
        rows: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
        return rows


@contextmanager
def running(
    folder: Path, *, simulated: bool = False, ahead: Path | None = None
) -> Iterator[Product]:
    """Make an installation and keep it up; `simulated` has the number of the simulator.

    `ahead` is a file that says by how many milliseconds its clock is ahead of ours.
    """
    own = ("--phone-number-id", NUMBER, "--waba-id", WABA, "--portfolio-id", PORTFOLIO)
    ids = () if simulated else own
    made = _saath("init", "--data", str(folder), *ids, "--json")
    told = json.loads(subprocess.run(made, check=True, capture_output=True, text=True).stdout)
    port = _free_port()
    up = subprocess.Popen(
        _saath("up", "--data", str(folder), "--port", str(port)), env=_clocked(ahead)
    )
    product = Product(
        url=f"http://127.0.0.1:{port}",
        password=told["sign_in"]["password"],
        api_key=told["api_key"],
        app_secret=told["webhook"]["app_secret"],
        user=told["sign_in"]["user"],
        folder=folder,
    )
    try:
        _wait(product.url, up)
        yield product
    finally:
        up.terminate()
        up.wait(timeout=START_S)


def _clocked(ahead: Path | None) -> dict[str, str] | None:
    """The environment in which the product has a clock of its own; ours for none."""
    if ahead is None:
        return None
    return os.environ | {"PYTHONPATH": str(CLOCK), "SAATH_AHEAD": str(ahead)}


def _saath(*arguments: str) -> list[str]:
    return [str(SAATH), *arguments]


def _wait(url: str, up: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert up.poll() is None, "saath up ended"
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError("saath up did not become ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _now() -> int:
    """Seconds since the day `tests.deliveries` counts from."""
    return int(time.time()) - DAY  # noqa: TID251  # a whole product runs on the real clock
