"""Ask WhatsApp about one number: token, state, quality, limit, payment, subscription, clock.

Reads only, each with a short patience. What an answer means is decided here by pure functions;
fields and edges: Meta, "Business phone numbers", "Subscribe to a WABA", "Health status" and
"Debug token" (developers.facebook.com, read 2026-11-21).
"""

from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import msgspec

from saath.domain.evidence import Known, Report
from saath.net import Call, Client, Response
from saath.whatsapp.graph import VERSION, Line
from saath.whatsapp.linking import Reply, is_subscribed

TIMEOUT_S = 4.0
FIELDS = "status,quality_rating,whatsapp_business_manager_messaging_limit,platform_type,is_on_biz_app,health_status"
WANTED = ("messages", "smb_message_echoes", "history", "smb_app_state_sync", "account_update")
"""Webhook fields without which something of a coexistence number stays invisible."""
TOKEN_CODES = frozenset({0, 10, 102, 190, 200, 463, 467})
PAYMENT_CODES = frozenset({131042, 141006})


@dataclass(frozen=True, slots=True)
class Subject:
    """The number that is asked about, where it speaks, its account, and our app if it is known."""

    line: Line
    waba_id: str
    app_id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its tree, Graph's error code, Graph's clock; `reached` when anything answered."""

    tree: dict[str, Any]
    code: int | None = None
    date: str = ""
    reached: bool = True


def ask(client: Client, subject: Subject, *, now: int) -> Report:
    """Everything that WhatsApp tells about the number now."""
    line = subject.line
    number = _get(client, line, f"{line.phone_number_id}?fields={FIELDS}")
    report = replace(read_number(number, Report(now)), clock_skew_ms=skew(number.date, now))
    if report.permission == "no" or report.error:
        return report
    token = _get(client, line, f"debug_token?input_token={quote(line.token, safe='')}")
    apps = _get(client, line, f"{subject.waba_id}/subscribed_apps")
    fields = _get(client, line, "app/subscriptions")
    return read_fields(fields, read_apps(apps, read_token(token, report), subject.app_id))


def subscribe(client: Client, subject: Subject) -> bool:
    """Have everything of the account sent to our app; safe to ask again."""
    return _call(client, subject.line, "POST", f"{subject.waba_id}/subscribed_apps").code is None


def read_number(said: Said, report: Report) -> Report:
    """What the number's own fields say."""
    if not said.reached:
        return replace(report, error="unreachable")
    if said.code in TOKEN_CODES:
        return replace(report, permission="no")
    if said.code is not None:
        return replace(report, error=f"code {said.code}")
    tree = said.tree
    both = tree.get("is_on_biz_app") is True and tree.get("platform_type") == "CLOUD_API"
    told = "is_on_biz_app" in tree and "platform_type" in tree
    return replace(
        report,
        permission="yes",
        status=_text(tree, "status"),
        quality=_text(tree, "quality_rating"),
        tier=_text(tree, "whatsapp_business_manager_messaging_limit"),
        payment=_payment(tree.get("health_status")),
        coexists=("yes" if both else "no") if told else "unknown",
    )


def _payment(health: object) -> Known:
    if not isinstance(health, dict):
        return "unknown"
    entities = [e for e in health.get("entities") or () if isinstance(e, dict)]
    codes = {x.get("error_code") for e in entities for x in e.get("errors") or ()}
    if codes & PAYMENT_CODES:
        return "no"
    return "yes" if health.get("can_send_message") == "AVAILABLE" else "unknown"


def read_token(said: Said, report: Report) -> Report:
    """When the token ends. Graph may refuse to tell; the number's fields proved that it works."""
    data = said.tree.get("data")
    if said.code is not None or not isinstance(data, dict):
        return report
    if data.get("is_valid") is False:
        return replace(report, permission="no")
    ends = data.get("expires_at")
    return replace(report, permission_ends_at=ends * 1000) if isinstance(ends, int) else report


def read_apps(said: Said, report: Report, app_id: str = "") -> Report:
    """Whether our app is told what concerns the account; any app, while ours is not known."""
    apps = said.tree.get("data")
    if said.code is not None or not isinstance(apps, list):
        return report
    ours = is_subscribed(Reply("ok", said.tree), app_id) if app_id else bool(apps)
    return replace(report, subscribed="yes" if ours else "no")


def read_fields(said: Said, report: Report) -> Report:
    """Which fields our app is sent; None when Graph does not tell this token."""
    rows = said.tree.get("data")
    if said.code is not None or not isinstance(rows, list) or not rows:
        return report
    fields = {
        str(f.get("name")) if isinstance(f, dict) else str(f)
        for row in rows
        if isinstance(row, dict) and row.get("object") == "whatsapp_business_account"
        for f in row.get("fields") or ()
    }
    return replace(report, missing=tuple(f for f in WANTED if f not in fields) if fields else None)


def skew(date: str, now: int) -> int | None:
    """By how much our clock is ahead of Graph's; None when it told no time. Whole seconds only."""
    try:
        return now - int(parsedate_to_datetime(date).timestamp() * 1000)
    except (TypeError, ValueError):
        return None


def _get(client: Client, line: Line, path: str) -> Said:
    return _call(client, line, "GET", path)


def _call(client: Client, line: Line, method: str, path: str) -> Said:
    headers = {"authorization": f"Bearer {line.token}", "accept": "application/json"}
    url = f"{line.base_url}/{VERSION}/{path}"
    result = client.send(Call(method, url, headers, timeout_s=TIMEOUT_S))
    if not isinstance(result, Response):
        return Said({}, reached=False)
    try:
        tree = msgspec.json.decode(result.body)
    except (msgspec.DecodeError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        return Said({}, code=result.status)
    error = tree.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if code is None and result.status >= 400:
        code = result.status
    return Said(tree, code if isinstance(code, int) else None, result.headers.get("date", ""))


def _text(tree: dict[str, Any], name: str) -> str:
    value = tree.get(name)
    return value if isinstance(value, str) else ""
