"""Somebody answers while customers, the phone and a colleague go on writing."""

import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, FilePayload, Page, expect

from saath.simulator.samples import picture as sample_picture
from tests.journeys.product import Product
from tests.journeys.test_reading import sideways, visit

ASHA = "919811100021"
RAVI = "919811100022"
MEENA = "919811100023"
KAVI = "919811100024"
ZOYA = "919811100025"
A_DAY_AGO_S = 25 * 3600
PICTURE = sample_picture(random.Random(1))


@pytest.fixture(scope="module", autouse=True)
def chats(product: Product) -> None:
    """Four chats that wait, and one whose window is shut."""
    product.customer_says("a1", "Rate kya hai?", phone=ASHA, name="Asha Stores")
    product.customer_says("r1", "bhai parcel kab aayega", phone=RAVI, name="Ravi Traders")
    product.customer_says("m1", "रसीद भेज दीजिए", phone=MEENA, name="मीना")
    product.customer_says("k1", "விலை என்ன?", phone=KAVI, name="கவி")
    product.customer_said("z1", A_DAY_AGO_S, "Kab aayega?", phone=ZOYA, name="Zoya Stores")


def opens(page: Page, name: str) -> None:
    page.click(f"a.row:has-text('{name}')")
    expect(page.locator("#thread h1")).to_have_text(name)


def test_a_reply_stands_in_the_thread_with_who_wrote_it(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        opens(page, "Asha Stores")
        page.fill("textarea[data-draft=reply]", "₹410 per pc")
        page.keyboard.press("Enter")
        sent = page.locator("#messages .out.agent").last
        expect(sent).to_contain_text("₹410 per pc")
        expect(sent).to_contain_text(product.user)
        expect(sent).to_contain_text("Waiting to be sent")
        expect(page.locator("textarea[data-draft=reply]")).to_have_value("")
        expect(page.locator("#onit")).not_to_contain_text("Nobody yet")
        expect(page.locator("#onit")).to_contain_text("till")


def test_a_picture_goes_with_its_words_and_without_a_script(
    browser: Browser, product: Product
) -> None:
    picture: FilePayload = {"name": "tea.png", "mimeType": "image/png", "buffer": PICTURE}
    for scripts in (True, False):
        with visit(browser, product, java_script_enabled=scripts) as page:
            opens(page, "Asha Stores")
            page.set_input_files("form[data-mode=reply] input[type=file]", [picture])
            page.fill("textarea[data-draft=reply]", f"Our tea {scripts}")
            page.click("form[data-mode=reply] >> text=Send")
            sent = page.locator("#messages .out.agent").last
            expect(sent).to_contain_text(f"Our tea {scripts}")
            image = sent.locator("img")
            expect(image).to_have_attribute("alt", f"Photo from {product.user}")
            expect(image).to_have_js_property("naturalWidth", 96)


def test_a_note_is_kept_and_never_sent(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        opens(page, "Ravi Traders")
        page.fill("textarea[data-draft=reply]", "half a reply")
        page.check("#m-note", force=True)
        page.fill("textarea[data-draft=note]", "Ask Kavitha first")
        page.click("text=Save note")
        expect(page.locator("#messages .note")).to_contain_text("only the team sees this")
        expect(page.locator("textarea[data-draft=reply]")).to_have_value("half a reply")
        page.reload()
        expect(page.locator("textarea[data-draft=reply]")).to_have_value("half a reply")
        expect(page.locator("#messages .out")).to_have_count(0)


def test_whoever_writes_a_note_still_does_after_another_button(
    browser: Browser, product: Product
) -> None:
    with visit(browser, product) as page:
        opens(page, "Ravi Traders")
        page.check("#m-note", force=True)
        page.fill("textarea[data-draft=note]", "She owes us money")
        page.click("text=Assign to me")
        expect(page.locator("#about")).to_contain_text("Not mine any more")
        expect(page.locator("#m-note")).to_be_checked()
        expect(page.locator("textarea[data-draft=note]")).to_have_value("She owes us money")
        page.check("#m-reply", force=True)
        page.reload()
        expect(page.locator("#m-reply")).to_be_checked()
        page.click("text=Not mine any more")  # the shop is shared with the other tests
        expect(page.locator("#about")).to_contain_text("Assign to me")


def test_the_phone_answers_while_somebody_types(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        opens(page, "मीना")
        page.locator("textarea[data-draft=reply]").press_sequentially("Bhej raha")
        product.phone_says("m2", "Bhej diya", phone=MEENA)
        bar = page.locator("#collision")
        expect(bar).to_contain_text("Bhej diya")
        expect(bar).to_contain_text("Phone")
        expect(page.locator("textarea[data-draft=reply]")).to_have_value("Bhej raha")
        page.click("text=Keep my words")
        expect(bar).to_be_hidden()
        page.locator("textarea[data-draft=reply]").press("Enter")
        expect(page.locator("#messages .out.agent")).to_contain_text("Bhej raha")


def test_of_two_who_answer_at_once_one_reads_what_was_said(
    browser: Browser, product: Product
) -> None:
    how = {"java_script_enabled": False}
    with visit(browser, product, **how) as one, visit(browser, product, **how) as other:
        opens(one, "கவி")
        opens(other, "கவி")
        one.fill("textarea[data-draft=reply]", "120 rupees")
        one.click("text=Send")
        expect(one.locator("#messages .out.agent")).to_contain_text("120 rupees")
        other.fill("textarea[data-draft=reply]", "115 rupees")
        other.click("text=Send")
        expect(other.locator("#composer [role=alert]").first).to_contain_text("120 rupees")
        expect(other.locator("textarea[data-draft=reply]")).to_have_value("115 rupees")
        expect(other.locator("#messages .out.agent")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_shut_window_takes_a_template(
    browser: Browser, product: Product, *, scripts: bool
) -> None:
    how = {"java_script_enabled": scripts, "viewport": {"width": 360, "height": 700}}
    with visit(browser, product, **how) as page:
        page.goto(str(page.locator("a.row:has-text('Zoya')").get_attribute("href")))
        expect(page.locator("#composer .closed")).to_contain_text("The reply window is closed")
        page.click("details.template summary")
        page.fill("#t-name", f"order_news_{scripts}".lower())
        page.fill("#t-language", "hi")
        page.fill("#t-lines", "name = आशा\norder = 5512")
        if scripts:
            assert sideways(page) == 0
        page.click("text=Send the template")
        sent = page.locator("#messages .out.agent").last
        for words in (f"order_news_{scripts} (hi)".lower(), "name = आशा", "order = 5512"):
            expect(sent).to_contain_text(words)
        expect(sent).to_contain_text("Waiting to be sent")
        expect(page.locator("#t-name")).to_have_value("")


def test_everything_automatic_is_paused_from_any_page(browser: Browser, product: Product) -> None:
    with visit(browser, product) as page:
        page.click("text=Pause all automatic")
        page.fill("#reason", "wrong price")
        page.click("#pause-all .btn.main")
        expect(page.locator(".ribbon.paused")).to_contain_text("wrong price")
        page.goto("/operator")
        page.click("text=Resume")
        expect(page.locator(".ribbon.paused")).to_have_count(0)


def test_the_desk_works_without_javascript(browser: Browser, product: Product) -> None:
    with visit(browser, product, java_script_enabled=False) as page:
        opens(page, "Ravi Traders")
        page.click("text=No reply needed")
        expect(page.locator("#onit")).not_to_contain_text("waiting for")
        page.click("text=Assign to me")
        expect(page.locator("#about")).to_contain_text("Not mine any more")
        page.fill("#label", "Wholesale")
        page.click("#about >> text=Add")
        expect(page.locator("#about .tag")).to_have_text("Wholesale")
        page.click("#onit >> text=Take")
        expect(page.locator("#onit")).to_contain_text(re.compile("Hand back"))


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("light", 1366, "en-IN"), ("dark", 360, "hi-IN"), ("dark", 1366, "en-IN")],
)
def test_axe_finds_nothing_where_people_write(
    browser: Browser, product: Product, scheme: str, width: int, language: str
) -> None:
    how = {"color_scheme": scheme, "locale": language, "viewport": {"width": width, "height": 800}}
    with visit(browser, product, **how) as page:
        page.goto(str(page.locator("a.row:has-text('Ravi')").get_attribute("href")))
        assert sideways(page) == 0
        for mode in ("#m-reply", "#m-note"):
            page.check(mode, force=True)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.goto("/inbox")
        page.goto(str(page.locator("a.row:has-text('Zoya')").get_attribute("href")))
        page.click("details.template summary")
        assert sideways(page) == 0
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
