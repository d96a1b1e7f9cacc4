"""Somebody signs in and reads while customers and the phone go on writing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, Page, expect

from tests.journeys.product import Product

KAVI = "919811100001"
RAVI = "919811100002"
MEENA = "919811100003"


@pytest.fixture(scope="module", autouse=True)
def chats(product: Product) -> None:
    """Three chats to begin with."""
    product.customer_says("k1", "வணக்கம், விலை என்ன?", phone=KAVI, name="கவி")
    product.customer_says("r1", "bhai parcel kab aayega", phone=RAVI, name="Ravi Traders")
    product.phone_says("r2", "Kal subah", phone=RAVI)
    product.customer_says("m1", "रसीद भेज दीजिए", phone=MEENA, name="मीना")


@contextmanager
def visit(browser: Browser, product: Product, **how: Any) -> Iterator[Page]:
    """A browser after the door; a script error or a broken policy fails the test."""
    context = browser.new_context(base_url=product.url, **how)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # A form that is refused answers 409; Chromium's console calls that an error.
    page.on(
        "console",
        lambda said: wrong.append(said.text) if _is_wrong(said.type, said.text) else None,
    )
    page.goto("/sign-in")
    page.fill("#username", product.user)
    page.fill("#password", product.password)
    page.click("button.main")
    page.wait_for_url("**/inbox")
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


def _is_wrong(kind: str, text: str) -> bool:
    return kind == "error" and "409 (Conflict)" not in text


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def test_a_message_appears_in_list_and_thread_by_itself(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        page.click("text=Ravi Traders")
        expect(page.locator("#messages")).to_contain_text("Kal subah")
        product.customer_says("r3", "Theek hai, dhanyavaad", phone=RAVI, name="Ravi Traders")
        expect(page.locator("#messages")).to_contain_text("Theek hai, dhanyavaad")
        expect(page.locator("#rows")).to_contain_text("Theek hai, dhanyavaad")
        expect(page.locator("#said")).to_contain_text("Theek hai, dhanyavaad")
        product.phone_says("r4", "Swagat hai", phone=RAVI)
        expect(page.locator("#messages .out").last).to_contain_text("Swagat hai")
        product.status("r4", "read", phone=RAVI)
        expect(page.locator("#messages .out").last).to_contain_text("Read")


def test_a_first_message_of_somebody_new_appears_by_itself(
    browser: Browser, product: Product
) -> None:
    with visit(browser, product) as page:
        product.customer_says("n1", "New here!", phone="919811100009", name="Noor")
        expect(page.locator("#rows")).to_contain_text("New here!")
        expect(page).to_have_title(re.compile(r"^\(\d+\) "))


def test_everything_can_be_read_without_javascript(browser: Browser, product: Product) -> None:
    with visit(browser, product, java_script_enabled=False) as page:
        page.click("a.row:has-text('கவி')")
        expect(page.locator("#messages")).to_contain_text("வணக்கம், விலை என்ன?")
        expect(page.locator("#messages .say").first).to_have_attribute("lang", "ta")


@pytest.mark.parametrize("width", [320, 360, 412])
def test_a_phone_shows_one_pane_at_a_time_and_never_scrolls_sideways(
    browser: Browser, product: Product, width: int
) -> None:
    with visit(browser, product, viewport={"width": width, "height": 700}) as page:
        assert sideways(page) == 0
        page.click("a.row:has-text('Ravi Traders')")
        expect(page.locator("#thread")).to_be_visible()
        expect(page.locator("#queue")).to_be_hidden()
        assert sideways(page) == 0
        page.click(".back")
        expect(page.locator("#queue")).to_be_visible()


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [
        ("light", 1366, "en-IN"),
        ("dark", 1366, "en-IN"),
        ("light", 1366, "hi-IN"),
        ("light", 360, "en-IN"),
        ("dark", 360, "hi-IN"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, product: Product, scheme: str, width: int, language: str
) -> None:
    how = {"color_scheme": scheme, "locale": language, "viewport": {"width": width, "height": 800}}
    with visit(browser, product, **how) as page:
        for path in ("/inbox", "/operator", page.locator("a.row").first.get_attribute("href")):
            page.goto(str(path))
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_at_the_door(browser: Browser, product: Product) -> None:
    page = browser.new_page(base_url=product.url)
    page.goto("/sign-in")
    found = Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


def test_the_keyboard_walks_through_the_list(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        rows = page.locator("a.row")
        page.keyboard.press("Alt+j")
        expect(rows.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        expect(page.locator("#thread h1")).to_be_visible()


def test_programs_and_people_see_the_same_chats(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        shown = page.locator("a.row").count()
    assert shown == len(product.conversations())


@pytest.mark.parametrize(("language", "word"), [("en-IN", "Phone"), ("hi-IN", "फ़ोन")])
def test_who_sent_a_message_is_said_in_words(
    browser: Browser, product: Product, language: str, word: str
) -> None:
    with visit(browser, product, locale=language) as page:
        page.click("a.row:has-text('Ravi Traders')")
        expect(page.locator("#messages .out").first).to_contain_text(word)
        expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language[:2]}"))
