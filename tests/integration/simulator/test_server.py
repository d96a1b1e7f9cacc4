"""The served simulator: contract, webhooks over sockets, cut connections, the pages."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from saath.simulator.server import PortTakenError, Served
from saath.simulator.world import START
from tests.integration.simulator.served import Running, listening, running

KEYS = {
    "base_url",
    "token",
    "app_id",
    "app_secret",
    "waba_id",
    "phone_number_id",
    "display_phone_number",
    "verify_token",
}


def live(scene: Callable[[Running], Awaitable[None]], **settings: Any) -> None:
    async def play() -> None:
        async with asyncio.timeout(20), running(**settings) as sim:
            await scene(sim)

    asyncio.run(play())


def test_what_a_customer_writes_arrives_signed_and_an_answer_gets_statuses() -> None:
    async def scene(sim: Running) -> None:
        assert set(sim.identity) >= KEYS
        written = await sim.do("message", person="+91 55512 34567", text="Kya rate hai?")
        (message,) = await sim.until("messages", "messages")
        assert message["id"] == written["wamid"]
        body = {"messaging_product": "whatsapp", "to": "+915551234567", "type": "text"}
        phone = sim.identity["phone_number_id"]
        answer = await sim.graph("POST", f"{phone}/messages", json=body | {"text": {"body": "450"}})
        wamid = answer.json()["messages"][0]["id"]
        await sim.do("advance", seconds=90)
        statuses = await sim.until("messages", "statuses", 2)
        assert {status["id"] for status in statuses} == {wamid}
        truth = (await sim.http.get("/_sim/truth")).json()
        assert truth["received"]["p915551234567"] == [wamid]

    live(scene)


def test_a_reset_cuts_the_connection_after_the_message_was_accepted() -> None:
    async def scene(sim: Running) -> None:
        await sim.do("message", person="+91 55512 34567", text="Hi")
        await sim.do("fault", name="reset", times=1)
        body = {"messaging_product": "whatsapp", "to": "+915551234567", "text": {"body": "x"}}
        with pytest.raises(httpx.TransportError):
            await sim.graph("POST", f"{sim.identity['phone_number_id']}/messages", json=body)
        (accepted,) = (await sim.http.get("/_sim/truth")).json()["accepted"]
        assert accepted["answered"] is False

    live(scene)


def test_an_override_is_used_only_when_it_answers_the_handshake() -> None:
    async def scene(sim: Running) -> None:
        target = f"{sim.identity['waba_id']}/subscribed_apps"
        async with listening(sim.identity["app_secret"], "other") as heard:
            body = {"override_callback_uri": heard.url, "verify_token": "wrong"}
            refused = await sim.graph("POST", target, json=body)
            assert refused.json()["error"]["code"] == 2200
            body["verify_token"] = "other"
            assert (await sim.graph("POST", target, json=body)).json() == {"success": True}
            await sim.do("message", person="+91 55512 34567", text="Hi")
            await sim.wait(lambda: bool(heard.endpoint.bodies))
        assert sim.endpoint.bodies == []

    live(scene)


def test_media_goes_through_the_served_url() -> None:
    async def scene(sim: Running) -> None:
        await sim.do("message", person="+91 55512 34567", type="image", text="this one")
        (message,) = await sim.until("messages", "messages")
        shown = (await sim.graph("GET", message["image"]["id"])).json()
        headers = {"Authorization": f"Bearer {sim.identity['token']}"}
        assert shown["url"].startswith(sim.identity["base_url"])
        bytes_ = (await sim.http.get(shown["url"], headers=headers)).content
        assert bytes_.startswith(b"\x89PNG")
        assert (await sim.http.get(shown["url"])).status_code == 401

    live(scene)


@pytest.mark.parametrize("transport", ["slow", "chunked", "gzip"])
def test_strange_transports_reach_an_endpoint_that_can_read_them(transport: str) -> None:
    async def scene(sim: Running) -> None:
        await sim.do("fault", name="strange-transport", variant=transport, times=1)
        await sim.do("message", person="+91 55512 34567", text="Hi")
        await sim.do("advance", seconds=5)
        if transport == "gzip":  # an endpoint that does not unzip refuses; Meta tries again plainly
            await sim.wait(lambda: sim.endpoint.refused > 0)
            await sim.do("advance", seconds=60)
        assert await sim.until("messages", "messages")

    live(scene)


def test_an_announced_length_that_is_too_long_is_no_delivery() -> None:
    async def scene(sim: Running) -> None:
        await sim.do("fault", name="strange-transport", variant="short", times=1)
        await sim.do("message", person="+91 55512 34567", text="Hi")
        await asyncio.sleep(0.5)
        await sim.do("advance", seconds=60)
        assert len(await sim.until("messages", "messages")) == 1

    live(scene)


def test_wrong_commands_and_foreign_pages_are_refused() -> None:
    async def scene(sim: Running) -> None:
        wrong = await sim.http.post("/_sim/message", json={"person": "nobody"})
        assert wrong.status_code == 422
        assert "nobody" in wrong.json()["sentence"]
        assert (await sim.http.post("/_sim/dance")).status_code == 404
        assert (await sim.http.post("/_sim/message", content=b"{")).status_code == 422
        foreign = {"Origin": "http://evil.example"}
        assert (await sim.http.post("/_sim/calm", headers=foreign)).status_code == 403

    live(scene)


def test_the_phone_can_be_typed_on_without_javascript() -> None:
    async def scene(sim: Running) -> None:
        await sim.do("person", name="<b>Asha</b>", key="asha")
        await sim.do("message", person="asha", text="Hello <script>")
        page = (await sim.http.get("/_sim/phone?chat=asha")).text
        assert "&lt;b&gt;Asha" in page
        assert "<script>" not in page.replace('<script src="/_sim/live.js" defer></script>', "")
        form = {
            "person": "asha",
            "text": "Namaste",
            "type": "text",
            "back": "/_sim/phone?chat=asha",
        }
        answer = await sim.http.post("/_sim/do/echo", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, form["back"])
        (echo,) = await sim.until("smb_message_echoes", "message_echoes")
        assert echo["text"] == {"body": "Namaste"}
        bad = await sim.http.post("/_sim/do/echo", data={"person": "x", "back": "//evil.example"})
        assert bad.headers["location"] == "/_sim/phone"
        for name in ("world", "customers", "popup", "sdk.js", "style.css", "openapi.json"):
            assert (await sim.http.get(f"/_sim/{name}")).status_code == 200

    live(scene)


def test_the_sample_shop_lives_in_a_served_world() -> None:
    async def scene(sim: Running) -> None:
        await sim.do("shop", pace=20, count=10)
        await sim.do("advance", seconds=120)
        assert await sim.until("messages", "messages", 3)
        chats = (await sim.http.get("/_sim/state")).json()["people"]
        assert len(chats) == 16

    live(scene)


def test_a_taken_port_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = Served(port=taken.getsockname()[1], now=START)
        with pytest.raises(PortTakenError, match="Choose another"):
            asyncio.run(served.run(lambda _: None))


PROGRAM = """
import json, sys
from saath.simulator.server import Served, serve
serve(Served(port=0, now=1795000000000, seed=4), lambda found: print(json.dumps(found), flush=True))
"""


def test_it_serves_until_it_is_told_to_stop() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        identity = json.loads(process.stdout.readline())
        assert httpx.get(f"{identity['base_url']}/_sim/state", timeout=5).status_code == 200
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5
