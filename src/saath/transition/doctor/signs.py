"""Checks that are the signs of the three lights: measured once, said in the same words."""

from collections.abc import Iterator, Mapping

from saath.domain.lights import Sign
from saath.domain.lights import State as LightState
from saath.queries.signs import words_of
from saath.transition.doctor.checks import Check, Finding, State, Ward
from saath.transition.doctor.numbers import resubscribe
from saath.transition.doctor.visit import ask_whatsapp, measure

STATES: Mapping[LightState, State] = {
    "green": "ok",
    "check": "check",
    "act": "act",
    "unknown": "unknown",
    "quiet": "none",
}
NAMES: Mapping[str, tuple[str, str]] = {
    "journal": ("journal.writable", "New messages are refused, and come later."),
    "disk": ("folder.disk", "On a full disk no message can be kept."),
    "backup": ("backup.last", "A broken disk would lose the chats since then."),
    "ledger": ("history.gaps", "Older messages may be missing in the chats."),
    "parked": ("tables.parked", "Nothing automatic is sent there; new words are not shown."),
    "lag": ("worker.lag", "Agents do not see what customers wrote."),
    "echo": ("worker.echo", "Two people may answer the same customer."),
    "wait": ("sends.waiting", "A customer waits for an answer."),
    "errors": ("sends.errors", "Customers did not get these answers."),
    "held": ("sends.held", "Customers get these answers late."),
    "doubt": ("sends.unconfirmed", "Nobody knows whether the customer got them."),
    "life": ("number.life", "Nothing can be sent from Saath; the phone still works."),
    "phone": ("number.phone", "If the phone stays away, WhatsApp ends the link."),
    "asked": ("graph.asked", "What WhatsApp thinks of the number is not known."),
    "token": ("graph.token", "Without it nothing can be sent from Saath."),
    "quality": ("graph.quality", "A low rating ends in fewer messages, or a ban."),
    "limit": ("graph.limit", "Above it, no more people may be written to first."),
    "payment": ("graph.payment", "Paid messages do not reach customers."),
    "hook": ("webhook.fields", "Messages or replies from the phone do not appear."),
}


def _signs(ward: Ward) -> Iterator[Finding]:
    several = len({sign.subject for sign in ward.signs if sign.subject}) > 1
    for sign in ward.signs:
        yield finding(sign, several=several)


def finding(sign: Sign, *, several: bool = False) -> Finding:
    """A sign as a finding; several numbers are told apart by their id."""
    name, impact = NAMES.get(sign.id, (f"other.{sign.id}", ""))
    said, state = words_of(sign), STATES[sign.state]
    named = f"{name}.{sign.subject}" if several and sign.subject else name
    well = state in {"ok", "none"}
    mend = "" if well else said.remedy
    fixable = sign.id == "hook" and state == "act"
    return Finding(named, state, said.sentence, "" if well else impact, mend, fixable)


def _mend(ward: Ward) -> None:
    """Have everything sent to us again, then ask WhatsApp whether it is so."""
    resubscribe(ward)
    ask_whatsapp(ward)
    measure(ward)


CHECKS = (Check("lights", _signs, _mend),)
