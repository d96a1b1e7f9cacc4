"""What a partner wraps is unwrapped, and how it is called is its own."""

import json
from pathlib import Path
from typing import override

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.domain.facts import HistoryProgressed, MessageReceived
from saath.net import Call, Client, NotSent, Result
from saath.whatsapp.adapters import ADAPTERS, adapter_of
from saath.whatsapp.graph import Line, ask_media, download, send_message, upload
from saath.whatsapp.parse import parse
from saath.whatsapp.peek import peek
from tests.deliveries import NUMBER, delivery, said

PARTNER = ADAPTERS["dialog360"]
VALUE = {
    "id": "800100200300400",
    "messaging_product": "whatsapp",
    "metadata": {"display_phone_number": "919000000001", "phone_number_id": NUMBER},
    "history": [
        {
            "metadata": {"phase": 1, "chunk_order": 2, "progress": 40},
            "threads": [
                {
                    "id": "919000000021",
                    "messages": [
                        {
                            "from": "919000000021",
                            "id": "wamid.1",
                            "timestamp": "1760000000",
                            "type": "text",
                            "text": {"body": "नमस्ते"},
                            "history_context": {"status": "READ"},
                        }
                    ],
                }
            ],
        }
    ],
}


def test_a_partners_history_is_read_like_metas() -> None:
    body = PARTNER.unwrap(json.dumps({"id": "x", "event": "history", "data": VALUE}).encode())
    message, progressed = parse(body)
    assert isinstance(message, MessageReceived)
    assert (message.content.text, message.origin) == ("नमस्ते", "history")
    assert progressed == HistoryProgressed(NUMBER, 1, 2, 40, 1)
    seen = peek(body)
    assert seen.bulk
    assert (seen.phone_number_ids, seen.account_ids) == (
        frozenset({NUMBER}),
        frozenset({"800100200300400"}),
    )


def test_what_is_in_metas_envelope_stays_as_it_is() -> None:
    body = delivery(said("wamid.2", 1, "Hello", phone="919000000021"))
    assert PARTNER.unwrap(body) == body


@given(st.binary(max_size=60) | st.just(b'{"event": 1, "data": []}') | st.just(b"[" * 5000))
def test_unwrapping_is_total(body: bytes) -> None:
    assert isinstance(PARTNER.unwrap(body), bytes)


def test_each_has_its_own_address_and_key() -> None:
    meta = adapter_of("simulator")
    assert meta.messages_url("https://x", "v25.0", "551") == "https://x/v25.0/551/messages"
    assert meta.headers("t") == {"authorization": "Bearer t"}
    assert PARTNER.messages_url("https://x", "v25.0", "551") == "https://x/messages"
    assert PARTNER.headers("t") == {"d360-api-key": "t"}


class Wire(Client):
    """Remembers what would have left."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []

    @override
    def send(self, call: Call) -> Result:
        self.calls.append(call)
        return NotSent("nobody listens")


def test_a_message_leaves_as_its_partner_wants_it() -> None:
    with Wire() as wire:
        line = Line("https://waba.example", "551", "own-key", provider="dialog360")
        send_message(wire, line, {"to": "1"}, may_begin=lambda: True, deadline_s=90)
    (call,) = wire.calls
    assert call.deadline_s == 90
    assert call.url == "https://waba.example/messages"
    assert call.headers["d360-api-key"] == "own-key"
    assert "authorization" not in call.headers


LOOKASIDE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3"


@pytest.mark.parametrize(
    ("provider", "urls"),
    [
        (
            "meta",
            ["https://x/v25.0/a%2Fb?phone_number_id=551", LOOKASIDE, "https://x/v25.0/551/media"],
        ),
        (
            "dialog360",
            [
                "https://x/a%2Fb",
                "https://x/whatsapp_business/attachments/?mid=1&ext=2&hash=3",
                "https://x/media",
            ],
        ),
    ],
)
def test_files_come_and_go_as_a_partner_wants_it(
    provider: str, urls: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "ab"
    file.write_bytes(b"picture")
    line = Line("https://x", "551", "own-key", provider=provider)
    with Wire() as wire:
        ask_media(wire, line, "a/b")
        download(wire, line, LOOKASIDE, lambda _part: None, limit=9)
        upload(wire, line, file, "image/png")
    assert [call.url for call in wire.calls] == urls
    assert all(line.authorization.items() <= call.headers.items() for call in wire.calls)


def test_only_metas_places_lie_at_the_partner_too() -> None:
    for url in ("https://evil.example/x", "https://fbsbx.com.evil.example/x", "https://[x/y", ""):
        assert PARTNER.place_url("https://x", url) == url


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_adapter_says_what_goes_through_it(name: str) -> None:
    assert ADAPTERS[name].name == name
    assert ADAPTERS[name].can.echoes is True
