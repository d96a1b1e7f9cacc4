"""Meta's Graph API over HTTP: send a message, link a number. The one impure module of this room.

What an answer means is decided by `read_answer`, which is pure. Which version and host is asked
for comes from the connection; nothing here knows a secret longer than a call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec

from saath.net import TOO_LATE, Call, Client, NotSent, Response, Result, Unknown
from saath.whatsapp.adapters import adapter_of
from saath.whatsapp.error_codes import retry_at, rule_of
from saath.whatsapp.linking import Ask, Reply

VERSION = "v25.0"
SEND_TIMEOUT_S = 30.0
LINK_TIMEOUT_S = 10.0
NOT_SENT_RETRY_MS, TOO_LATE_RETRY_MS = 5_000, 1_000
WIDE = frozenset({"stop", "later", "back_off"})
"""What concerns the whole number, not this message alone: its token, its rate, its account."""

type Kind = Literal["accepted", "rejected", "deferred", "unconfirmed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Meta's answer to a send says. `retry_at` is set for what did not leave or may be tried
    again; `stops_number` when it concerns everything this number sends until then.
    """

    kind: Kind
    wamid: str = ""
    code: int = 0
    reason: str = ""
    retry_at: int = 0
    stops_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Where and as whom to speak for one number."""

    base_url: str
    phone_number_id: str
    token: str = field(repr=False)
    timeout_s: float = SEND_TIMEOUT_S
    provider: str = "meta"


def send_message(
    client: Client, line: Line, payload: dict[str, Any], *, may_begin: Callable[[], bool]
) -> Result:
    """POST one message. Exactly one request leaves, or none."""
    adapter = adapter_of(line.provider)
    url = adapter.messages_url(line.base_url, VERSION, line.phone_number_id)
    headers = {**adapter.headers(line.token), "content-type": "application/json"}
    body = msgspec.json.encode(payload)
    timeout_s = line.timeout_s
    return client.send(Call("POST", url, headers, body, timeout_s, may_begin=may_begin))


def read_answer(result: Result, *, attempts: int, now: int) -> Answer:
    """What became of the request. Errs on the side of *not known*."""
    match result:
        case NotSent(reason=reason) if reason == TOO_LATE:
            return Answer("cancelled", reason=reason, retry_at=now + TOO_LATE_RETRY_MS)
        case NotSent(reason=reason):
            wait = NOT_SENT_RETRY_MS * 2 ** min(attempts, 6)
            return Answer("deferred", reason=reason, retry_at=now + wait)
        case Unknown(reason=reason):
            return Answer("unconfirmed", reason=reason)
        case Response(status=200, body=body):
            wamid = _wamid(body)
            return Answer("accepted", wamid) if wamid else Answer("unconfirmed", reason="no wamid")
        case Response(status=status, body=body):
            return _refused(status, body, attempts, now)


def _refused(status: int, body: bytes, attempts: int, now: int) -> Answer:
    """Only an error in Graph's own words proves that the message was not taken."""
    error = _tree(body).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if not isinstance(code, int) or isinstance(code, bool):
        kind: Kind = "unconfirmed" if status >= 500 else "rejected"
        return Answer(kind, reason=f"HTTP {status} without an error of Graph's")
    rule = rule_of(code)
    again = retry_at(rule, attempts=attempts, now=now)
    reason = f"code {code}"
    if again:
        return Answer("deferred", "", code, reason, again, stops_number=rule.retry in WIDE)
    return Answer("rejected", "", code, reason)


def call(client: Client, base_url: str, ask: Ask, *, timeout_s: float = LINK_TIMEOUT_S) -> Reply:
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
            return _replied(status, _tree(said))


def _replied(status: int, tree: dict[str, Any]) -> Reply:
    """Only an error in Graph's own words is a no; anything else may have counted."""
    error = tree.get("error")
    if isinstance(error, dict):
        code, subcode = error.get("code"), error.get("error_subcode")
        return Reply("refused", tree, _number(code), _number(subcode))
    return Reply("ok", tree) if status == 200 else Reply("unknown", tree)


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0


def _wamid(body: bytes) -> str:
    messages = _tree(body).get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    wamid = first.get("id") if isinstance(first, dict) else None
    return wamid if isinstance(wamid, str) else ""


def _tree(body: bytes) -> dict[str, Any]:
    try:
        tree = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return tree if isinstance(tree, dict) else {}
