"""What came over from the phone stays with owner and managers until the owner passed it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, override

import pytest

from saath.domain.identity import Identity
from saath.domain.policy import Past
from saath.runtime import asking_middleware, stamp
from saath.store.policies import save_policy
from saath.store.tenancy import as_business
from tests.journeys import shop as sample
from tests.journeys.opened import NOW
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop", "zara")
ZARA = Identity(phone="919812345678", profile_name="Zara")
WORDS = "Happy birthday, dear"
OLD = "Assam CTC ka bhav?"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOW)


@pytest.fixture(scope="module")
def zara(shop: None) -> None:
    """Somebody of whom only the history tells."""
    policy = sample.policy(NOW)
    told = [sample.said("z1", NOW - 30 * sample.DAY, ZARA, WORDS, past=True)]
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


def test_an_agent_cannot_act_where_they_may_not_look() -> None:
    assert signed_in("arjun").post(f"{ZARAS}/note", {"text": "hm", "key": "k"}).status_code == 404
    assert signed_in("arjun").get("/move/private").status_code == 403
    assert signed_in("arjun").post("/move/private/keep").status_code == 403


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
