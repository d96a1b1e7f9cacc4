"""The ten questions an export cannot answer, one a card, each may be skipped.

An empty answer means *unknown* and is said in the report; it never counts as a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

type Broadcasts = Literal["never", "sometimes", "weekly"]


class BadAnswers(Exception):
    """The answers cannot be understood; says which and what is wanted."""


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the owner said. None and empty lists: skipped."""

    people: int | None = None
    devices: list[str] = []
    chats_a_day: int | None = None
    tools: list[str] = []
    broadcasts: Broadcasts | None = None
    never_wait: list[str] = []
    data_must_stay_in_india: bool | None = None
    portfolio: Literal["own", "agency", "none"] | None = None
    app: Literal["own", "partner", "none"] | None = None
    hurts_most: str | None = None
    wanted_first: str | None = None
    sales_noted: Literal["nowhere", "sheet", "crm", "accounts"] | None = None
    order_value: float | None = None
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One question: its number, the answers it fills, what may be chosen."""

    number: int
    fills: tuple[str, ...]
    choices: tuple[str, ...] = ()


QUESTIONS: tuple[Card, ...] = (
    Card(1, ("people",)),
    Card(2, ("devices",), ("phone", "web", "windows", "mac", "tablet")),
    Card(3, ("chats_a_day",)),
    Card(4, ("tools",), ("none", "crm", "helpdesk", "sheets", "tally", "shop")),
    Card(5, ("broadcasts",), ("never", "sometimes", "weekly")),
    Card(6, ("never_wait", "data_must_stay_in_india"), ("orders", "payments", "complaints", "medical", "bookings", "loans")),
    Card(7, ("portfolio", "app"), ("own", "agency", "partner", "none")),
    Card(8, ("hurts_most",), ("history", "interruption", "restriction", "cost")),
    Card(9, ("wanted_first",), ("team_inbox", "visibility", "automation", "campaigns", "crm")),
    Card(10, ("sales_noted", "order_value"), ("nowhere", "sheet", "crm", "accounts")),
)  # fmt: skip


def read_answers(given: Mapping[str, Any]) -> Answers:
    """Answers from a file or a form; a mistake is told with the name of the answer."""
    known = {name for card in QUESTIONS for name in card.fills} | {"opens", "closes"}
    strange = sorted(set(given) - known)
    if strange:
        raise BadAnswers(f"Unknown answer {strange[0]!r}. Known: {', '.join(sorted(known))}.")
    try:
        answers = msgspec.convert(dict(given), Answers, strict=False)
    except msgspec.ValidationError as error:
        raise BadAnswers(f"An answer does not fit: {error}.") from None
    if answers.people is not None and answers.people < 1:
        raise BadAnswers("'people' is how many answer today, at least 1.")
    opens, closes = answers.opens, answers.closes
    if (opens is None) != (closes is None) or not 0 <= (opens or 0) < (closes or 24) <= 24:
        raise BadAnswers("'opens' and 'closes' are hours of the day, both given, opens first.")
    return answers


def skipped(answers: Answers) -> list[int]:
    """The numbers of the cards nobody answered."""
    return [
        card.number
        for card in QUESTIONS
        if all(getattr(answers, name) in (None, []) for name in card.fills)
    ]
