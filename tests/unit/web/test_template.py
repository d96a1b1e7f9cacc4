"""While the window is shut, a template can be sent from the thread, without JavaScript."""

from typing import Any

import pytest

from saath.domain.outgoing import Template
from saath.journal import Journal
from saath.outbox import list_waiting
from saath.project import Writer, live, open_writer
from saath.requests import Waiting
from saath.runtime import asking_middleware, stamp
from saath.runtime.asking_middleware import Door
from saath.store.tenancy import as_business
from tests.asking import NOON, Wakes, person
from tests.deliveries import (
    BUSINESS,
    NUMBER,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    said,
)
from tests.journeys import shop as sample
from tests.stores import journal, made_database, made_folder
from tests.unit.web.browsing import Page, signed_in

__all__ = ["journal", "made_database", "made_folder"]

ASHA = "919000000002"
PLACE = f"/inbox/{person(ASHA)}-{NUMBER}"
LATER = NOON + 25 * 3_600_000
DAY_S = 24 * 3600
GIVEN = {"name": "order_news", "language": "hi", "lines": "order = 5512\nname = आशा", "key": "k1"}


@pytest.fixture
def writer(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """A customer wrote a day ago; agents may answer, and everything they ask is folded."""
    journal.append([policy_entry(), entry(delivery(said("wamid.1", 0, "Open?", phone=ASHA)))])
    made = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(made)
    sample.open_for_business(BUSINESS)
    sample.hire("beena", "agent", "ek do teen", BUSINESS)
    sample.hire("vani", "viewer", "ek do teen", BUSINESS)
    waiting = Waiting(lambda: 0.0, lambda _seconds: _fold(made))
    monkeypatch.setattr(asking_middleware, "_bound", [Door(journal, Wakes(), waiting)])
    monkeypatch.setattr(stamp, "now_ms", lambda: LATER)
    return made


def _fold(writer: Writer) -> None:
    live(writer)


def tells(writer: Writer, told: dict[str, Any]) -> None:
    """WhatsApp delivers something."""
    writer.journal.append([entry(delivery(told), at=LATER)])
    live(writer)


def sends(**changed: str) -> Any:
    """Beena sends the form."""
    return signed_in("beena").post(f"{PLACE}/template", GIVEN | changed)


def waiting() -> list[Template | None]:
    """The templates that wait to be sent."""
    with as_business(BUSINESS, reads=True):
        return [one.outgoing.template for one in list_waiting(BUSINESS)]


def test_a_shut_window_shows_the_form(writer: Writer) -> None:
    page = Page(signed_in("beena").get(PLACE))
    assert "The reply window is closed" in page.text
    assert f"{PLACE}/template" in [form.get("action") for form in page.all("form")]
    assert {"name", "language", "lines"} <= {
        field.get("name", "") for tag in ("input", "textarea") for field in page.all(tag)
    }


def test_an_open_window_shows_none(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOON + 1000)
    page = Page(signed_in("beena").get(PLACE))
    assert f"{PLACE}/template" not in [form.get("action") for form in page.all("form")]


def test_the_template_goes_out_and_the_thread_shows_it_as_it_was_sent(writer: Writer) -> None:
    assert sends()["Location"] == PLACE
    assert sends()["Location"] == PLACE
    assert waiting() == [Template("order_news", "hi", (("order", "5512"), ("name", "आशा")))]
    text = Page(signed_in("beena").get(PLACE)).text
    for words in ("order_news (hi)", "order = 5512", "name = आशा", "Waiting to be sent"):
        assert words in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "Order News"}, "This is not the name of a template."),
        ({"language": "Hindi"}, "This is not the language of a template."),
        ({"lines": "a = 1\nb"}, "which words go into which place"),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_its_words(
    writer: Writer, wrong: dict[str, str], says: str
) -> None:
    answer = sends(**wrong)
    assert answer.status_code == 422
    page = Page(answer)
    assert says in page.text
    fields = {field.get("name"): field.get("value") for field in page.all("input")}
    given = GIVEN | wrong
    assert (fields["name"], fields["language"]) == (given["name"], given["language"])
    assert given["lines"] in answer.content.decode()
    assert [d for d in page.all("details") if d.get("class") == "template" and "open" in d]
    assert waiting() == []


def test_who_wrote_meanwhile_is_read_first(writer: Writer) -> None:
    tells(writer, echoed("wamid.2", DAY_S, "On the phone", phone=ASHA))
    answer = sends(seen="somebody-looked-before")
    assert answer.status_code == 409
    assert "Somebody wrote since you looked." in Page(answer).text
    assert "order = 5512" in answer.content.decode()
    assert waiting() == []


def test_a_message_that_opens_the_window_meanwhile_loses_no_words(writer: Writer) -> None:
    tells(writer, said("wamid.3", DAY_S, "Still there?", phone=ASHA))
    answer = sends(seen="somebody-looked-before")
    assert answer.status_code == 409
    assert "order = 5512" in answer.content.decode()
    assert waiting() == []


def test_a_number_that_may_not_send_says_so_beside_the_form(writer: Writer) -> None:
    tells(writer, change("account_update", event="ACCOUNT_OFFBOARDED"))
    assert "WhatsApp does not let this number send now." in Page(signed_in("beena").get(PLACE)).text


def test_who_wants_no_offers_is_named_beside_the_form(writer: Writer) -> None:
    stops = {
        "wa_id": ASHA, "detail": "User requested to stop marketing messages",
        "category": "marketing_messages", "value": "stop", "timestamp": str(NOON // 1000),
    }  # fmt: skip
    tells(writer, change("user_preferences", user_preferences=[stops]))
    text = Page(signed_in("beena").get(PLACE)).text
    assert "This person asked for no more offers. Send only what they wait for" in text
    assert "It is no offer" in text
    assert sends().status_code == 409
    assert waiting() == []
    assert sends(key="k2", category="utility")["Location"] == PLACE
    values = (("order", "5512"), ("name", "आशा"))
    assert waiting() == [Template("order_news", "hi", values, "utility")]


def test_a_viewer_sends_nothing(writer: Writer) -> None:
    page = Page(signed_in("vani").get(PLACE))
    assert f"{PLACE}/template" not in [form.get("action") for form in page.all("form")]
    assert signed_in("vani").post(f"{PLACE}/template", GIVEN).status_code == 403
    assert waiting() == []
