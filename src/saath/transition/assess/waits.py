"""Waits: from a customer's first unanswered message to the first answer by anybody.

A wait ends with any message of the business or with a call. Thanks, a thumb or a sticker alone ask
for nothing and start no wait.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from saath.domain.shop_words import folded_word
from saath.transition.assess.hours import Hours

NEW_CONVERSATION = timedelta(hours=24)  # silence after which a message starts a new conversation
MISSED_AFTER = timedelta(hours=24)  # without an answer for this long, a wait is missed
LATE_AFTER_SECONDS = 30 * 60  # in business hours

CLOSING_WORDS = """
    ok okay okk k thanks thank thankyou thx ty you so much very done good great nice welcome
    fine sure yes haan han ji theek thik hai h acha accha shukriya dhanyavad dhanyawad bye sir
    mam madam bhai merci beaucoup gracies d'accord dacord bien perfect parfait super gracias
    vale bonne journee noted received got it ठीक है धन्यवाद शुक्रिया जी हां अच्छा आभार આભાર
    સારું ઓકે நன்றி சரி ధన్యవాదాలు ধন্যবাদ
    """
_CLOSING = frozenset(map(folded_word, CLOSING_WORDS.split()))
LONGEST_CLOSING = 80
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_][\w'\u0900-\u0dff\u200c\u200d]*")


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait; `until` is None when nobody ever answered."""

    chat: int
    since: datetime
    until: datetime | None
    first: bool  # the first of its conversation


@dataclass(frozen=True, slots=True)
class Times:
    """Mean, median and 90th percentile of some durations in seconds; None without any."""

    count: int
    mean_s: float | None
    median_s: float | None
    p90_s: float | None


def times_of(seconds: Sequence[float]) -> Times:
    """Summarise durations."""
    if not seconds:
        return Times(0, None, None, None)
    ordered = sorted(seconds)
    p90 = ordered[min(len(ordered) - 1, -(-len(ordered) * 9 // 10) - 1)]
    return Times(len(ordered), round(mean(ordered), 1), round(median(ordered), 1), round(p90, 1))


def wants_nothing(text: str) -> bool:
    """Thanks, ok, a thumb: a message that closes and waits for no answer."""
    if len(text) > LONGEST_CLOSING or "?" in text or _DIGIT.search(text):
        return False
    return all(folded_word(word) in _CLOSING for word in _WORDS.findall(text))


def is_missed(wait: Wait, hours: Hours, exported_at: datetime) -> bool:
    """Nobody answered within a day: 24 hours, and as long as the business is open in a day.

    After 24 hours the API could not answer freely either: its window is closed. Closed days do not
    count against anybody.
    """
    until = wait.until or exported_at
    if until - wait.since < MISSED_AFTER:
        return False
    a_day = (hours.closes - hours.opens) * 3600
    return wait.until is None or hours.seconds_between(wait.since, until) >= a_day


def is_late(wait: Wait, hours: Hours) -> bool:
    """Answered, but after half an hour in which the business was open."""
    return (
        wait.until is not None
        and hours.seconds_between(wait.since, wait.until) > LATE_AFTER_SECONDS
    )
