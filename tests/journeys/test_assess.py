"""Somebody without an account drops chats and reads the verdict, with and without JavaScript."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, Page, expect

from tests.exported import SECRET, chat, left_of
from tests.journeys.product import Product
from tests.journeys.test_reading import sideways

UNCLEAR = "05/03/2026, 10:00 - Anna: rate kya hai?\n05/03/2026, 10:05 - Ben: 450\n"


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three exports of one shop."""
    folder = tmp_path_factory.mktemp("chats")
    paths = [folder / f"WhatsApp Chat with {name}.txt" for name in ("Zubeida", "Omar", "கவி")]
    for path in paths:
        path.write_bytes(chat(path.stem.removeprefix("WhatsApp Chat with ")))
    return paths


@contextmanager
def visit(browser: Browser, product: Product, **how: Any) -> Iterator[Page]:
    """A browser of somebody unknown; a script error or a broken policy fails the test."""
    context = browser.new_context(base_url=product.url, **how)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto("/assess")
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


def clean(page: Page) -> None:
    """Nothing that axe knows is wrong with the page, and it does not scroll sideways."""
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert sideways(page) == 0


def test_dropped_chats_become_a_verdict_by_keyboard_alone(
    browser: Browser, product: Product, chats: list[Path]
) -> None:
    with visit(browser, product, viewport={"width": 1366, "height": 900}) as page:
        clean(page)
        page.evaluate(DROP, [[path.name, path.read_text()] for path in chats])
        expect(page.locator("#given")).to_have_text("3 files are here")
        clean(page)
        page.locator("text=Read these 3 files").press("Enter")
        expect(page.locator("h1")).to_have_text("Who answers customers today?", timeout=20_000)
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("On which devices?")
        page.keyboard.press("Space")  # the first one has the focus
        clean(page)
        page.click("text=Straight to the answer")
        expect(page.locator("#verdict h1")).to_contain_text("Coexistence")
        expect(page.locator("#verdict")).to_contain_text("4 people answer one number")
        page.locator("#times summary").click()
        clean(page)
        with page.expect_download() as given:
            page.click("text=For programs (JSON)")
        told = json.loads(given.value.path().read_text())
        assert told["answers"]["devices"] == ["phone"]
        page.click("text=Delete now")
        expect(page.locator("h1")).to_have_text("Deleted")


def test_a_phone_without_javascript_gets_there_too_and_no_text_stays(
    browser: Browser, product: Product, chats: list[Path], tmp_path: Path
) -> None:
    unclear = tmp_path / "chat.txt"
    unclear.write_text(UNCLEAR)
    how = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    with visit(browser, product, locale="hi-IN", color_scheme="dark", **how) as page:
        page.set_input_files("#files", [unclear])
        page.click("#upload button")
        page.click(".go .main")
        expect(page.locator("legend").first).to_be_visible(timeout=20_000)  # it reloads itself
        page.check("[name=who][value=Ben]")
        page.check("[name=order][value=dmy]")
        page.click(".card-form .main")
        expect(page.locator(".kicker")).to_contain_text("10", timeout=20_000)
        for _ in range(9):
            page.click(".acts a.btn >> nth=0")
        page.click(".acts .main")
        expect(page.locator("#verdict h1")).to_be_visible()
        expect(page.locator("#verdict")).to_contain_text("5 मार्च 2026")
    assert left_of("rate kya hai", product.folder / "assess") == []
    assert left_of(SECRET, product.folder) == []


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("dark", 1366, "en-IN"), ("light", 360, "hi-IN")],
)
def test_axe_finds_nothing_on_the_verdict(
    browser: Browser, product: Product, chats: list[Path], scheme: str, width: int, language: str
) -> None:
    how: Any = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with visit(browser, product, locale=language, **how) as page:
        clean(page)
        page.set_input_files("#files", chats)
        page.click("#upload button")
        page.click(".go .main")
        expect(page.locator("#f-people")).to_be_visible(timeout=20_000)
        for path in ("verdict", "objectives", "questions/6"):
            page.goto(f"/assess/{path}")
            clean(page)


DROP = """(files) => {
  const given = new DataTransfer();
  for (const [name, text] of files) given.items.add(new File([text], name, { type: 'text/plain' }));
  document.querySelector('.drop').dispatchEvent(
    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: given }));
}"""
