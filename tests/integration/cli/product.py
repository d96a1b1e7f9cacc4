"""`saath` as processes, and Meta's end of the wire: it signs with its own code.

Everything a test starts ends with the test, however the test ended.
"""

import hashlib
import hmac
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.deliveries import NUMBER, PORTFOLIO, WABA

SAATH = Path(sys.executable).with_name("saath")
IDS = ("--phone-number-id", NUMBER, "--waba-id", WABA, "--portfolio-id", PORTFOLIO)
WITHIN_S = 60.0
STRANGERS = ("DATABASE_URL", "SAATH_KEY", "SAATH_DATA", "DJANGO_SETTINGS_MODULE")

# What a killed test run started ends with it, where the system can do that.
LEASH = ("setpriv", "--pdeathsig", "TERM", "--") if shutil.which("setpriv") else ()
# One client, for making one is dearer than asking; no connection outlives its answer, for the
# other end is killed now and then. No proxy of the environment has a say.
HTTP = httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))

ASKED = itertools.count()

type Row = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> Row:
        """The one object that --json prints; anything beside it fails."""
        assert self.out.count("\n") == 1, self.out
        told: Row = json.loads(self.out)
        return told


def environment(url: str = "") -> dict[str, str]:
    """An operator's: nothing of the tests in it but the address of a database."""
    kept = {name: value for name, value in os.environ.items() if name not in STRANGERS}
    return kept | ({"DATABASE_URL": url} if url else {})


def saath(*arguments: object, url: str = "") -> Ran:
    """Run a command to its end."""
    command = [str(SAATH), *map(str, arguments)]
    ran = subprocess.run(
        command, env=environment(url), capture_output=True, text=True, timeout=WITHIN_S, check=False
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@dataclass(frozen=True)
class Installation:
    """A folder that `init` made, and what it told."""

    data: Path
    url: str
    told: Row

    def run(self, command: str, *arguments: object) -> Ran:
        """Run a command on it."""
        return saath(*command.split(), "--data", self.data, *arguments, url=self.url)

    @contextmanager
    def running(self, command: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
        """Keep a command running; it and its children are gone afterwards."""
        words = [str(SAATH), command, "--data", str(self.data), *map(str, arguments)]
        # A file, not a pipe: what nobody reads would stop the writer one day.
        with (self.data.parent / f"{command}.log").open("a") as log:
            process = subprocess.Popen(
                [*LEASH, *words], env=environment(self.url), stderr=log, text=True
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=WITHIN_S)

    @contextmanager
    def up(self, *options: object, port: int = 0) -> Iterator["Running"]:
        """Keep everything running, from when it answers; on any port unless one is named."""
        port = port or free_port()
        with self.running("up", "--port", port, *options) as process:
            running = Running(self, port, process)
            running.await_ready()
            yield running

    def verify(self) -> Row:
        """What `verify` finds; it must be equal."""
        ran = self.run("verify", "--json")
        assert ran.code == 0, ran.err + ran.out
        assert ran.object["equal"] is True
        return ran.object


@dataclass(frozen=True)
class Running:
    """An installation that answers on a port."""

    made: Installation
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """Where."""
        return f"http://127.0.0.1:{self.port}"

    def await_ready(self) -> None:
        """Wait for /healthz."""
        wait_until(self._is_ready, self._last_words)

    def _last_words(self) -> str:
        logs = self.made.data.parent.glob("*.log")
        return "\n".join(log.read_text()[-2_000:] for log in logs)

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self._last_words()
        try:
            return HTTP.get(f"{self.address}/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def await_folded(self) -> None:
        """Wait until everything that was acknowledged is in the tables: one cheap question."""
        wait_until(self._is_folded, lambda: HTTP.get(f"{self.address}/metrics").text)

    def _is_folded(self) -> bool:
        told = HTTP.get(f"{self.address}/metrics").text.splitlines()
        behind = [line.split()[-1] for line in told if line.startswith("saath_lag_records{")]
        return {float(records) for records in behind} == {0.0}

    def deliver(self, body: bytes, **headers: str) -> int:
        """Post as Meta does and return the status."""
        given = {"X-Hub-Signature-256": signature(self.made, body)} | headers
        where = f"{self.address}/webhooks/whatsapp"
        return HTTP.post(where, content=body, headers=given).status_code

    def get(self, path: str, key: str | None = None, **parameters: object) -> httpx.Response:
        """Ask the API with the first key, or with another."""
        token = self.made.told["api_key"] if key is None else key
        return HTTP.get(
            f"{self.address}/api/v1{path}",
            params={name: str(value) for name, value in parameters.items()},
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    def post(self, path: str, **body: object) -> httpx.Response:
        """Ask for something with the first key; each call is a new request."""
        key = {
            "Authorization": f"Bearer {self.made.told['api_key']}",
            "Idempotency-Key": f"test-{next(ASKED)}",
        }
        return HTTP.post(f"{self.address}/api/v1{path}", json=body, headers=key)

    def message(self, conversation: Row, text: str) -> Row:
        """The message with these words; there must be one."""
        rows = self.everything(f"/conversations/{conversation['id']}/messages")
        found = [row for row in rows if row["text"] == text]
        return found[0] if found else {"status": None, "source": None}

    def everything(self, path: str) -> list[Row]:
        """All pages of a list."""
        rows: list[Row] = []
        after = ""
        while True:
            page = self.get(path, limit=100, **({"after": after} if after else {})).json()
            rows += page["data"]
            if page["next"] is None:
                return rows
            after = page["next"]

    def messages(self) -> list[Row]:
        """Every message of every conversation."""
        found = self.everything("/conversations")
        return [m for c in found for m in self.everything(f"/conversations/{c['id']}/messages")]

    def await_messages(self, count: int) -> list[Row]:
        """Wait until so many messages are shown."""
        wait_until(lambda: len(self.messages()) >= count, lambda: f"shows {len(self.messages())}")
        return self.messages()


def install(data: Path, url: str = "") -> Installation:
    """Make an installation."""
    made = saath("init", "--data", data, *IDS, "--json", url=url)
    assert made.code == 0, made.err
    return Installation(data, url, made.object)


def signature(made: Installation, body: bytes) -> str:
    """The header by which Meta proves itself."""
    secret = made.told["webhook"]["app_secret"].encode()
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    true: Callable[[], bool], otherwise: Callable[[], str] = lambda: "", within_s: float = WITHIN_S
) -> None:
    """Wait, but not for ever, and the less often the dearer the question is."""
    deadline = time.monotonic() + within_s
    while True:
        began = time.monotonic()
        if true():
            return
        assert time.monotonic() < deadline, otherwise()
        time.sleep(max(0.05, time.monotonic() - began))


def children(pid: int) -> list[int]:
    """The processes that this one started, from the kernel."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def kill(*pids: int) -> None:
    """End processes in the middle of whatever they do."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
