"""The product as a person meets it: installed, running, and looked at with Chromium.

The browser is Debian's; where it is missing the journeys are skipped, in CI they fail.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.product import Product, running

ABSENT = "No Chromium here (apt-get install chromium fonts-noto-core): journeys not made."
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A fresh installation on SQLite, up until the module is through."""
    with running(tmp_path_factory.mktemp("product") / "data") as up:
        yield up


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module; every test opens its own context."""
    path = shutil.which("chromium")
    if path is None:
        required = os.environ.get("CI") == "true"
        (pytest.fail if required else pytest.skip)(ABSENT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(Path(path)), args=FLAGS)
        yield opened
        opened.close()
