"""Files in and out, over HTTP against the simulator, with everything killed in the middle of it."""

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest

from saath.runtime.clock import now_ms
from saath.simulator.ids import Ids
from tests.fake_media import PNG
from tests.integration.cli.product import (
    HTTP,
    Installation,
    Running,
    children,
    kill,
    saath,
    wait_until,
)
from tests.integration.simulator.aside import Aside, served_aside

ASHA = "919812300045"
KINDS = ("image", "document", "audio", "video", "sticker")
TOKEN = "token-of-the-simulator"
TAKEN = {"accepted", "sent", "delivered", "read"}


def attachments(up: Running) -> list[dict[str, Any]]:
    return [message for message in up.messages() if message["media"]]


def all_kept(up: Running, count: int) -> bool:
    found = [message["media"]["state"] for message in attachments(up)]
    return found == ["kept"] * count


def bytes_of(up: Running, message: dict[str, Any]) -> bytes:
    answer = up.get(message["media"]["url"].removeprefix("/api/v1"))
    assert answer.status_code == 200
    return answer.content


def send_picture(up: Running, key: str = "tea") -> httpx.Response:
    """Give a picture and send it to the customer."""
    bearer = {"Authorization": f"Bearer {up.made.told['api_key']}"}
    api = f"{up.address}/api/v1"
    kept = HTTP.post(f"{api}/media", files={"file": ("tea.png", PNG)}, headers=bearer).json()
    body = {"type": "image", "media": {"id": kept["id"]}, "text": "Our tea"}
    (conversation,) = up.everything("/conversations")
    where = f"{api}/conversations/{conversation['id']}/messages"
    return HTTP.post(where, json=body, headers=bearer | {"Idempotency-Key": key})


def has_gone_out(up: Running) -> bool:
    """Whether WhatsApp took it. Whose minute was over, on a machine under load, asks once more."""
    said = [message for message in up.messages() if message["direction"] == "out"]
    late = [message["failure"]["sentence"] for message in said if message["status"] == "cancelled"]
    assert all("waited too long" in sentence for sentence in late), late
    if len(late) == len(said) > 0:
        assert send_picture(up, f"tea {len(said)}").status_code in {201, 202}
    return any(message["status"] in TAKEN for message in said)


def customer_sends(meta: Aside, kind: str, data: bytes = b"") -> None:
    told = base64.b64encode(data).decode()
    meta.do("message", person=ASHA, type=kind, data=told)


def shelf_of(meta: Aside) -> set[bytes]:
    return {file.data for file in meta.served.world.ground.shelf.items.values()}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_files_go_in_and_out_and_survive_the_death_of_everything(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if engine == "postgresql" else ""
    made = Installation(tmp_path / "data", url, {})
    told = saath("init", "--data", made.data, "--json", url=url).object
    made = Installation(made.data, url, told)
    hook = told["webhook"]
    ids = Ids(app_secret=hook["app_secret"], verify_token=hook["verify_token"], token=TOKEN)
    with served_aside(ids=ids, now=now_ms()) as meta:
        token = tmp_path / "token"
        token.write_text(TOKEN)
        spoken = made.run(
            "init", "--graph-url", meta.identity["base_url"], "--graph-token-file", token
        )
        assert spoken.code == 0, spoken.err
        with made.up() as up:
            meta.served.world.subscribe(f"{up.address}/webhooks/whatsapp")
            for kind in KINDS:
                customer_sends(meta, kind)
            wait_until(lambda: all_kept(up, len(KINDS)))
            assert {bytes_of(up, message) for message in attachments(up)} == shelf_of(meta)
            for number in range(6):
                customer_sends(meta, "image", PNG + bytes([number]) * 1_000_000)
            up.await_messages(len(KINDS) + 2)
            assert send_picture(up).status_code in {201, 202}
            kill(*children(up.process.pid), up.process.pid)
        # On the same port: what was on its way when everything died is delivered there again.
        with made.up(port=up.port) as again:
            everything = len(KINDS) + 7
            wait_until(lambda: all_kept(again, everything), lambda: str(attachments(again)), 150)
            wait_until(lambda: has_gone_out(again))
        pictures = [m for m in meta.chat(ASHA) if m["direction"] == "out"]
        assert [m["type"] for m in pictures] == ["image"]
        assert PNG in shelf_of(meta)
    assert made.verify()["equal"]
