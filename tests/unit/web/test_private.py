"""What came over from the phone stays with owner and managers until the owner passed it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, override

import pytest

from saath.domain.content import Content, Media
from saath.domain.facts import Fact, MediaFetched, RequestMade
from saath.domain.identity import Identity
from saath.domain.ids import message_id
from saath.domain.media import media_key
from saath.domain.policy import Past
from saath.domain.refusals import Refusal
from saath.queries.media import FileView
from saath.requests import Answer, Asked, Refused, Served
from saath.runtime import asking_middleware, stamp
from saath.store.policies import save_policy
from saath.store.tenancy import as_business
from tests.journeys import shop as sample
from tests.journeys.opened import NOW
from tests.unit.web.browsing import Page, signed_in


def alias(who: Identity) -> str:
    """A person by one of their names."""
    return sample.conversation(who).partition("-")[0]


pytestmark = pytest.mark.usefixtures("shop", "zara")
ZARA = Identity(phone="919812345678", profile_name="Zara")
RAVI = Identity(phone="919812345699", profile_name="Ravi")
MIRA_BY_PHONE = Identity(phone="919812345655")
MIRA_BY_NAME = Identity(bsuid="IN.99887766")
MIRA = Identity(phone="919812345655", bsuid="IN.99887766", profile_name="Mira")
OLD_WORDS = "The ring for Sunita"
PICTURE = message_id(sample.NUMBER, "r2")
WORDS = "Happy birthday, dear"
OLD = "Assam CTC ka bhav?"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOW)


@pytest.fixture(scope="module")
def zara(shop: None) -> None:
    """Somebody of whom only the history tells."""
    policy = sample.policy(NOW)
    past, picture = NOW - 30 * sample.DAY, Content("image", media=Media("m1", "image/png"))
    told: list[Fact] = [
        sample.said("z1", past, ZARA, WORDS, past=True),
        sample.said("r1", past, RAVI, OLD_WORDS, past=True),
        sample.said("r2", past, RAVI, picture, past=True),
        MediaFetched(
            media_key(sample.NUMBER, Media("m1")), PICTURE, alias(RAVI), sample.NUMBER, "kept", 1,
            sha256="ab", mime="image/png",
        ),
        sample.said("r3", NOW - sample.HOUR, RAVI, "Are you open?"),
        sample.said("m1", past, MIRA_BY_PHONE, "Hi", past=True),
        sample.said("m2", past, MIRA_BY_NAME, "Hi again", past=True),
        sample.said("m3", NOW - sample.HOUR, MIRA, "It is me"),
    ]  # fmt: skip
    sample.fill(told, policy, NOW)


@pytest.fixture(autouse=True)
def passed() -> Iterator[None]:
    """Nothing is passed when a test begins."""
    keep(Past())
    yield
    keep(Past())


VERSIONS = iter(range(2, 1000))


def keep(past: Past) -> None:
    """Publish who sees what."""
    place = next(VERSIONS)
    policy = replace(sample.policy(NOW), version=place, past=past)
    with as_business(sample.BUSINESS):
        save_policy(sample.BUSINESS, place, NOW, policy)


def sees(who: str, path: str) -> str:
    response = signed_in(who).get(path)
    return Page(response).text if response.status_code == 200 else ""


ZARAS = f"/inbox/{sample.conversation(ZARA)}"
RAVIS = f"/inbox/{sample.conversation(RAVI)}"
DINESHS = f"/inbox/{sample.conversation(sample.DINESH)}"


def test_the_owner_sees_everything() -> None:
    assert "Zara" in sees("meena", "/inbox")
    assert WORDS in sees("meena", ZARAS)
    assert OLD in sees("meena", DINESHS)


def test_until_it_is_passed_an_agent_sees_only_what_is_live() -> None:
    listed = sees("arjun", "/inbox")
    assert "Zara" not in listed
    assert WORDS not in listed
    assert sees("arjun", ZARAS) == ""
    assert sees("arjun", f"{ZARAS}/messages") == ""
    thread = sees("arjun", DINESHS)
    assert OLD not in thread
    assert "80 kilo ka final bhav batao" in thread


def test_afterwards_the_team_sees_it_but_for_what_is_private() -> None:
    keep(Past(shared=True))
    assert "Zara" in sees("arjun", "/inbox")
    assert OLD in sees("arjun", DINESHS)
    dinesh = sample.conversation(sample.DINESH).partition("-")[0]
    keep(Past(shared=True, private=(dinesh,)))
    assert sees("arjun", DINESHS) == ""
    assert "80 kilo" not in sees("arjun", "/inbox")
    assert "80 kilo" in sees("meena", "/inbox")


def test_the_page_says_that_programs_see_everything() -> None:
    assert "Programs with an API key see every chat" in sees("meena", "/move/private")


def test_an_agent_cannot_act_where_they_may_not_look() -> None:
    assert signed_in("arjun").post(f"{ZARAS}/note", {"text": "hm", "key": "k"}).status_code == 404
    assert signed_in("arjun").get("/move/private").status_code == 403
    assert signed_in("arjun").post("/move/private/keep").status_code == 403


def test_an_agent_whose_view_is_old_is_told_nothing_of_the_past(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Moved(asking_middleware.Shut):
        @override
        def ask(self, business: str, request: RequestMade, now: int) -> Answer:
            return Refused(request.id, Refusal("conversation-moved-on", "", ""))

    monkeypatch.setattr(asking_middleware, "_bound", [Moved()])
    form = {"text": "hm", "key": "k", "seen": "anything-unknown"}
    with_past = signed_in("meena").post(f"{RAVIS}/reply", form)
    assert OLD_WORDS in Page(with_past).text
    response = signed_in("arjun").post(f"{RAVIS}/reply", form)
    assert response.status_code == 409
    assert OLD_WORDS not in Page(response).text


def test_an_attachment_is_shown_to_whom_its_message_is(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []

    class Serving(asking_middleware.Shut):
        @override
        def serve(self, business: str, file: FileView, asked: Asked) -> Served | None:
            served.append(file.sha256)
            return None

    monkeypatch.setattr(asking_middleware, "_bound", [Serving()])
    signed_in("arjun").get(f"/media/{PICTURE}")
    keep(Past(shared=True, private=(alias(RAVI),)))
    signed_in("arjun").get(f"/media/{PICTURE}")
    assert served == []
    signed_in("meena").get(f"/media/{PICTURE}")
    keep(Past(shared=True))
    signed_in("arjun").get(f"/media/{PICTURE}")
    assert served == ["ab", "ab"]


@pytest.mark.parametrize("known_as", [MIRA_BY_PHONE, MIRA_BY_NAME])
def test_who_was_kept_private_before_a_merge_is_still_ticked_and_can_be_let_go(
    known_as: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Told()
    door.given.clear()
    monkeypatch.setattr(asking_middleware, "_bound", [door])
    keep(Past(private=(alias(known_as),)))
    page = Page(signed_in("meena").get("/move/private"))
    ticked = [i["value"] for i in page.all("input") if "checked" in i]
    assert len(ticked) == 1
    signed_in("meena").post("/move/private/keep", {"shown": ticked})
    assert door.given == [Past()]


class Told(asking_middleware.Shut):
    """A door that remembers what was asked."""

    given: ClassVar[list[Past]] = []

    @override
    def pass_past(self, business: str, past: Past, now: int) -> None:
        """Remember it."""
        del business, now
        self.given.append(past)


def test_the_owner_ticks_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    door = Told()
    door.given.clear()
    monkeypatch.setattr(asking_middleware, "_bound", [door])
    zara = sample.conversation(ZARA).partition("-")[0]
    keep(Past(private=("somebody-on-another-page",)))
    page = Page(signed_in("meena").get("/move/private"))
    shown = [i["value"] for i in page.all("input") if i.get("name") == "shown"]
    assert zara in shown
    form = {"shown": shown, "private": [zara, "not-shown"], "share": "1"}
    assert signed_in("meena").post("/move/private/keep", form).status_code == 302
    assert door.given == [
        Past(shared=True, private=tuple(sorted(("somebody-on-another-page", zara))))
    ]
