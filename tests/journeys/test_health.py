"""Somebody sees what is wrong, takes note, prepares the move; the light turns by itself."""

import json
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, expect

from tests.journeys.product import SAATH, Product
from tests.journeys.test_reading import sideways, visit

PAGES = ("/health", "/alerts", "/move/prepare", "/move/providers", "/move/contacts")


def test_a_backup_turns_the_light_and_closes_the_alert_before_the_owners_eyes(
    browser: Browser, product: Product, tmp_path: Path
) -> None:
    with visit(browser, product) as page:
        expect(page.locator("#lights")).to_contain_text("Chats kept")
        # The sweep opens the alert within seconds; nobody reloads anything.
        expect(page.locator("#lights .bell")).to_contain_text("1 new", timeout=40_000)
        page.click("#lights .bell")
        expect(page.locator("main")).to_contain_text("There is no backup yet")
        page.click("text=I take note")
        expect(page.locator("main")).to_contain_text("owner took note of it.")
        page.goto("/health")
        kept = page.locator("section:has(#kept)")
        expect(kept).to_contain_text("There is no backup yet")
        _backs_up(product, tmp_path / "backup.tar.gz")
        page.goto("/inbox")
        expect(page.locator("#lights .bell b")).to_have_text("0", timeout=40_000)
        page.goto("/health")
        expect(kept).to_contain_text("it was read again whole")
        page.goto("/alerts")
        expect(page.locator("main")).to_contain_text("Back to normal")


def test_the_owner_answers_an_item_and_reads_the_comparison(
    browser: Browser, product: Product
) -> None:
    with visit(browser, product) as page:
        page.click("nav.rail >> text=/^Move$/")
        page.click("nav.tabs >> text=Prepare")
        item = page.locator("#windows")
        item.locator("summary").click()
        item.locator("select").select_option("needs_other")
        item.locator("input[name=note]").fill("Kavitha tells the desks")
        item.locator("button").click()
        expect(item).to_contain_text("needs somebody else")
        expect(item).to_contain_text("Kavitha tells the desks")
        page.click("nav.tabs >> text=Providers")
        expect(page.locator("main")).to_contain_text("360dialog")
        page.click("nav.tabs >> text=Contacts")
        page.set_input_files(
            "#file",
            {
                "name": "book.csv",
                "mimeType": "text/csv",
                "buffer": b"name,phone\nA,9820011223\nB,x",
            },
        )
        page.click("text=Take the contacts")
        expect(page.locator("main")).to_contain_text("1 contact taken.")
        expect(page.locator("main")).to_contain_text("Line 3")


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("light", 1366, "en-IN"), ("dark", 360, "hi-IN")],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, product: Product, scheme: str, width: int, language: str
) -> None:
    how = {"color_scheme": scheme, "locale": language, "viewport": {"width": width, "height": 800}}
    with visit(browser, product, **how) as page:
        for path in PAGES:
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert sideways(page) == 0, path


def _backs_up(product: Product, to: Path) -> None:
    command = [str(SAATH), "backup", "--verify", "--json", "--data", str(product.folder)]
    ran = subprocess.run([*command, "--to", str(to)], check=True, capture_output=True, text=True)
    assert json.loads(ran.stdout)["whole"] is True
