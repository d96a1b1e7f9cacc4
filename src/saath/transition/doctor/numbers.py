"""Checks of our side of the link to WhatsApp: versions, clocks, secrets, and mending the webhook."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from saath.domain import limits
from saath.net import Client
from saath.store.kinds import PRIMARY
from saath.store.models import Connection
from saath.store.tenancy import across_businesses
from saath.transition.doctor.checks import Check, Finding, State, Ward
from saath.transition.sealed import opens
from saath.transition.watch.asking import subjects
from saath.transition.watch.meta import subscribe
from saath.whatsapp.graph import VERSION

SKEW_CHECK_MS, SKEW_ACT_MS = 30_000, 5 * 60_000


def version_ends(version: str = VERSION) -> date | None:
    """When this version ends; None when Meta has not said."""
    known = limits.GRAPH_ENDS.get(version)
    return datetime.fromtimestamp(known.value / 1000, UTC).date() if known else None


def _version(ward: Ward) -> Iterator[Finding]:
    on = version_ends()
    if on is None:
        said = f"Meta has not said when version {VERSION} of its API ends."
        yield Finding("graph.version", "unknown", said)
        return
    today = datetime.fromtimestamp(ward.now / 1000, UTC).date()
    days = (on - today).days
    state: State = "ok"
    if days < limits.GRAPH_PLAN_DAYS.value:
        state = "act" if days < limits.GRAPH_ACT_DAYS.value else "check"
    source = limits.GRAPH_ENDS[VERSION]
    said = f"Version {VERSION} of Meta's API ends on {on} ({source.source}, {source.checked})."
    impact = "" if state == "ok" else "After that day nothing is sent."
    yield Finding("graph.version", state, said, impact, "" if state == "ok" else "Upgrade Saath.")


def _skew(ward: Ward) -> Iterator[Finding]:
    known = [r.clock_skew_ms for r in ward.reports.values() if r.clock_skew_ms is not None]
    if not known:
        yield Finding(
            "up.clock", "unknown", "Nothing told the time, so our clock was not compared."
        )
        return
    worst = max(known, key=abs)
    state: State = "ok"
    if abs(worst) > SKEW_CHECK_MS:
        state = "act" if abs(worst) > SKEW_ACT_MS else "check"
    said = f"Our clock is {worst / 1000:+.0f} s from WhatsApp's."
    impact = "" if state == "ok" else "Time limits of answers are judged wrongly."
    yield Finding("up.clock", state, said, impact, "" if state == "ok" else "Set it by NTP.")


def _address(ward: Ward) -> Iterator[Finding]:
    speaking = {(line.business, line.phone_number_id) for line in ward.lines}
    with across_businesses(PRIMARY):
        rows = Connection.objects.using(PRIMARY).values_list("business", "phone_number_id")
        mute = len(set(rows) - speaking)
    if mute:
        said = f"Numbers without an address to send through: {mute}."
        impact = "What is written in Saath does not go out; each message ends as too late."
        mend = (
            "Link the number: saath link, or the page Move > Link. Or saath init --graph-url URL."
        )
        yield Finding("graph.address", "check", said, impact, mend)
    else:
        yield Finding("graph.address", "ok", "Every number has an address to send through.")


def _secrets(ward: Ward) -> Iterator[Finding]:
    with across_businesses(PRIMARY):
        rows = list(Connection.objects.using(PRIMARY).order_by("business", "phone_number_id"))
    shut = [row.phone_number_id for row in rows if not opens(row, ward.key)]
    if shut:
        said = f"The secrets of numbers that do not open with this key: {len(shut)}."
        impact = "WhatsApp's messages are refused for these numbers."
        mend = "Bring back the key they were sealed with."
        yield Finding("secrets.open", "act", said, impact, mend)
    else:
        yield Finding("secrets.open", "ok", "Every stored secret opens with the key.")
    rotating = sum(bool(row.app_secret_before) for row in rows)
    if rotating:
        said = f"Numbers that still accept the app secret from before the rotation: {rotating}."
        mend = "Once Meta signs with the new one, let the old one go."
        impact = "Who knows the old secret can still write messages into your chats."
        yield Finding("secrets.rotation", "check", said, impact, mend)
    else:
        yield Finding("secrets.rotation", "ok", "No rotation of secrets is half done.")


def resubscribe(ward: Ward) -> None:
    """Have everything of every account sent to us again."""
    for business in ward.businesses:
        for subject in subjects(business, ward.lines):
            with Client() as client:
                subscribe(client, subject)


CHECKS = (
    Check("graph", _address),
    Check("graph", _version),
    Check("up", _skew),
    Check("secrets", _secrets),
)
