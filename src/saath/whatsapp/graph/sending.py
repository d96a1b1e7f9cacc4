"""Send a message, and read what Meta answers to it. What an answer means is decided here, purely."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from saath.domain.intention import HELD_BACK
from saath.net import TOO_LATE, Call, NotSent, Response, Result, Sends, Unknown
from saath.whatsapp.adapters import adapter_of
from saath.whatsapp.error_codes import retry_at, rule_of
from saath.whatsapp.graph.line import VERSION, Line, code_in, tree

NOT_SENT_RETRY_MS, TOO_LATE_RETRY_MS = 5_000, 1_000
WIDE = frozenset({"stop", "later", "back_off"})
"""What concerns the whole number, not this message alone: its token, its rate, its account."""

_GAVE_UP_WAITING = frozenset({408, 499})
"""Said by something between us and Meta, which may have passed the request on before."""

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


def send_message(
    client: Sends,
    line: Line,
    payload: dict[str, Any],
    *,
    may_begin: Callable[[], bool],
    deadline_s: float = 0.0,
) -> Result:
    """POST one message. Exactly one request leaves, or none."""
    adapter = adapter_of(line.provider)
    url = adapter.messages_url(line.base_url, VERSION, line.phone_number_id)
    headers = {**line.authorization, "content-type": "application/json"}
    body = msgspec.json.encode(payload)
    timeout_s = line.timeout_s
    call = Call("POST", url, headers, body, timeout_s, may_begin=may_begin, deadline_s=deadline_s)
    return client.send(call)


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
            wamid, held = _wamid(body)
            if held:
                return Answer("unconfirmed", wamid, reason=HELD_BACK)
            # A read mark is no message: its yes names none (messages reference, mark as read).
            known = wamid or tree(body).get("success") is True
            return Answer("accepted", wamid) if known else Answer("unconfirmed", reason="no wamid")
        case Response(status=status, body=body):
            return refused(status, body, attempts=attempts, now=now)


def refused(status: int, body: bytes, *, attempts: int, now: int) -> Answer:
    """Only an error in Graph's own words proves that the message was not taken."""
    code = code_in(body)
    if code is None:
        kind: Kind = "unconfirmed" if status >= 500 or status in _GAVE_UP_WAITING else "rejected"
        return Answer(kind, reason=f"HTTP {status} without an error of Graph's")
    rule = rule_of(code)
    again = retry_at(rule, attempts=attempts, now=now)
    reason = f"code {code}"
    if again:
        return Answer("deferred", "", code, reason, again, stops_number=rule.retry in WIDE)
    return Answer("rejected", "", code, reason)


def _wamid(body: bytes) -> tuple[str, bool]:
    """What it is called, and whether it may still be dropped: messages reference, template send."""
    messages = tree(body).get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    told = first if isinstance(first, dict) else {}
    wamid = told.get("id")
    return wamid if isinstance(wamid, str) else "", told.get("message_status") == HELD_BACK
