"""The demo as a guest meets it: the inbox, the owner's phone one click away, and a customer between."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.integration.cli.product import LEASH, SAATH, WITHIN_S, environment, free_port
from tests.journeys.test_reading import sideways

WELCOME_LINES = 11


@dataclass
class Demo:
    """A demo that runs, and what it printed."""

    url: str
    password: str
    phone: str

    def sign_in(self, context: BrowserContext, user: str) -> Page:
        """Open the inbox."""
        page = context.new_page()
        page.goto(f"{self.url}/sign-in")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", self.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/inbox")
        return page

    def customer(self, context: BrowserContext, name: str) -> Page:
        """Be somebody new."""
        page = context.new_page()
        page.goto(self.phone.replace("/phone", "/customers"))
        page.click("text=New customer")
        page.fill("input[name=name]", name)
        page.click("text=Add")
        page.click(f".chats a:has-text('{name}')")
        return page


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, on a port that nobody uses."""
    folder = tmp_path_factory.mktemp("demo")
    command = [*LEASH, str(SAATH), "demo", "--no-browser", "--port", str(free_port())]
    with (folder / "demo.txt").open("w+") as told:
        process = subprocess.Popen(
            command, env=environment() | {"TMPDIR": str(folder)}, stdout=told, text=True
        )
        try:
            yield _read(folder / "demo.txt", process)
        finally:
            process.terminate()
            process.wait(timeout=WITHIN_S)


def _read(path: Path, process: "subprocess.Popen[str]") -> Demo:
    while path.read_text().count("\n") < WELCOME_LINES:
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError("the demo ended")
    told = dict(re.findall(r"^  (Open|Password|The phone) +(\S+)$", path.read_text(), re.MULTILINE))
    return Demo(told["Open"], told["Password"], told["The phone"])


def say(page: Page, text: str) -> None:
    """Write on a phone."""
    page.fill(".composer input[name=text]", text)
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_contain_text(text)


def test_customer_team_and_phone_are_in_one_conversation(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    inbox, customer = demo.sign_in(context, "ravi"), demo.customer(context, "Tara Boutique")
    expect(inbox.locator(".top")).to_contain_text("Meera Sarees")
    say(customer, "COD milega kya?")
    inbox.click("a.row:has-text('Tara Boutique')")
    thread = inbox.locator("#messages")
    expect(thread.locator(".out.bot")).to_contain_text("Cash on delivery up to ₹5,000")
    expect(customer.locator(".thread")).to_contain_text("Cash on delivery up to ₹5,000")

    inbox.fill("textarea[data-draft=reply]", "Which pin code, please?")
    inbox.keyboard.press("Enter")
    expect(customer.locator(".thread")).to_contain_text("Which pin code, please?")
    expect(thread.locator(".out.agent")).to_contain_text(re.compile("Delivered|Read"))

    with context.expect_page() as opened:
        inbox.click("text=Owner's phone")
    phone = opened.value
    expect(phone.locator("h1")).to_have_text("Tara Boutique")
    assert Axe().run(phone).violations_count == 0
    say(phone, "I send it with my brother today.")
    expect(thread.locator(".out.phone").last).to_contain_text("with my brother")
    expect(inbox.locator("#onit")).to_contain_text("Phone")
    # The bot would have an answer, and holds its tongue: a person speaks here.
    say(customer, "And COD for two?")
    expect(thread).to_contain_text("And COD for two?")
    inbox.wait_for_timeout(2_000)
    expect(thread.locator(".out.bot")).to_have_count(1)
    context.close()


def test_the_shops_number_was_linked_by_its_owner(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    page, customer = demo.sign_in(context, "owner"), demo.customer(context, "Usha Silks")
    say(customer, "Namaste")
    for _ in range(60):  # the owner links beside the shop; this page is read once
        page.goto(f"{demo.url}/move/number")
        if "Active" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(500)
    expect(page.locator(".verdict")).to_contain_text("Active")
    page.goto(f"{demo.url}/move/sync")
    expect(page.locator(".bar").first).to_contain_text(re.compile("Asked for|Arriving|Complete"))
    page.goto(f"{demo.url}/move/link")
    phone = context.new_page()
    phone.goto(demo.phone)
    phone.click(".chats a:has-text('Usha Silks')")
    say(phone, "Namaste ji")
    expect(page.locator("#state")).to_contain_text("Linked and proven", timeout=15_000)
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1366, "dark")])
def test_the_phone_is_for_everybody(browser: Browser, demo: Demo, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for path in ("phone", "phone?chat=asha", "customers?chat=asha", "world"):
        page.goto(demo.phone.replace("phone", path))
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert sideways(page) == 0
    context.close()
