"""What Saath wants to answer by itself. Proposes; whether it may be sent is the guard's.

Deterministic and small on purpose: a greeting for who writes first, an answer found by its words.
"""

import re
from dataclasses import dataclass

from saath.domain.conversation import Conversation
from saath.domain.facts.messages import MessageReceived
from saath.domain.intention import Intention, intention_key
from saath.domain.outgoing import Outgoing
from saath.domain.policy import Automation, Policy

# \w leaves out the vowel signs of Indian scripts, without which other words would be read.
WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u0dff\u200c\u200d]+")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A new live message and its conversation, before and after it was folded."""

    fact: MessageReceived
    message: str
    before: Conversation | None
    after: Conversation


def propose(trigger: Trigger, policy: Policy, *, now: int) -> Intention | None:
    """The one answer to this message, or None. The same message never makes two."""
    if not _is_young(trigger.fact, policy, now) or trigger.after.controlled_by(policy) != "bot":
        return None
    for automation in policy.automations:
        if automation.on and _fits(automation, trigger, policy):
            return _answer(automation, trigger, policy, now)
    return None


def _is_young(fact: MessageReceived, policy: Policy, now: int) -> bool:
    """Nothing automatic answers the past, nor a message from a clock far ahead of ours."""
    return fact.origin == "live" and abs(now - fact.at) <= policy.times.trigger_age


def _fits(automation: Automation, trigger: Trigger, policy: Policy) -> bool:
    if automation.kind == "greeting":
        before = trigger.before
        silent_since = max(before.last[0], 0) if before else 0
        return trigger.fact.at - silent_since >= policy.times.greet_again
    said = words(trigger.fact.content.text)
    return any(words(wanted) and _contains(said, words(wanted)) for wanted in automation.words)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without case and punctuation."""
    return tuple(WORD.findall(text.casefold()))


def _contains(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(said[start : start + size] == wanted for start in range(len(said) - size + 1))


def _answer(automation: Automation, trigger: Trigger, policy: Policy, now: int) -> Intention:
    after = trigger.after
    return Intention(
        key=intention_key("answer", trigger.message, automation.id),
        person=after.person,
        phone_number_id=after.phone_number_id,
        outgoing=Outgoing("text", text=automation.text),
        source="bot",
        author=automation.id,
        automatic=True,
        created_at=now,
        due_at=now + policy.times.settle,
        expires_at=now + policy.times.answer_life,
        # A greeting answers nothing: the person still waits for a reply.
        answers=(0, "") if automation.kind == "greeting" else (trigger.fact.at, trigger.message),
        holding=automation.kind == "greeting",
    )
