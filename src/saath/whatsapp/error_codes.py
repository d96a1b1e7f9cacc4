"""Meta's error codes, as far as they decide whether to try a send again.

Source: Meta, error codes (capture of 2026-09, checked 2026-11-21). A code that is not listed is
final: nothing unknown is ever repeated. The sentences for people are in `queries.failures`.
"""

from dataclasses import dataclass
from typing import Literal

type Retry = Literal["no", "hold", "back_off", "pair", "later", "stop"]

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
# 500s with a Graph body are a probable refusal, not a proven one: a status that says otherwise
# has this long to arrive before the next attempt (our own rule; reliability 2.4).
HOLD_MS = MINUTE_MS
PAIR_BASE_MS, PAIR_FACTOR = 1000, 4  # Meta: 4^X s for 131056
ATTEMPTS_MAX = 4
TOO_FAST = 130429
"""The number as a whole was too fast; what customers write counts as well."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one code is answered. `after` is the first wait; `stop` holds the whole number."""

    retry: Retry
    after_ms: int = 0
    attempts_max: int = ATTEMPTS_MAX


RULES: dict[int, Rule] = {
    1: Rule("hold", HOLD_MS, 2),
    2: Rule("hold", HOLD_MS),
    131000: Rule("hold", HOLD_MS, 3),
    131016: Rule("hold", HOLD_MS),
    133004: Rule("hold", HOLD_MS),
    4: Rule("later", 10 * MINUTE_MS),
    80007: Rule("later", 10 * MINUTE_MS),
    TOO_FAST: Rule("back_off", 2000, 6),
    131056: Rule("pair", PAIR_BASE_MS, 5),
    131057: Rule("later", 2 * MINUTE_MS),
    2494100: Rule("later", 2 * MINUTE_MS),
    0: Rule("stop", MINUTE_MS),
    190: Rule("stop", MINUTE_MS),
}
FINAL = Rule("no")


def rule_of(code: int) -> Rule:
    """The rule for a code; every other one is final."""
    return RULES.get(code, FINAL)


def retry_at(rule: Rule, *, attempts: int, now: int) -> int:
    """When the next attempt may be made, or 0 for never. `attempts` counts those already made."""
    if rule.retry == "no" or attempts >= rule.attempts_max:
        return 0
    factor = {"pair": PAIR_FACTOR, "back_off": 2, "hold": 2}.get(rule.retry, 1)
    return now + int(rule.after_ms * factor ** max(0, attempts - 1))
