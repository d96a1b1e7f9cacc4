"""The verdict: rules that are data, read from `data/verdict.toml`, applied to named facts.

Nothing is decided here that the file does not say. Wording in a language is the report's work; here
reasons carry the id of their rule and the evidence.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

type Choice = Literal["app", "coexistence", "api"]
type Fact = float | bool | None

CHOICES: tuple[Choice, ...] = ("app", "coexistence", "api")  # on a tie the smaller change wins
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the file."""

    id: str
    fact: str
    points: Mapping[Choice, int]
    at_least: float | None = None
    at_most: float | None = None
    truth: bool | None = None

    def fires(self, facts: Mapping[str, Fact]) -> bool:
        """Tell whether the fact is known and within the rule's bounds."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.truth is not None:
            return bool(value) is self.truth
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Lever:
    """A fact, and the value that might turn the verdict."""

    id: str
    fact: str
    value: float | bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule, the fact it looked at, what it saw and how much it counts."""

    rule: str
    fact: str
    value: float | bool
    points: int


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the verdict, and to what."""

    lever: str
    fact: str
    value: float | bool
    choice: Choice


@dataclass(frozen=True, slots=True)
class Verdict:
    """The choice, the scores out of 100, why, and what would change it."""

    choice: Choice
    scores: dict[Choice, int]
    reasons: list[Reason]
    would_change: list[Change]


@dataclass(frozen=True, slots=True)
class Rules:
    """The file, read."""

    start: Mapping[Choice, int]
    rules: tuple[Rule, ...]
    levers: tuple[Lever, ...]


@cache
def rules() -> Rules:
    """Read the rules."""
    path = files("saath.transition.assess") / "data" / "verdict.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rules(
        start={choice: raw["start"][choice] for choice in CHOICES},
        rules=tuple(_rule(each) for each in raw["rule"]),
        levers=tuple(Lever(**each) for each in raw["lever"]),
    )


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(
        id=raw["id"],
        fact=raw["fact"],
        points={choice: raw.get(choice, 0) for choice in CHOICES},
        at_least=raw.get("at_least"),
        at_most=raw.get("at_most"),
        truth=raw.get("is"),
    )


def judge(facts: Mapping[str, Fact]) -> Verdict:
    """The verdict on some facts."""
    scores = _scores(facts)
    choice = _best(scores)
    shown: dict[Choice, int] = {each: min(max(scores[each], 0), 100) for each in CHOICES}
    return Verdict(choice, shown, _reasons(facts, scores, choice), _changes(facts, choice))


def _scores(facts: Mapping[str, Fact]) -> dict[Choice, int]:
    fired = [rule for rule in rules().rules if rule.fires(facts)]
    return {
        choice: rules().start[choice] + sum(rule.points[choice] for rule in fired)
        for choice in CHOICES
    }


def _best(scores: Mapping[Choice, int]) -> Choice:
    return max(CHOICES, key=lambda choice: scores[choice])


def _reasons(
    facts: Mapping[str, Fact], scores: Mapping[Choice, int], choice: Choice
) -> list[Reason]:
    """The rules that lifted the choice most above what would have come second."""
    second = max((each for each in CHOICES if each != choice), key=lambda each: scores[each])
    weighed = [
        Reason(rule.id, rule.fact, value, rule.points[choice] - rule.points[second])
        for rule in rules().rules
        if rule.fires(facts) and (value := facts[rule.fact]) is not None
    ]
    telling = [reason for reason in weighed if reason.points > 0]
    return sorted(telling, key=lambda reason: -reason.points)[:MOST_REASONS]


def _changes(facts: Mapping[str, Fact], choice: Choice) -> list[Change]:
    changes = []
    for lever in rules().levers:
        other = _best(_scores({**facts, lever.fact: lever.value}))
        if other != choice:
            changes.append(Change(lever.id, lever.fact, lever.value, other))
    return changes
