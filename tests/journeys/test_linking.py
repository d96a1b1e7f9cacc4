"""The owner links the number in the browser: a popup, the phone, a proof, the past, a life."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.integration.simulator.aside import Aside, served_now
from tests.journeys.product import SAATH, Product, running
from tests.journeys.test_reading import sideways, visit


@pytest.fixture(scope="module")
def meta() -> Iterator[Aside]:
    """A pretend Meta whose clock is ours, with a customer of two years."""
    with served_now() as served:
        served.do("person", name="Asha Stores", key="asha")
        yield served


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, meta: Aside) -> Iterator[Product]:
    """An installation with the simulator's number, whose page links through that simulator."""
    folder = tmp_path_factory.mktemp("linking") / "data"
    with running(folder, simulated=True) as up:
        base = meta.identity["base_url"]
        asked = [str(SAATH), "link", "--simulator-url", base, "--data", str(folder)]
        subprocess.run(asked, check=True, capture_output=True)
        yield up


def launch(page: Page, context: BrowserContext) -> Page:
    """Press the button; Meta's window opens."""
    page.goto("/move/link")
    with context.expect_page() as opened:
        page.click("#launch")
    return opened.value


def shoot(page: Page, name: str, folder: Path) -> None:
    """A picture at both widths, in both lights."""
    for width, light in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]  # one of the two
        assert sideways(page) <= 0, f"{name} at {width}"
        page.screenshot(path=folder / f"{name}-{width}-{light}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_whole_life(browser: Browser, product: Product, meta: Aside, tmp_path: Path) -> None:
    with visit(browser, product) as page:
        popup = launch(page, page.context)
        with popup.expect_event("close"), suppress(Error):  # the click may outlive its window
            popup.click("#leave")
        expect(page.locator(".verdict.bad")).to_contain_text("closed before the end")
        expect(page.locator(".verdict.bad")).to_contain_text("PHONE_NUMBER_SETUP")
        shoot(page, "cancelled", tmp_path)

        popup = launch(page, page.context)
        popup.wait_for_load_state("networkidle")
        meta.do("answer-link", accept=True, share_history=True)
        expect(page.locator("#state")).to_contain_text("Now the proof", timeout=15_000)
        expect(page.locator(".steps .done")).to_have_count(8)
        shoot(page, "proof", tmp_path)
        meta.do("message", person="asha", text="Namaste")
        meta.do("echo", person="asha", text="Namaste ji")
        expect(page.locator("#state")).to_contain_text("Linked and proven", timeout=20_000)
        expect(page.locator(".steps .done")).to_have_count(10)
        shoot(page, "linked", tmp_path)

        page.click("text=See what comes over")
        expect(page.locator(".bar").first).to_contain_text("Asked for")
        meta.do("advance", seconds=240)
        shoot(page, "sync", tmp_path)

        page.goto("/move/private")
        expect(page.locator(".picks")).to_contain_text("Asha Stores")
        shoot(page, "private", tmp_path)
        page.check("input[name=private]")
        page.click("text=let the team see the rest")
        expect(page.locator(".verdict")).to_contain_text("1 chat is kept private")
        live_on(page, meta, tmp_path)


def live_on(page: Page, meta: Aside, folder: Path) -> None:
    """Suspended, back, banned, back."""
    meta.do("offboard")
    page.goto("/move/number")
    expect_soon(page, "Suspended")
    shoot(page, "suspended", folder)
    meta.do("advance", seconds=2)  # Meta stamps seconds; of two in one the stricter counts
    meta.do("reconnect")
    expect_soon(page, "Active")
    meta.do("ban", state="DISABLE")
    expect_soon(page, "Disabled by WhatsApp")
    meta.do("advance", seconds=2)
    meta.do("ban", state="REINSTATE")
    expect_soon(page, "Active")
    shoot(page, "number", folder)


def expect_soon(page: Page, word: str) -> None:
    """The number's page says it, within the five seconds that a state has."""
    for _ in range(20):
        page.reload()
        if word in page.locator(".verdict").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(word)
