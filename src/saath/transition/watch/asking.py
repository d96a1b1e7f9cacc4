"""Ask WhatsApp about every number of a business and keep what it said, for the lights to judge."""

from collections.abc import Iterable
from dataclasses import dataclass

from saath.domain.evidence import Report
from saath.net import Client
from saath.queries.evidence import decode_report
from saath.store.kinds import PRIMARY
from saath.store.lines import GraphLine
from saath.store.models import Connection, LinkDoor
from saath.store.sightings import NUMBER, Seen, keep, list_seen
from saath.store.tenancy import as_business
from saath.transition.watch.measuring import encode
from saath.transition.watch.meta import TIMEOUT_S, Subject, ask
from saath.whatsapp.graph import Line


@dataclass(frozen=True, slots=True)
class Asked:
    """One number and what WhatsApp said of it."""

    phone_number_id: str
    report: Report


def subjects(business: str, lines: Iterable[GraphLine]) -> list[Subject]:
    """The numbers of a business that speak somewhere, with their accounts."""
    with as_business(business, PRIMARY, reads=True):
        rows = Connection.objects.using(PRIMARY).filter(business=business)
        accounts = dict(rows.values_list("phone_number_id", "waba_id"))
        doors = LinkDoor.objects.using(PRIMARY).filter(business=business).order_by("created_at")
        apps = dict(doors.values_list("provider", "app_id"))
    return [
        Subject(
            Line(one.url, one.phone_number_id, one.token, TIMEOUT_S),
            accounts[one.phone_number_id],
            apps.get(one.provider, ""),
        )
        for one in lines
        if one.business == business and one.phone_number_id in accounts
    ]


def ask_all(
    business: str, lines: Iterable[GraphLine], *, now: int, older_than: int = 0
) -> list[Asked]:
    """Ask about every number that was not asked about for `older_than` ms, and keep the answers."""
    with as_business(business, PRIMARY, reads=True):
        seen = list_seen(business)
    asked = []
    for subject in subjects(business, lines):
        number = subject.line.phone_number_id
        known = seen.get(f"{NUMBER}{number}")
        if known and 0 <= now - known.at < older_than:
            continue
        with Client() as client:
            report = ask(client, subject, now=now)
        asked.append(Asked(number, _kept(business, number, report, decode_report(known))))
    return asked


def _kept(business: str, number: str, report: Report, before: Report | None) -> Report:
    """Keep an answer. That nothing answered does not wipe out what was said a moment ago."""
    if not (report.error and before and not before.error):
        keep(business, Seen(f"{NUMBER}{number}", report.at, encode(report)))
    return report
