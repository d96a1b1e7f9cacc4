"""The whole life of a number in one browser: prepared, linked, at work, cut off, banned, and back.

    bin/test tests/journeys/test_life.py --pictures docs/images

takes the pictures of docs/tutorial/the-life-of-a-number.md anew; nothing else does.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from saath.simulator.script import Script
from tests.conftest import PICTURES
from tests.integration.simulator.aside import Aside, served_now
from tests.journeys.product import SAATH, Product, running
from tests.journeys.test_reading import sideways, visit

DAY_S = 86_400
HOUR_S = 3_600
LIGHTS_MS = 6_000
"""The lights on a page are at most five seconds old."""
ASHA, RAMESH, HETAL = "Asha ji Lucknow", "Ramesh courier", "Hetal ben"
"""As the phone book calls them."""


@dataclass
class Life:
    """A shop, its pretend Meta, and one clock for both."""

    product: Product
    meta: Aside
    ahead: Path
    pictures: Path | None

    def passes(self, seconds: int) -> None:
        """Let time pass, for us first: nobody writes in the future."""
        ahead = int(self.ahead.read_text()) + seconds * 1000
        # At once: whoever read half of it would be days behind, and take what waits for too late.
        written = self.ahead.with_suffix(".next")
        written.write_text(str(ahead))
        written.replace(self.ahead)
        self.meta.do("advance", seconds=seconds)

    def says(self, person: str, text: str) -> None:
        """A customer writes."""
        self.meta.do("message", person=person, text=text)

    def picture(self, page: Page, name: str) -> None:
        """What the page shows, for the documents; a page never runs out of its window."""
        assert sideways(page) <= 0
        if self.pictures is not None:
            page.wait_for_timeout(LIGHTS_MS)
            page.reload()
            page.screenshot(path=self.pictures / f"life-{name}.png")


@pytest.fixture(scope="module")
def meta() -> Iterator[Aside]:
    """A phone with half a year of chats on it. It greets nobody: that would be an echo as well."""
    with served_now() as served:
        Script(served.served.world).prepare()
        served.served.world.phone.automatic.greeting = ""
        yield served


@pytest.fixture(scope="module")
def life(
    tmp_path_factory: pytest.TempPathFactory, meta: Aside, pytestconfig: pytest.Config
) -> Iterator[Life]:
    """An installation beside it, whose page links through it."""
    folder = tmp_path_factory.mktemp("life")
    ahead, data = folder / "ahead", folder / "data"
    ahead.write_text("0")
    with running(data, simulated=True, ahead=ahead) as up:
        base = meta.identity["base_url"]
        asked = [str(SAATH), "link", "--simulator-url", base, "--data", str(data)]
        subprocess.run(asked, check=True, capture_output=True)
        yield Life(up, meta, ahead, pytestconfig.getoption(PICTURES))


def test_the_whole_life(browser: Browser, life: Life) -> None:
    with visit(browser, life.product, viewport={"width": 1280, "height": 800}) as page:
        page.set_default_timeout(20_000)
        prepare(page, life)
        link(page, life)
        bring_the_past(page, life)
        work_three_days(page, life)
        be_cut_off_and_come_back(page, life)
        be_banned_and_come_back(page, life)


def prepare(page: Page, life: Life) -> None:
    """The owner answers what only a person knows."""
    page.goto("/move/prepare")
    before = page.locator("main p b").first.inner_text()
    for item in ("app-version", "windows"):
        page.click(f"#{item} summary")
        page.select_option(f"#s-{item}", "done")
        page.fill(f"#n-{item}", "seen on the phone")
        page.click(f"#{item} button")
        expect(page.locator(f"#{item}")).to_contain_text("seen on the phone")
    assert page.locator("main p b").first.inner_text() != before
    page.goto("/move/number")
    expect(page.locator(".verdict")).to_contain_text("Not linked")
    page.goto("/move/prepare")
    life.picture(page, "prepare")


def link(page: Page, life: Life) -> None:
    """Meta's window, the yes on the phone, and the proof in both directions."""
    page.goto("/move/link")
    with page.context.expect_page() as opened:
        page.click("#launch")
    opened.value.wait_for_load_state("networkidle")
    life.meta.do("answer-link", accept=True, share_history=True)
    expect(page.locator("#state")).to_contain_text("Now the proof")
    life.says("asha", "Namaste, are you open today?")
    life.meta.do("echo", person="asha", text="Ji, till eight.")
    expect(page.locator("#state")).to_contain_text("Linked and proven")
    expect(page.locator(".steps .done")).to_have_count(10)
    life.picture(page, "linked")


def bring_the_past(page: Page, life: Life) -> None:
    """The history comes over, makes nothing unread, and is the owner's until it is passed on."""
    life.passes(300)
    page.goto("/move/sync")
    bar = page.locator(".bar").first
    for _ in range(80):
        if "Complete" in bar.inner_text():
            break
        life.passes(2)
        page.wait_for_timeout(250)
        page.reload()
    expect(bar).to_contain_text("Complete")
    life.picture(page, "sync")
    page.goto("/move/private")
    page.click("text=let the team see the rest")
    page.goto("/inbox")
    opens(page, RAMESH)
    expect(page.locator("#messages")).to_contain_text("From history")


def work_three_days(page: Page, life: Life) -> None:
    """Customers write, the phone answers some of them and the team the others."""
    for day in ("Monday", "Tuesday", "Wednesday"):
        life.passes(DAY_S - 2 * HOUR_S)
        life.says("ramesh", f"{day}: 40 pieces, same as last time?")
        life.passes(600)
        life.meta.do("echo", person="ramesh", text=f"{day}: haan, ho jayega")
        life.says("hetal", f"{day}: is the green one back?")
        page.goto("/inbox")
        expect(row(page, RAMESH)).to_contain_text(f"{day}: haan")
        expect(row(page, HETAL)).to_contain_text(f"{day}: is the green one")
        life.passes(HOUR_S)
        opens(page, HETAL)
        page.fill("textarea[data-draft=reply]", f"{day}: yes, it came this morning.")
        page.keyboard.press("Enter")
        life.passes(30)
        sent = page.locator("#messages .out.agent").last
        expect(sent).to_contain_text(f"{day}: yes")
        expect(sent).to_contain_text(re.compile("Delivered|Read"))
    told = [one["text"] for one in life.meta.chat("hetal")]
    assert told.count("Wednesday: yes, it came this morning.") == 1
    life.says("asha", "Two of the blue ones, please")
    expect(row(page, ASHA)).to_contain_text("Two of the blue ones")
    opens(page, RAMESH)
    expect(page.locator("#messages")).to_contain_text("Wednesday: haan, ho jayega")
    life.picture(page, "inbox")


def be_cut_off_and_come_back(page: Page, life: Life) -> None:
    """A new phone: what is written here waits, and goes out when the owner reconnects."""
    life.passes(HOUR_S)
    life.meta.do("offboard")
    stands(page, "Suspended")
    life.picture(page, "suspended")
    page.goto("/inbox")
    opens(page, ASHA)
    page.fill("textarea[data-draft=reply]", "Packed. They leave today.")
    page.keyboard.press("Enter")
    sent = page.locator("#messages .out.agent").last
    expect(sent).to_contain_text("Packed. They leave today.")
    expect(sent).to_contain_text("Held back")
    expect(page.locator("#messages")).to_contain_text("The link to WhatsApp is cut since here")
    life.picture(page, "held")
    life.passes(20)
    life.meta.do("reconnect")
    stands(page, "Active")
    page.goto("/inbox")
    opens(page, ASHA)
    life.passes(5)
    expect(page.locator("#messages .out.agent").last).to_contain_text(re.compile("Delivered|Read"))
    expect(page.locator("#messages")).to_contain_text("The link to WhatsApp was cut here until")
    said = [one["text"] for one in life.meta.chat("asha")]
    assert said.count("Packed. They leave today.") == 1


def be_banned_and_come_back(page: Page, life: Life) -> None:
    """WhatsApp disables the account and, after an appeal, enables it again."""
    life.passes(HOUR_S)
    life.meta.do("ban", state="DISABLE")
    stands(page, "Disabled by WhatsApp")
    life.picture(page, "banned")
    life.passes(2 * HOUR_S)
    life.meta.do("ban", state="REINSTATE")
    stands(page, "Active")
    events = page.locator(".notices")
    for told in ("Linked", "Suspended", "Reconnected", "Disabled by WhatsApp", "Enabled again"):
        expect(events).to_contain_text(told)
    life.picture(page, "number")
    verified = subprocess.run(
        [str(SAATH), "verify", "--json", "--data", str(life.product.folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert '"equal": true' in verified.stdout
    assert httpx.get(f"{life.product.url}/healthz").status_code == 200


def row(page: Page, name: str) -> Locator:
    """The line of a chat in the list."""
    return page.locator(f"a.row:has-text('{name}')")


def opens(page: Page, name: str) -> None:
    """Open a chat from the list."""
    row(page, name).click()
    expect(page.locator("#thread h1")).to_have_text(name)


def stands(page: Page, word: str) -> None:
    """The number's page says so, within the five seconds that a state has."""
    page.goto("/move/number")
    expect(page.locator(".verdict")).to_have_css("display", "flex")  # one box, not a page's grid
    for _ in range(20):
        if word in page.locator(".verdict").inner_text():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(word)
