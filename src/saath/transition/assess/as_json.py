"""The assessment as one JSON object: statistics, no message text but repeated questions' wording.

Keys are stable; durations are seconds, money is rupees, times are the phone's wall clock.
"""

from dataclasses import asdict
from typing import Any

import msgspec

from saath.transition.assess.assessment import Assessment
from saath.transition.assess.audit import Audit
from saath.transition.assess.report.words import told, words_of
from saath.transition.assess.waits import Times


def to_json(assessment: Assessment, language: str = "en") -> dict[str, Any]:
    """The object, its sentences in a language."""
    words = words_of(language)
    audit = assessment.audit
    whole: dict[str, Any] = {
        "coverage": _coverage(assessment),
        "verdict": _verdict(assessment, language),
        "response_time": _response_time(assessment),
        "missed": asdict(assessment.missed),
        "peaks": _peaks(audit, assessment),
        "kinds": dict((audit.kinds["received"] + audit.kinds["sent"]).most_common()),
        "kinds_received": dict(audit.kinds["received"].most_common()),
        "kinds_sent": dict(audit.kinds["sent"].most_common()),
        "languages": _shares(dict(audit.languages)),
        "scripts": _shares(dict(audit.scripts)),
        "questions": [asdict(question) for question in assessment.questions],
        "chores": [asdict(chore) for chore in assessment.chores],
        "promises": {"prices": audit.said.prices, "dates": audit.said.dates},
        "missed_calls": audit.missed_calls,
        "signed_by": assessment.facts["signers"],
        "not_carried": asdict(assessment.carried),
        "unknowable": [words[f"unknown_{key}"] for key in assessment.unknowable],
        "watch_out": [words[f"watch_{key}"] for key in assessment.watch_out],
        "objectives": asdict(assessment.objectives),
        "forecast": asdict(assessment.forecast),
        "facts": assessment.facts,
        "answers": msgspec.to_builtins(assessment.answers),
    }
    built: dict[str, Any] = msgspec.to_builtins(whole)
    return built


def _coverage(assessment: Assessment) -> dict[str, Any]:
    each = [asdict(coverage) for coverage in assessment.coverage]
    return {
        "chats": len(each),
        "groups": assessment.carried.groups,
        "messages": sum(coverage.messages for coverage in assessment.coverage),
        "from": assessment.first_day,
        "to": assessment.last_day,
        "days": assessment.days,
        "unparsed_lines": sum(coverage.unparsed_lines for coverage in assessment.coverage),
        "timezone": "assumed",
        "on_api": any(coverage.on_api for coverage in assessment.coverage),
        "files": each,
        "refused": [asdict(refused) for refused in assessment.refused],
    }


def _verdict(assessment: Assessment, language: str) -> dict[str, Any]:
    verdict, words = assessment.verdict, words_of(language)
    return {
        "choice": verdict.choice,
        "scores": verdict.scores,
        "reasons": [
            {
                "rule": reason.rule,
                "text": told(words, language, f"why_{reason.rule}", reason.fact, reason.value),
                "evidence": {reason.fact: reason.value},
                "points": reason.points,
            }
            for reason in verdict.reasons
        ],
        "would_change": [
            {
                "text": words[f"change_{change.lever}"],
                "if": {change.fact: change.value},
                "choice": change.choice,
            }
            for change in verdict.would_change
        ],
    }


def _times(times: Times) -> dict[str, Any]:
    return asdict(times)


def _response_time(assessment: Assessment) -> dict[str, Any]:
    responses = assessment.responses
    return {
        **_times(responses.business),
        "measured": "each answer, in business hours",
        "any_hour": _times(responses.any_hour),
        "first": _times(responses.first_business),
        "first_any_hour": _times(responses.first_any_hour),
        "precision_s": responses.precision_s,
        "business_hours": asdict(responses.hours),
        "resolution": _times(responses.resolution),
        "median_by_weekday_and_hour_s": responses.by_hour,
    }


def _peaks(audit: Audit, assessment: Assessment) -> dict[str, Any]:
    cells = [
        {"weekday": day, "hour": hour, "messages": count}
        for day, row in enumerate(audit.asked_at)
        for hour, count in enumerate(row)
        if count
    ]
    busiest = sorted(cells, key=lambda cell: (-cell["messages"], cell["weekday"], cell["hour"]))
    return {
        "by_weekday_and_hour": audit.asked_at,
        "busiest": busiest[:5],
        "after_hours_share": assessment.facts["after_hours_share"],
        "received_a_day": round(sum(map(sum, audit.asked_at)) / assessment.days, 1),
    }


def _shares(counts: dict[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return {key: round(count / total, 3) for key, count in ordered}
