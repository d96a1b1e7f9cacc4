"""Whatever stops a sign-up in the browser ends in plain words with what to do next."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from saath.transition.link.problems import PROBLEMS
from tests.integration.simulator.aside import Aside
from tests.journeys.product import Product
from tests.journeys.test_linking import launch, meta, product
from tests.journeys.test_reading import visit

__all__ = ["meta", "product"]

LONGER_THAN_CLOSED_MS = 2_500
"""What a CANCEL that counts takes to end the sign-up, and a second."""
FINISHED = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"


def told(event: str, **data: str) -> str:
    """A session event, as the popup posts it."""
    said = {"type": "WA_EMBEDDED_SIGNUP", "event": event, "data": data, "version": 3}
    return f"opener.postMessage({json.dumps(json.dumps(said))}, '*');"


def coded(code: str) -> str:
    """The code, as the popup hands it to the SDK."""
    return f"opener.postMessage({json.dumps({'kind': 'simulator-code', 'code': code})}, '*');"


def popup_does(page: Page, script: str) -> None:
    """Meta's window does this instead of asking the phone."""

    def answer(route: Route) -> None:
        body = f"<!doctype html><title>Meta</title><script>{script}</script>"
        route.fulfill(body=body, content_type="text/html")

    page.context.route("**/_sim/popup", answer)


def granted(meta: Aside) -> dict[str, Any]:
    """The owner says yes on the phone; the code and the account that came of it."""
    meta.do("ask-link")
    return meta.do("answer-link", accept=True, share_history=False)


@contextmanager
def at_the_door(browser: Browser, product: Product) -> Iterator[Page]:
    """Signed in, a moment before the button is pressed."""
    with visit(browser, product) as page:
        page.set_default_timeout(20_000)
        expect.set_options(timeout=15_000)
        try:
            yield page
        finally:
            expect.set_options(timeout=5_000)


def says(page: Page, problem: str, detail: str = "") -> None:
    """The page tells what happened, and what to do next, and the button is there for it."""
    box = page.locator(".verdict.bad[role=alert]")
    expect(box).to_contain_text(PROBLEMS[problem].happened)
    expect(box).to_contain_text(PROBLEMS[problem].next_step)
    if detail:
        expect(box.locator("code")).to_have_text(detail)
    expect(page.locator("#launch")).to_be_enabled()


def test_a_window_that_the_browser_blocks(browser: Browser, product: Product) -> None:
    with at_the_door(browser, product) as page:
        page.add_init_script("window.open = () => null")
        page.goto("/move/link")
        page.click("#launch")
        says(page, "popup_blocked")


def test_a_sign_up_that_does_not_load(browser: Browser, product: Product) -> None:
    with at_the_door(browser, product) as page:
        # An empty script: an ad blocker that swallows it leaves no error to see.
        page.context.route("**/_sim/sdk.js", lambda route: route.fulfill(body=""))
        page.goto("/move/link")
        page.click("#launch")
        says(page, "not_loaded")


@pytest.mark.parametrize(
    ("script", "problem", "detail"),
    [
        (told("CANCEL", current_step="PHONE_NUMBER_SETUP"), "cancelled", "PHONE_NUMBER_SETUP"),
        ("", "cancelled", ""),
        (
            told("CANCEL", error_message="This account cannot be linked.", current_step="BUSINESS"),
            "meta_error",
            "This account cannot be linked.",
        ),
        (told(FINISHED, waba_id="102290129340398"), "code_missing", ""),
        (coded("not-a-code"), "code_used", "100"),
    ],
    ids=["cancelled", "closed", "error", "no code", "foreign code"],
)
def test_a_window_that_ends_early(
    browser: Browser, product: Product, script: str, problem: str, detail: str
) -> None:
    with at_the_door(browser, product) as page:
        popup_does(page, f"{script} setTimeout(() => close(), 200);")
        launch(page, page.context)
        says(page, problem, detail)


def test_a_code_that_is_too_old(browser: Browser, product: Product, meta: Aside) -> None:
    with at_the_door(browser, product) as page:
        said = granted(meta)
        meta.do("advance", seconds=31)
        finish(page, said["waba_id"], said["code"])
        says(page, "code_expired")


def test_a_token_of_another_account(browser: Browser, product: Product, meta: Aside) -> None:
    with at_the_door(browser, product) as page:
        finish(page, "999", granted(meta)["code"])
        says(page, "account_not_granted")


def test_a_number_that_another_business_has(
    browser: Browser, product: Product, meta: Aside
) -> None:
    with at_the_door(browser, product) as page, owned_by("other-shop", product):
        said = granted(meta)
        finish(page, said["waba_id"], said["code"])
        says(page, "number_elsewhere")


def test_what_another_site_says_changes_nothing(
    browser: Browser, product: Product, meta: Aside
) -> None:
    """A page of any site may post to ours; only Meta's own window is believed."""
    with at_the_door(browser, product) as page:
        popup_does(page, "")
        launch(page, page.context)
        for script in (told("CANCEL", current_step="X"), told(FINISHED, waba_id="999")):
            page.evaluate(script.replace("opener.", "window."))
        page.wait_for_timeout(LONGER_THAN_CLOSED_MS)
        expect(page.locator("#linking")).to_contain_text("The window of Meta is open")
        # The code comes, and no account with it: 999 was not believed, so the token says which.
        page.context.pages[-1].evaluate(coded(granted(meta)["code"]))
        expect(page.locator("#state")).to_contain_text("Now the proof")


@pytest.mark.parametrize("first", ["code", "event"])
def test_code_and_event_come_in_either_order(
    browser: Browser, product: Product, meta: Aside, first: str
) -> None:
    with at_the_door(browser, product) as page:
        said = granted(meta)
        parts = [coded(said["code"]), told(FINISHED, waba_id=said["waba_id"])]
        now, then = parts if first == "code" else parts[::-1]
        popup_does(page, f"{now} setTimeout(() => {{ {then} close(); }}, 700);")
        launch(page, page.context)
        expect(page.locator("#state")).to_contain_text("Now the proof")


def finish(page: Page, waba_id: str, code: str) -> None:
    """Meta's window ends well, with this account and this code."""
    popup_does(page, f"{told(FINISHED, waba_id=waba_id)} {coded(code)} close();")
    launch(page, page.context)


@contextmanager
def owned_by(business: str, product: Product) -> Iterator[None]:
    """Meanwhile the number is another business's."""

    def give(change: Callable[[sqlite3.Cursor], object]) -> None:
        with closing(sqlite3.connect(product.folder / "store.db", timeout=20)) as store, store:
            change(store.cursor())

    with closing(sqlite3.connect(product.folder / "store.db")) as store:
        ((before,),) = store.execute("SELECT business FROM connection").fetchall()
    give(lambda to: to.execute("UPDATE connection SET business = ?", (business,)))
    try:
        yield
    finally:
        give(lambda to: to.execute("UPDATE connection SET business = ?", (before,)))
