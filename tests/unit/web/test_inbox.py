"""The inbox as a browser without JavaScript gets it."""

from itertools import count

import pytest

from saath.domain.facts import Fact
from saath.domain.identity import Identity
from saath.queries import inbox
from saath.runtime import stamp
from saath.web.inbox import shared
from tests.journeys import shop as sample
from tests.journeys.opened import NEXT_DOOR, NOW
from tests.journeys.shop import DINESH, HARPREET, NAMELESS, NEHA, PATEL, SELVI
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOW)


def address(who: object) -> str:
    return f"/inbox/{sample.conversation(who)}"  # type: ignore[arg-type]  # an Identity


def test_the_first_page_is_the_inbox() -> None:
    response = signed_in().get("/")
    assert response["Location"] == "/inbox"


def test_who_waits_longest_stands_first_and_the_answered_below() -> None:
    links = [href for href in Page(signed_in().get("/inbox")).links() if "/inbox/" in href]
    assert links == [address(w) for w in (HARPREET, DINESH, SELVI, NAMELESS, NEHA, PATEL)]


def test_a_wait_past_the_target_is_called_late() -> None:
    page = Page(signed_in().get("/inbox"))
    assert page.text.count("late") == 3
    assert "23 h" in page.text
    assert "50 m, closing" in page.text


def test_a_person_without_a_name_is_their_number_in_its_usual_spacing() -> None:
    assert "+91 90334 45566" in Page(signed_in().get("/inbox")).text


def test_every_outgoing_message_names_its_sender_in_a_word() -> None:
    page = Page(signed_in().get(address(DINESH)))
    outgoing = [li for li in page.all("li") if li.get("class", "").startswith("out")]
    assert len(outgoing) == 5
    assert page.text.count("Phone, automatic") == 1


def test_a_thread_shows_what_happened_to_each_message() -> None:
    text = Page(signed_in().get(address(DINESH))).text
    for said in (
        "History ends here.",
        "From history",
        "Photo or file, still on the phone",
        "This message can only be read on the phone.",
        "Deleted by the customer.",
        "Edited",
        "शादी के लिए 60 किलो",
        "शादी के लिए 80 किलो",
        "Not sent",
        "WhatsApp did not accept this file. Send it as JPEG, PNG or PDF.",
        "rate-list-november.pdf",
        "🙏",
        "in 12 m",
        "Today, 21 Nov 2026",
    ):
        assert said in text


def test_every_message_carries_its_language() -> None:
    page = Page(signed_in().get(address(DINESH)))
    tags = {p.get("lang") for p in page.all("p") if p.get("class") == "say"}
    assert {"en", "hi", "hi-Latn", "gu"} <= tags


def test_the_open_conversation_is_marked_in_the_list() -> None:
    page = Page(signed_in().get(address(SELVI)))
    assert [a["href"] for a in page.all("a") if a.get("aria-current") == "true"] == [address(SELVI)]


def test_older_messages_and_chats_are_plain_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "ROWS", 1)
    client = signed_in()
    page = Page(client.get(address(DINESH)))
    (older,) = [href for href in page.links() if f"{address(DINESH)}?after=" in href]
    earlier = Page(client.get(older))
    assert "Deleted by the customer." in earlier.text
    assert address(DINESH) in earlier.links()
    (chats,) = [href for href in page.links() if "/inbox?after=" in href]
    assert address(PATEL) in Page(client.get(chats)).links()


def test_a_page_that_is_not_the_newest_does_not_update_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "ROWS", 1)
    client = signed_in()
    (older,) = [h for h in Page(client.get(address(DINESH))).links() if "?after=" in h and "-" in h]
    live = [d for d in Page(client.get(older)).all("div") if "data-conversation" in d]
    assert live == []


@pytest.mark.parametrize("tail", ["", "/messages"])
def test_another_businesss_conversation_is_not_there(tail: str) -> None:
    theirs = f"/inbox/{sample.conversation(DINESH, NEXT_DOOR)}{tail}"
    assert signed_in("pavan").get(theirs).status_code == 200
    response = signed_in().get(theirs)
    assert response.status_code == 404
    assert "Dinesh" not in response.content.decode()


def test_a_broken_page_address_is_one_sentence() -> None:
    response = signed_in().get("/inbox?after=nonsense!")
    assert response.status_code == 400
    assert "Start again from the first page." in Page(response).text


def test_the_parts_that_a_live_page_asks_for_are_parts() -> None:
    client = signed_in()
    rows = client.get(f"/inbox/rows?open={sample.conversation(DINESH)}").content.decode()
    messages = client.get(f"{address(DINESH)}/messages").content.decode()
    assert "<html" not in rows + messages
    assert 'aria-current="true"' in rows
    assert "80 kilo ka final" in messages
    assert messages.count('hx-swap-oob="true"') == 2


def test_a_page_opened_under_an_old_id_learns_the_new_one() -> None:
    business = "two-in-one"
    bsuid, phone = Identity(bsuid="IN.99"), Identity(phone="919000011111")
    facts: list[Fact] = [
        sample.said("a", NOW - 3, bsuid, "one"),
        sample.said("b", NOW - 2, phone, "two"),
        sample.echoed("c", NOW, Identity(bsuid="IN.99", phone="919000011111"), "three"),
    ]
    sample.fill(facts, sample.policy(NOW, business), NOW)
    sample.open_for_business(business)
    sample.hire("uma", "agent", "ek do teen", business)
    old, new = sorted((sample.conversation(w, business) for w in (bsuid, phone)), reverse=True)
    client = signed_in("uma")
    assert f"/inbox/{new}/messages" in client.get(f"/inbox/{old}").content.decode()
    (row,) = Page(client.get(f"/inbox/rows?open={old}")).all("a")
    assert (row["href"], row["aria-current"]) == (f"/inbox/{new}", "true")


def test_no_page_of_chats_is_kept_by_anybody_else() -> None:
    kept = signed_in().get("/inbox")["Cache-Control"]
    assert kept == "private, no-cache"


def test_what_a_customer_writes_is_never_markup() -> None:
    business = "careful"
    facts = [sample.said("x", NOW, NEHA, "<script>alert(1)</script>")]
    sample.fill(facts, sample.policy(NOW, business), NOW)
    sample.open_for_business(business, "<b>Careful</b>")
    sample.hire("tara", "agent", "ek do teen", business)
    page = signed_in("tara").get(f"/inbox/{sample.conversation(NEHA, business)}").content.decode()
    assert "<script>alert" not in page
    assert "<b>Careful" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_shop_says_what_will_happen() -> None:
    sample.open_for_business("brand-new", "Brand New")
    sample.hire("om", "owner", "ek do teen", "brand-new")
    text = Page(signed_in("om").get("/inbox")).text
    assert "The first message will appear here by itself." in text


def test_a_hundred_pages_share_one_rendering_until_something_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    business = "shared"
    sample.fill([sample.said("x", NOW, NEHA, "one")], sample.policy(NOW, business), NOW)
    sample.open_for_business(business)
    sample.hire("shreya", "agent", "ek do teen", business)
    client, renderings = signed_in("shreya"), count(1)
    monkeypatch.setattr(shared, "_render", lambda *_: f"<p>{next(renderings)}</p>")
    versions = iter([(1, 1), (1, 1), (2, 1)])
    monkeypatch.setattr(inbox, "read_version", lambda _business: next(versions))
    shown = [client.get("/inbox/rows").content for _ in range(3)]
    assert shown == [b"<p>1</p>", b"<p>1</p>", b"<p>2</p>"]
