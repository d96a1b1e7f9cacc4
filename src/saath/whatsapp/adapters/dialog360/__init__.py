"""360dialog: Meta's bodies under another address, a key for each number, deliveries unsigned.

Two kinds of deliveries: of a number, in Meta's own envelope; of the partner (history, contacts),
as `{"id", "event", "data"}`, where `data` is Meta's value with the account's id in it. Facts:
docs.360dialog.com, coexistence, webhooks and partner webhooks (read 2026-11-21); nobody tried it
on a live account.
"""

import re

from msgspec import DecodeError, Raw, Struct
from msgspec.json import Decoder, encode

from saath.whatsapp.adapters.contract import Can

_METAS_FILES = re.compile(r"https://[a-z0-9-]+\.fbsbx\.com(?::443)?(?P<path>/.*)")


class _Data(Struct):
    id: str = ""


class _Wrapped(Struct):
    event: str
    data: Raw


_wrapped = Decoder(_Wrapped).decode
_data = Decoder(_Data).decode


class Dialog360:
    """A partner between Meta and us; it asks for history and contacts by itself."""

    name = "dialog360"
    url = "https://waba-v2.360dialog.io"
    can = Can(history=True, contacts=True, echoes=True, signs=False, we_ask_for_sync=False)

    def messages_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """The key says which number it is."""
        del version, phone_number_id
        return f"{base_url}/messages"

    def media_url(self, base_url: str, version: str, phone_number_id: str, media_id: str) -> str:
        """The key says which number it is."""
        del version, phone_number_id
        return f"{base_url}/{media_id}"

    def upload_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """The key says which number it is."""
        del version, phone_number_id
        return f"{base_url}/media"

    def place_url(self, base_url: str, url: str) -> str:
        """The same path at the partner: it tells Meta's address, where its key opens nothing.

        docs.360dialog.com, messaging, media (read 2026-11-22).
        """
        told = _METAS_FILES.fullmatch(url)
        return f"{base_url}{told['path']}" if told else url

    def headers(self, token: str) -> dict[str, str]:
        """A key of the number."""
        return {"d360-api-key": token}

    def unwrap(self, body: bytes) -> bytes:
        """A delivery of the partner in Meta's envelope, its value byte for byte."""
        try:
            told = _wrapped(body)
            account = _data(told.data).id
        except (DecodeError, UnicodeDecodeError, RecursionError):
            return body
        change = {"field": told.event, "value": told.data}
        entry = {"id": account, "changes": [change]}
        return encode({"object": "whatsapp_business_account", "entry": [entry]})
