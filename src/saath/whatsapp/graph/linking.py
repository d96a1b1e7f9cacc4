"""Make one of the calls that link a number, and open what Meta answers. What to ask is `whatsapp.linking`'s."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from saath.net import Call, NotSent, Response, Sends, Unknown
from saath.whatsapp.graph.line import VERSION
from saath.whatsapp.graph.line import tree as opened
from saath.whatsapp.linking import Ask, Reply

LINK_TIMEOUT_S = 10.0


def call(client: Sends, base_url: str, ask: Ask, *, timeout_s: float = LINK_TIMEOUT_S) -> Reply:
    """Make one of the calls that link a number. Exactly one request leaves, or none."""
    query = f"?{urlencode(ask.query)}" if ask.query else ""
    headers = {"content-type": "application/json"}
    if ask.token:
        headers["authorization"] = f"Bearer {ask.token}"
    body = msgspec.json.encode(ask.body) if ask.body is not None else b""
    url = f"{base_url}/{VERSION}/{ask.path}{query}"
    match client.send(Call(ask.method, url, headers, body, timeout_s)):
        case NotSent():
            return Reply("not_sent")
        case Unknown():
            return Reply("unknown")
        case Response(status=status, body=said):
            return _replied(status, opened(said))


def _replied(status: int, tree: dict[str, Any]) -> Reply:
    """Only an error in Graph's own words is a no; anything else may have counted."""
    error = tree.get("error")
    if isinstance(error, dict):
        code, subcode = error.get("code"), error.get("error_subcode")
        return Reply("refused", tree, _number(code), _number(subcode))
    return Reply("ok", tree) if status == 200 else Reply("unknown", tree)


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0
