"""The named facts the rules look at, and the list of what nobody can know from exports.

A fact that is not known is None and fires no rule.
"""

from collections.abc import Sequence
from statistics import mean

from saath.chatexport import Coverage
from saath.transition.assess.answers import Answers, skipped
from saath.transition.assess.audit import Audit
from saath.transition.assess.chores import Chore
from saath.transition.assess.figures import Missed, Responses
from saath.transition.assess.repeats import Question
from saath.transition.assess.verdict import Fact

SIGNED_AT_LEAST = 3
TOO_LITTLE = "too_little"
ENOUGH_ANSWERS = 20  # the median of fewer moves with every one
ENOUGH = 10  # fewer waits or questions say nothing about shares
TEAM_WISHES = frozenset({"team_inbox", "visibility", "automation"})
CRM_TOOLS = frozenset({"crm", "helpdesk"})


def signers_in(audit: Audit) -> int:
    """How many people sign their messages."""
    return sum(1 for times in audit.signers.values() if times >= SIGNED_AT_LEAST)


def from_chats(
    audit: Audit,
    responses: Responses,
    missed: Missed,
    questions: Sequence[Question],
    chores: Sequence[Chore],
) -> dict[str, Fact]:
    """What the chats themselves tell."""
    waits, asked = len(audit.waits), audit.asked_times
    messages = sum(chat.messages for chat in audit.chats)
    groups = sum(chat.messages for chat in audit.chats if chat.is_group)
    median = responses.any_hour.median_s
    received = sum(map(sum, audit.asked_at))
    closed = _outside(audit, responses)
    return {
        "signers": signers_in(audit),
        "missed_share": missed.count / waits if waits >= ENOUGH else None,
        "median_minutes": None if median is None else median / 60,
        "repeated_share": sum(q.count for q in questions) / asked if asked >= ENOUGH else None,
        "chores_a_week": sum(chore.per_week for chore in chores),
        "after_hours_share": closed / received if received >= ENOUGH else None,
        "group_share": groups / messages if messages else None,
        "promises": audit.said.prices + audit.said.dates,
    }


def _outside(audit: Audit, responses: Responses) -> int:
    hours = responses.hours
    return sum(
        count
        for day, row in enumerate(audit.asked_at)
        for hour, count in enumerate(row)
        if day not in hours.days or not hours.opens <= hour < hours.closes
    )


def from_answers(answers: Answers, audit: Audit, coverage: Sequence[Coverage]) -> dict[str, Fact]:
    """What the owner told; where nothing was said, what the chats show, or nothing."""
    a_day = mean(audit.chats_by_day.values()) if audit.chats_by_day else None
    told = answers.chats_a_day
    return {
        "people": answers.people,
        # The exports are a sample: their count is a floor, good for "busy", never for "calm".
        "chats_a_day": told if told is not None else (a_day if (a_day or 0) >= 60 else None),
        "uses_crm": bool(CRM_TOOLS & set(answers.tools)) if answers.tools else None,
        "sales_in_crm": None if answers.sales_noted is None else answers.sales_noted == "crm",
        "phone_unused": "phone" not in answers.devices if answers.devices else None,
        "fears_history": None if answers.hurts_most is None else answers.hurts_most == "history",
        "wants_team": None if answers.wanted_first is None else answers.wanted_first in TEAM_WISHES,
        "wants_crm": None if answers.wanted_first is None else answers.wanted_first == "crm",
        "data_must_stay_in_india": answers.data_must_stay_in_india,
        "on_api": any(each.on_api for each in coverage),
    }


def unknowable_in(
    answers: Answers, audit: Audit, responses: Responses, coverage: Sequence[Coverage]
) -> list[str]:
    """What could not be known, by key; the report has the words."""
    checks = {
        TOO_LITTLE: responses.any_hour.count < ENOUGH_ANSWERS,
        "who_replied": signers_in(audit) < 2,
        "delivered": True,
        "other_chats": True,
        "sales": answers.sales_noted in (None, "nowhere"),
        "order_of_dates": not all(each.proven or each.order_told for each in coverage),
        "timezone": True,
        "seconds": responses.precision_s > 1,
        "hours": responses.hours.assumed,
        "unread_lines": any(each.unparsed_lines for each in coverage),
        "skipped": bool(skipped(answers)),
    }
    return [key for key, unknown in checks.items() if unknown]


def watch_out(
    answers: Answers, audit: Audit, coverage: Sequence[Coverage], groups: int
) -> list[str]:
    """Risks that move no score but must be told before anybody moves."""
    checks = {
        "windows": "windows" in answers.devices,
        "broadcasts": answers.broadcasts in ("sometimes", "weekly"),
        "groups": groups > 0,
        "no_portfolio": answers.portfolio == "none",
        "no_app": answers.app == "none",
        "loans": "loans" in answers.never_wait,
        "medical": "medical" in answers.never_wait,
        "stay_in_india": answers.data_must_stay_in_india is True,
        "on_api": any(each.on_api for each in coverage),
        "signs": signers_in(audit) >= 2,
    }
    return [key for key, risky in checks.items() if risky]
