"""`saath demo`: the sample shop, watched and counted."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.cli.product import SAATH, WITHIN_S, environment, free_port, kill

NAMES = ("inbound", "echoes", "statuses", "history", "records", "lost", "doubled", "seconds")


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


def test_the_check_finds_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    with demo(tmp_path, "--check") as check:
        told, _ = check.communicate(timeout=2 * WITHIN_S)
    result = json.loads(told)
    assert tuple(result) == NAMES
    assert check.returncode == 0
    assert result["lost"] == result["doubled"] == 0
    assert min(result[name] for name in NAMES[:4]) > 100
    # Each of these came alone, and some came again.
    assert result["records"] > result["inbound"] + result["echoes"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_shop_prints_where_it_is_and_leaves_nothing_behind(
    tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    with demo(tmp_path, "--no-browser", "--port", str(port)) as shop:
        assert shop.stdout is not None
        welcome = [shop.stdout.readline() for _ in range(8)]
        assert f"http://127.0.0.1:{port}\n" in welcome[2]
        (folder,) = tmp_path.iterdir()
        shop.send_signal(ending)
        assert shop.wait(WITHIN_S) == 0
    assert not folder.exists()
