"""Bugs in what is decided: who has the conversation, who waits, what may be sent."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from saath.domain.conversation import release
from saath.domain.fold.sending import conversation_of, keep
from saath.domain.intention import gone, requeued
from tests.planted.planting import bug

GUARD = "saath.domain.guard:RULES"


def _without(rules: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    left = tuple(rule for rule in rules if rule.__name__ != name)
    assert len(left) == len(rules) - 1, f"the guard has no rule {name}"
    return left


@bug("I22", at="saath.domain.fold.messages:hear")
def window_opened_by_history(original: Any) -> Any:
    """A message of history counts as if the customer had just written it."""
    return lambda talk, mark, **told: original(talk, mark, live=True, new=told["new"])


@bug("I22", at="saath.domain.fold.messages:answer")
def window_opened_by_echo(original: Any) -> Any:
    """What the owner writes on the phone opens the window."""

    def answer(talk: Any, mark: Any) -> Any:
        answered = original(talk, mark)
        return replace(answered, asked=max(answered.asked, mark))

    return answer


@bug("I22", at=GUARD)
def window_not_asked_about(original: Any) -> Any:
    """The guard forgets the 24 hours."""
    return _without(original, "_window")


@bug("I13", at=GUARD)
def person_not_asked_about(original: Any) -> Any:
    """The guard lets the bot speak over a person."""
    return _without(original, "_person")


@bug("I25", at=GUARD)
def number_state_not_asked_about(original: Any) -> Any:
    """The guard sends from a number that was banned or has moved to a new phone."""
    return _without(original, "_number")


@bug("I24", at=GUARD)
def pace_not_asked_about(original: Any) -> Any:
    """The guard writes to one person as fast as it can."""
    return _without(original, "_person_pace")


@bug("I16", at=GUARD)
def loop_not_asked_about(original: Any) -> Any:
    """The guard lets the bot talk on and on."""
    return _without(original, "_loop")


@bug("I15", at="saath.domain.answering:_is_young")
def bot_answers_the_past(_original: Any) -> Any:
    """A message that was delivered days late is answered as if it were new."""
    return lambda _fact, _policy, _now: True


@bug("I13", at="saath.domain.fold.messages:_was_live")
def redelivery_takes_control(_original: Any) -> Any:
    """An echo that comes again takes the conversation again."""
    return lambda _message, _direction: False


@bug("I13", at="saath.domain.fold.sending:_timer")
def stale_timer_releases(original: Any) -> Any:
    """The end of an earlier hold ends the present one."""

    def timer(draft: Any, fact: Any) -> None:
        if fact.kind == "release":
            keep(draft, release(conversation_of(draft, fact.person, fact.phone_number_id)))
            return
        original(draft, fact)

    return timer


@bug("needs-reply", at="saath.domain.fold.sending:_needs_reply")
def failure_is_silent(_original: Any) -> Any:
    """What could not be sent counts as an answer."""
    return lambda _draft, _message: None


@bug("moved-on", at="saath.domain.fold.requests:_moved_on")
def nobody_is_told_that_it_moved_on(_original: Any) -> Any:
    """Who answers what they saw answers what they did not see as well."""
    return lambda _asked, _seen: None


@bug("I19", "I18", at="saath.domain.step:fold_request")
def request_result_forgotten(original: Any) -> Any:
    """The same request is carried out as often as it is asked."""

    def fold(draft: Any, fact: Any, policy: Any, now: int) -> None:
        with patch.object(type(draft), "result", lambda _draft, _key: None):
            original(draft, fact, policy, now)

    return fold


@bug("I20", at="saath.domain.fold.messages:drop_automatic")
def put_off_answer_left_queued(_original: Any) -> Any:
    """An answer that WhatsApp put off stays in the thread as queued when a person takes over."""

    def drop(draft: Any, person: str, number: str) -> None:
        for waiting in draft.intentions_of(person, number):
            if waiting.automatic and waiting.stage == "queued":
                draft.changes.intentions[waiting.key] = gone(waiting)

    return drop


@bug("I19", at="saath.domain.fold.sending:doubted")
def unconfirmed_is_retried(_original: Any) -> Any:
    """What was perhaps sent is sent again."""
    return lambda intention, _reason="": requeued(intention, due_at=0)


@bug("I11", at="saath.domain.fold.people:_move_to")
def moved_customer_written_to_at_the_old_phone(_original: Any) -> Any:
    """Who changed their number is answered where they are no more."""
    return lambda _draft, _after, _number, _policy, _at: None
