"""Prepare a ward: ask WhatsApp, measure the lights, so that every check only reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError

from saath.journal import JournalError
from saath.store.founding import list_businesses
from saath.store.lines import list_lines
from saath.transition.doctor.checks import Finding, Ward
from saath.transition.doctor.records import migrations
from saath.transition.watch import Place, stand
from saath.transition.watch.asking import ask_all

WHATSAPP = ("graph", "number", "webhook", "up.clock")


@dataclass(frozen=True, slots=True)
class Closed:
    """The installation cannot be looked into; this is why."""

    finding: Finding


def admit(ward: Ward, *, only: Sequence[str] = ()) -> Closed | None:
    """Fill the ward with what the checks read; None when all went well."""
    waiting = migrations()
    if not waiting.is_well:
        ward.journal = None
        return Closed(waiting)
    ward.businesses = list_businesses()
    ward.lines = list_lines(ward.key)
    if _asks_whatsapp(only):
        ask_whatsapp(ward)
    measure(ward)
    return None


def measure(ward: Ward) -> None:
    """Look at the lights anew."""
    place = Place(ward.folder, ward.engine)
    ward.signs = [
        sign
        for business in ward.businesses
        for light in stand(business, journal=ward.journal, place=place, now=ward.now).lights
        for sign in light.shown
    ]


def _asks_whatsapp(only: Sequence[str]) -> bool:
    return not only or any(
        name.startswith(wanted) or wanted.startswith(name) for name in only for wanted in WHATSAPP
    )


def ask_whatsapp(ward: Ward) -> None:
    """Ask about every number and keep what was said."""
    try:
        for business in ward.businesses:
            for asked in ask_all(business, ward.lines, now=ward.now):
                ward.reports[asked.phone_number_id] = asked.report
    except (DatabaseError, JournalError):
        return  # what could not be kept is not known, and the signs say so
