"""`saath demo`: the sample shop, watched and counted."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.integration.cli.product import (
    HTTP,
    SAATH,
    WITHIN_S,
    environment,
    free_port,
    kill,
    wait_until,
)

NAMES = (
    *("inbound", "echoes", "statuses", "history", "records", "lost", "doubled", "seconds"),
    *("agent_replies", "bot_replies", "bot_over_person"),
)


@contextmanager
def demo(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """The demo, its throw-away folder in one of ours."""
    process = subprocess.Popen(
        [str(SAATH), "demo", *options],
        env=environment() | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        kill(process.pid)
        process.communicate()


def test_the_check_finds_nothing_lost_nothing_doubled_and_nobody_talked_over(
    tmp_path: Path,
) -> None:
    with demo(tmp_path, "--check") as check:
        told, _ = check.communicate(timeout=2 * WITHIN_S)
    result = json.loads(told)
    assert tuple(result) == NAMES
    assert check.returncode == 0
    assert result["lost"] == result["doubled"] == result["bot_over_person"] == 0
    # Five wait for the team, five are handed back by it, and five nobody else answers.
    assert result["agent_replies"] == 10
    assert result["bot_replies"] >= 10
    assert min(result[name] for name in NAMES[:4]) > 100
    # Each of these came alone, and some came again.
    assert result["records"] > result["inbound"] + result["echoes"]
    assert not list(tmp_path.iterdir())


def _page(url: str) -> str:
    try:
        return HTTP.get(url).text
    except httpx.TransportError:
        return ""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_shop_prints_where_it_is_and_leaves_nothing_behind(
    tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    with demo(tmp_path, "--no-browser", "--port", str(port)) as shop:
        assert shop.stdout is not None
        welcome = [shop.stdout.readline() for _ in range(8)]
        assert f"http://127.0.0.1:{port}\n" in welcome[2]
        assert "ravi" in welcome[6]
        wait_until(lambda: "Asha ji Lucknow" in _page(welcome[5].split()[-1]))
        (folder,) = tmp_path.iterdir()
        shop.send_signal(ending)
        assert shop.wait(WITHIN_S) == 0
    assert not folder.exists()
