"""Meta's Graph API over HTTP: send a message, upload a file. The one impure module of this room.

What an answer means is decided by `read_answer`, which is pure. Which version and host is asked
for comes from the connection; nothing here knows a secret longer than a call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from saath.net import TOO_LATE, Call, NotSent, Response, Result, Sends, Unknown
from saath.whatsapp.error_codes import retry_at, rule_of

VERSION = "v25.0"
SEND_TIMEOUT_S = 30.0
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


def send_message(
    client: Sends, line: Line, payload: dict[str, Any], *, may_begin: Callable[[], bool]
) -> Result:
    """POST one message. Exactly one request leaves, or none."""
    url = f"{line.base_url}/{VERSION}/{line.phone_number_id}/messages"
    headers = {"authorization": f"Bearer {line.token}", "content-type": "application/json"}
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
            # A read mark is no message: its yes names none (messages reference, mark as read).
            known = wamid or _tree(body).get("success") is True
            return Answer("accepted", wamid) if known else Answer("unconfirmed", reason="no wamid")
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
