"""A number and a link as programs are told them, by the CLI and the API alike."""

from typing import TYPE_CHECKING, Any

from saath.queries.conditions import Condition
from saath.queries.numbers import NumberView
from saath.transition.link.problems import words_of
from saath.transition.sync.told import moment

if TYPE_CHECKING:
    from saath.transition.link import LinkView

type Told = dict[str, Any]


def link_told(view: "LinkView") -> Told:
    """How far the newest link came; a problem in words with what to do next."""
    words = words_of(view.problem) if view.problem else None
    return {
        "state": view.state,
        "provider": view.provider or None,
        "phone_number_id": view.phone_number_id or None,
        "waba_id": view.waba_id or None,
        "done": view.done or None,
        "linked_at": moment(view.linked_at),
        "proof": {"inbound_ms": view.inbound_ms, "echo_ms": view.echo_ms},
        "problem": {
            "code": view.problem,
            "sentence": words.happened,
            "next_step": words.next_step,
            "detail": view.problem_detail or None,
        }
        if words
        else None,
    }


def number_told(view: NumberView) -> Told:
    """Everything about a number."""
    return {
        "phone_number_id": view.phone_number_id,
        "display_phone_number": view.display_phone_number or None,
        "waba_id": view.waba_id,
        "provider": view.provider,
        "state": view.state,
        "since": moment(view.since),
        "linked_at": moment(view.linked_at),
        "last_inbound_at": moment(view.last_inbound_at),
        "last_echo_at": moment(view.last_echo_at),
        "phone_seen_at": moment(view.phone_seen_at),
        "quality": view.quality or None,
        "limit": view.tier or None,
        "token_expires_at": moment(view.token_expires_at or 0),
        "proof": {"inbound_ms": view.inbound_ms, "echo_ms": view.echo_ms},
        "timeline": [
            {"at": moment(told.at), "what": told.what, "event": told.event}
            for told in view.timeline
        ],
        "cuts": [
            {"from": moment(cut.since), "to": moment(cut.to), "why": cut.why} for cut in view.cuts
        ],
    }


def condition_told(condition: Condition) -> Told:
    """One thing that is wrong."""
    return {
        "kind": condition.kind,
        "since": moment(condition.since),
        "evidence": condition.evidence,
        "phone_number_id": condition.number,
    }
