"""The stream of changes: who is told what, and when it ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.bus import Wake
from saath.web.hub import app as hub_app
from saath.web.hub.app import Hub, Scope, event
from saath.web.hub.subscribers import IDS_MAX, REMEMBERED, Subscribers


class Listener:
    """A browser's end of one stream."""

    def __init__(self, hub: Hub, last_id: str = "", method: str = "GET") -> None:
        headers = [(b"last-event-id", last_id.encode())] if last_id else []
        self.scope: Scope = {"type": "http", "method": method, "headers": headers}
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.task = asyncio.create_task(self._listen(hub))

    async def _listen(self, hub: Hub) -> None:
        await hub(self.scope, self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)

    async def leave(self) -> None:
        self.left.set()
        await self.task

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def told(self) -> list[Any]:
        """The conversations of each event."""
        text = b"".join(m.get("body", b"") for m in self.sent[1:]).decode()
        lines = [line for line in text.splitlines() if line.startswith("data: ")]
        return [json.loads(line.removeprefix("data: "))["conversations"] for line in lines]

    @property
    def last_id(self) -> str:
        text = b"".join(m.get("body", b"") for m in self.sent[1:]).decode()
        return [line for line in text.splitlines() if line.startswith("id: ")][-1][4:]


async def of_tea_house(_scope: Scope) -> str | None:
    return "tea-house"


async def of_nobody(_scope: Scope) -> str | None:
    return None


def played(story: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a story with pauses short enough for a test."""
    monkeypatch.setattr(hub_app, "PAUSE_S", 0.02)
    asyncio.run(story())  # type: ignore[arg-type]  # a coroutine function


def wake(*ids: str, business: str = "tea-house") -> list[Wake]:
    return [Wake("tables", business, ids)]


async def settled() -> None:
    await asyncio.sleep(0.06)


def test_a_new_page_is_told_to_look_once_and_then_of_each_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        hub.woken(wake("a-1"))
        await settled()
        hub.woken(wake("b-1"))
        await settled()
        assert page.status == 200
        assert page.told == [None, ["a-1"], ["b-1"]]
        await page.leave()

    played(story, monkeypatch)


def test_a_burst_is_one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        for n in range(50):
            hub.woken(wake("a-1", f"{n % 3}-2"))
        await settled()
        assert page.told[1:] == [["0-2", "1-2", "2-2", "a-1"]]
        await page.leave()

    played(story, monkeypatch)


def test_nobody_hears_of_another_business(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        hub.woken(wake("a-1", business="paan-house"))
        await settled()
        assert page.told == [None]
        hub.woken(wake(business=""))
        await settled()
        assert page.told == [None, None]
        await page.leave()

    played(story, monkeypatch)


def test_other_topics_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        hub.woken([Wake("live", "tea-house", ("a-1",)), Wake("directory")])
        await settled()
        assert page.told == [None]
        await page.leave()

    played(story, monkeypatch)


def test_a_page_that_comes_back_is_told_what_it_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        await page.leave()
        hub.woken(wake("a-1"))
        hub.woken(wake("x-1", business="paan-house"))
        hub.woken(wake("b-1"))
        again = Listener(hub, page.last_id)
        await settled()
        assert again.told == [["a-1", "b-1"]]
        await again.leave()
        current = Listener(hub, again.last_id)
        await settled()
        assert current.told == []
        await current.leave()

    played(story, monkeypatch)


@pytest.mark.parametrize("last_id", ["other-0", "boot-x", "boot-", "nonsense", "boot--1"])
def test_an_id_of_another_process_means_look_again(
    last_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        page = Listener(Hub(of_tea_house, "boot"), last_id)
        await settled()
        assert page.told == [None]
        await page.leave()

    played(story, monkeypatch)


def test_who_is_not_signed_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        page = Listener(Hub(of_nobody, "boot"))
        await page.task
        assert page.status == 401

    played(story, monkeypatch)


def test_only_reading_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        page = Listener(Hub(of_tea_house, "boot"), method="POST")
        await page.task
        assert page.status == 405

    played(story, monkeypatch)


def test_more_pages_than_a_process_holds_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_app, "STREAMS_MAX", 1)

    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        first = Listener(hub)
        await settled()
        second = Listener(hub)
        await second.task
        assert second.status == 503
        await first.leave()
        third = Listener(hub)
        await settled()
        assert third.status == 200
        await third.leave()

    played(story, monkeypatch)


def test_a_stream_ends_by_itself_so_that_the_session_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_app, "LIFE_S", 0.05)

    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await asyncio.wait_for(page.task, 2)
        assert page.sent[-1]["more_body"] is False
        assert len(hub._subscribers) == 0  # noqa: SLF001  # nothing else tells of a leak

    played(story, monkeypatch)


def test_a_quiet_stream_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_app, "HEARTBEAT_S", 0.01)

    async def story() -> None:
        page = Listener(Hub(of_tea_house, "boot"))
        await settled()
        assert any(b": still here" in m.get("body", b"") for m in page.sent)
        await page.leave()

    played(story, monkeypatch)


def test_a_page_that_leaves_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        hub = Hub(of_tea_house, "boot")
        page = Listener(hub)
        await settled()
        await page.leave()
        assert len(hub._subscribers) == 0  # noqa: SLF001  # nothing else tells of a leak

    played(story, monkeypatch)


def test_an_event_is_what_browsers_read() -> None:
    assert event("boot-7", frozenset({"b", "a"})) == (
        b'id: boot-7\nevent: changed\ndata: {"conversations":["a","b"]}\n\n'
    )


def test_too_many_changes_are_told_as_everything() -> None:
    async def story() -> None:
        subscribers = Subscribers("boot")
        page = subscribers.join("b", "boot-0")
        for n in range(IDS_MAX + 1):
            subscribers.publish("b", frozenset({str(n)}))
        assert page.take() is None

    asyncio.run(story())


def test_what_is_too_long_ago_means_look_again() -> None:
    async def story() -> None:
        subscribers = Subscribers("boot")
        for _n in range(REMEMBERED + 1):
            subscribers.publish("b", frozenset({"a"}))
        assert subscribers.join("b", "boot-0").take() is None
        assert subscribers.join("b", "boot-1").take() == frozenset({"a"})

    asyncio.run(story())


changes = st.lists(
    st.tuples(st.sampled_from(["b", "c", ""]), st.frozensets(st.sampled_from("pqr"), min_size=1))
)


@given(changes, changes)
def test_who_was_away_hears_exactly_what_was_missed(
    before: list[tuple[str, frozenset[str]]], after: list[tuple[str, frozenset[str]]]
) -> None:
    async def story() -> None:
        subscribers = Subscribers("boot")
        for business, ids in before:
            subscribers.publish(business, ids)
        seen = subscribers.last_id
        for business, ids in after:
            subscribers.publish(business, ids)
        missed = frozenset[str]().union(*(i for b, i in after if b in {"", "b"}))
        page = subscribers.join("b", seen)
        assert page.news.is_set() == bool(missed)
        assert (page.take() or frozenset()) == missed

    asyncio.run(story())
