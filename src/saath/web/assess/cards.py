"""The ten questions as forms: one a card, every answer may be left out.

Words only; what an answer does to the verdict is `transition.assess`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saath.transition.assess import Answers

type Words = str | Promise
type Kind = Literal["number", "one", "many"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to answer: a number, one of several, or any of several."""

    name: str
    kind: Kind
    label: Words
    choices: tuple[tuple[str, Words], ...] = ()
    least: int = 0
    most: int = 100_000


@dataclass(frozen=True, slots=True)
class Card:
    """One question and why it is asked."""

    title: Words
    why: Words
    fields: tuple[Field, ...]


YES_NO = (("true", _("Yes")), ("false", _("No")))

CARDS: tuple[Card, ...] = (
    Card(
        _("Who answers customers today?"),
        _("One person needs no shared inbox. Four people on one phone cannot see each other."),
        (Field("people", "number", _("People who reply"), least=1, most=10_000),),
    ),
    Card(
        _("On which devices?"),
        _("WhatsApp for Windows stops working with coexistence; the others go on."),
        (Field("devices", "many", _("Devices"), (
            ("phone", _("Phone")), ("web", _("WhatsApp Web in a browser")), ("windows", _("WhatsApp for Windows")),
            ("mac", _("WhatsApp for Mac")), ("tablet", _("Tablet")),
        )),),
    ),
    Card(
        _("How many chats a day?"),
        _("Exports are a sample. You know the whole."),
        (
            Field("chats_a_day", "number", _("Chats on a usual day")),
            Field("opens", "number", _("You open at (hour, 0 to 23)"), most=23),
            Field("closes", "number", _("You close at (hour, 1 to 24)"), least=1, most=24),
        ),
    ),
    Card(
        _("Which tools do you work in?"),
        _("Where orders already live in a tool, the chats may belong there."),
        (Field("tools", "many", _("Tools"), (
            ("none", _("None")), ("crm", _("A CRM")), ("helpdesk", _("A help desk or ticketing tool")),
            ("sheets", _("Sheets")), ("tally", _("Tally or other accounts")), ("shop", _("An online shop")),
        )),),
    ),
    Card(
        _("Do you send offers to many people at once?"),
        _("Broadcast lists stop with coexistence; templates replace them, and cost."),
        (Field("broadcasts", "one", _("Broadcasts"), (
            ("never", _("Never")), ("sometimes", _("Sometimes")), ("weekly", _("Every week or more")),
        )),),
    ),
    Card(
        _("Which chats must never wait?"),
        _("These are the ones to move last, and to watch first."),
        (
            Field("never_wait", "many", _("Never wait"), (
                ("orders", _("Orders")), ("payments", _("Payments")), ("complaints", _("Complaints")),
                ("medical", _("Medical questions")), ("bookings", _("Bookings")), ("loans", _("Loans and collections")),
            )),
            Field("data_must_stay_in_india", "one", _("Must the data stay in India?"), YES_NO),
        ),
    ),
    Card(
        _("Who owns your Meta business portfolio, and an app?"),
        _("Linking a number needs both. It is the wall most people meet late."),
        (
            Field("portfolio", "one", _("Portfolio"), (
                ("own", _("We do")), ("agency", _("Our agency")), ("none", _("Nobody has one")),
            )),
            Field("app", "one", _("App"), (
                ("own", _("We have one")), ("partner", _("A partner has one")), ("none", _("Nobody has one")),
            )),
        ),
    ),
    Card(
        _("What would hurt most?"),
        _("Every way has a price. Say which one you cannot pay."),
        (Field("hurts_most", "one", _("What would hurt most"), (
            ("history", _("Losing old chats")), ("interruption", _("A day without WhatsApp")),
            ("restriction", _("The number being restricted")), ("cost", _("Paying for messages")),
        )),),
    ),
    Card(
        _("What do you want first?"),
        _("So that the first week shows it."),
        (Field("wanted_first", "one", _("First"), (
            ("team_inbox", _("A team that shares the chats")), ("visibility", _("To see what goes unanswered")),
            ("automation", _("Automatic answers")), ("campaigns", _("Campaigns")), ("crm", _("The CRM connected")),
        )),),
    ),
    Card(
        _("Are sales noted anywhere?"),
        _("Without it nobody can say later whether more chats became sales. It stays unknown, not zero."),
        (
            Field("sales_noted", "one", _("Sales are noted"), (
                ("nowhere", _("Nowhere")), ("sheet", _("In a sheet")), ("crm", _("In a CRM")), ("accounts", _("In the accounts")),
            )),
            Field("order_value", "number", _("A usual order in rupees"), most=1_000_000_000),
        ),
    ),
)  # fmt: skip


class Unclear(Exception):
    """A number is none, or out of its bounds; carries the field's name."""


def shown(card: Card, answers: Answers, typed: QueryDict | None = None) -> list[dict[str, Any]]:
    """The fields with what was answered already, or typed just now."""
    given = msgspec.to_builtins(answers)
    return [_shown(field, given, typed) for field in card.fields]


def _shown(field: Field, given: Mapping[str, Any], typed: QueryDict | None) -> dict[str, Any]:
    chosen = typed.getlist(field.name) if typed is not None else _written(given[field.name])
    return {
        "name": field.name,
        "kind": field.kind,
        "label": field.label,
        "least": field.least,
        "most": field.most,
        "value": chosen[0] if chosen else "",
        "choices": [(value, words, value in chosen) for value, words in field.choices],
    }


def _written(value: Any) -> list[str]:
    """An answer as a form writes it."""
    match value:
        case None:
            return []
        case list():
            return [str(each) for each in value]
        case bool():
            return ["true" if value else "false"]
        case float():
            return [f"{value:g}"]
        case _:
            return [str(value)]


def answered(card: Card, answers: Answers, typed: QueryDict) -> dict[str, Any]:
    """All answers with those of this card as typed; raises `Unclear`."""
    given: dict[str, Any] = msgspec.to_builtins(answers)
    return given | {field.name: _typed(field, typed) for field in card.fields}


def _typed(field: Field, typed: QueryDict) -> Any:
    known = {value for value, _ in field.choices}
    if field.kind == "many":
        return [each for each in typed.getlist(field.name) if each in known]
    value = typed.get(field.name, "").strip()
    if field.kind == "one":
        return _truth(value) if value in known else None
    return _number(field, value) if value else None


def _truth(value: str) -> str | bool:
    return value == "true" if value in {"true", "false"} else value


def _number(field: Field, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise Unclear(field.name) from None
    if not field.least <= number <= field.most:
        raise Unclear(field.name)
    return number
