"""The state of one conversation: one person and one number of the business.

What deliveries say (the marks) is the same for any order of arrival. Control, assignment, labels
and what requests settled follow the journal's positions.
"""

from dataclasses import replace
from typing import Literal

from saath.domain.policy import Policy
from saath.domain.thread import NEVER, Mark
from saath.domain.values import dataclass

type Control = Literal["", "nobody", "bot", "agent", "phone"]

# Meta: free-form messages are allowed until 24 h after the person's last message; checked
# 2026-11-21. Which margin we keep before that end is the guard's business.
WINDOW_MS = 24 * 60 * 60 * 1000
KEPT_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Conversation:
    """Marks of what was said, who answers now, and what the team noted about it.

    heard / spoke: last message of the person / of the business, from anywhere, history included.
    asked: last live message of the person. answered: last live words of a person on the phone.
    waiting: last live message of the person that no request has settled since it came.
    exported: last message that only an exported chat tells; nothing follows from it but where a
    conversation of which nothing else is known stands in the list.
    since: the first one after a request settled those before; NEVER as long as none did.
    reached_at: our last attempt to write to the person first, outside the window, unless WhatsApp
    refused it; reached_before: the one before it.
    control: empty until somebody or something took it. Times of ours: milliseconds, 0 for none.
    """

    person: str
    phone_number_id: str
    heard: Mark = NEVER
    spoke: Mark = NEVER
    asked: Mark = NEVER
    answered: Mark = NEVER
    waiting: Mark = NEVER
    control: Control = ""
    control_at: int = 0
    control_until: int = 0
    assignee: str = ""
    assignee_name: str = ""
    labels: tuple[str, ...] = ()
    claimed_by: str = ""
    claimed_until: int = 0
    attempts: tuple[int, ...] = ()
    automatic: tuple[int, ...] = ()
    automatic_run: int = 0
    exported: Mark = NEVER
    since: Mark = NEVER
    reached_at: int = 0
    reached_before: int = 0

    @property
    def needs_reply(self) -> bool:
        """Whether the person wrote, live, and nobody has answered since."""
        return self.waiting > self.answered

    @property
    def last(self) -> Mark:
        """The last message that WhatsApp told."""
        return max(self.heard, self.spoke)

    @property
    def place(self) -> Mark:
        """Where it stands in the list: its last message, else the last one of an exported chat."""
        return self.last if self.last != NEVER else self.exported

    @property
    def window_closes_at(self) -> int:
        """When free-form messages end; 0 when no live message ever opened the window."""
        return self.asked[0] + WINDOW_MS if self.asked != NEVER else 0

    def controlled_by(self, policy: Policy) -> Control:
        """Who answers now. Until anybody took it, the bot does, if there is one."""
        return self.control or free_control(policy)


def free_control(policy: Policy) -> Control:
    """Who answers when nobody holds the conversation."""
    return "bot" if policy.answers_by_itself else "nobody"


def hear(conversation: Conversation, mark: Mark, *, live: bool, new: bool) -> Conversation:
    """Join one telling of a message of the person. Only a live one asks for a reply.

    `new` is the first live telling: a redelivery of what was settled does not ask again.
    """
    heard = max(conversation.heard, mark)
    if not live:
        return _marked(conversation, heard, conversation.spoke, conversation.answered)
    asks = new or mark > conversation.asked
    # Built by place: every message passes here, and `replace` takes three times as long.
    return Conversation(
        conversation.person,
        conversation.phone_number_id,
        heard,
        conversation.spoke,
        max(conversation.asked, mark),
        conversation.answered,
        max(conversation.waiting, mark) if asks else conversation.waiting,
        conversation.control,
        conversation.control_at,
        conversation.control_until,
        conversation.assignee,
        conversation.assignee_name,
        conversation.labels,
        conversation.claimed_by,
        conversation.claimed_until,
        conversation.attempts,
        conversation.automatic,
        0 if new else conversation.automatic_run,
        conversation.exported,
        _since(conversation, mark) if asks else conversation.since,
        conversation.reached_at,
        conversation.reached_before,
    )


def _since(before: Conversation, mark: Mark) -> Mark:
    """From which message on nothing is settled, now that this one asks for a reply too."""
    if before.waiting == NEVER and before.asked != NEVER:
        return mark
    return min(before.since, mark)


def speak(conversation: Conversation, mark: Mark) -> Conversation:
    """Join one telling of a message of the business that answers nothing by itself.

    History and the app's own greeting and away messages are such; so are copies of our sends.
    """
    spoke = max(conversation.spoke, mark)
    return _marked(conversation, conversation.heard, spoke, conversation.answered)


def _marked(before: Conversation, heard: Mark, spoke: Mark, answered: Mark) -> Conversation:
    """The same conversation when nothing changes, so that nothing is written."""
    if heard == before.heard and spoke == before.spoke and answered == before.answered:
        return before
    return Conversation(  # built by place, as in `hear`
        before.person,
        before.phone_number_id,
        heard,
        spoke,
        before.asked,
        answered,
        before.waiting,
        before.control,
        before.control_at,
        before.control_until,
        before.assignee,
        before.assignee_name,
        before.labels,
        before.claimed_by,
        before.claimed_until,
        before.attempts,
        before.automatic,
        before.automatic_run,
        before.exported,
        before.since,
        before.reached_at,
        before.reached_before,
    )


def answer(conversation: Conversation, mark: Mark) -> Conversation:
    """Join one telling of words a person wrote live on the phone: all up to them is answered."""
    spoke, answered = max(conversation.spoke, mark), max(conversation.answered, mark)
    return _marked(conversation, conversation.heard, spoke, answered)


def recall(conversation: Conversation, mark: Mark) -> Conversation:
    """Join one message of an exported chat: it asks nothing, answers nothing, opens nothing."""
    if mark <= conversation.exported:
        return conversation
    return replace(conversation, exported=mark)


def hold(conversation: Conversation, by: Control, *, now: int, until: int = 0) -> Conversation:
    """Somebody (or the bot, or nobody) has it from now on; `until` ends a person's hold."""
    return replace(conversation, control=by, control_at=now, control_until=until)


def settle(conversation: Conversation) -> Conversation:
    """Everything that is folded by now is answered, or needs no answer.

    `since` stays, in case it has to be answered after all; the next message sets another.
    """
    return replace(conversation, waiting=NEVER)


def unsettle(conversation: Conversation) -> Conversation:
    """The last message of the person needs a reply after all."""
    return replace(conversation, waiting=conversation.asked)


def reach(conversation: Conversation, *, now: int) -> Conversation:
    """Remember that a template was attempted; it counts for the portfolio outside the window."""
    if now < conversation.window_closes_at:
        return conversation
    return replace(conversation, reached_at=now, reached_before=conversation.reached_at)


def unreach(conversation: Conversation, *, at: int) -> Conversation:
    """The attempt of then reached nobody: WhatsApp refused it, or nothing left."""
    if not at or conversation.reached_at != at:
        return conversation
    return replace(conversation, reached_at=conversation.reached_before)


def attempt(conversation: Conversation, *, automatic: bool, now: int) -> Conversation:
    """Remember an attempt, for the pace towards this person and against loops."""
    kept = (*conversation.attempts, now)[-KEPT_ATTEMPTS:]
    if not automatic:
        return replace(conversation, attempts=kept)
    return replace(
        conversation,
        attempts=kept,
        automatic=(*conversation.automatic, now)[-KEPT_ATTEMPTS:],
        automatic_run=conversation.automatic_run + 1,
    )


def unite(one: Conversation, other: Conversation, *, person: str) -> Conversation:
    """One conversation of two that turned out to be with the same person."""
    later = max(one, other, key=lambda c: (c.control_at, c.control, c.assignee, c.labels))
    claim = max(one, other, key=lambda c: (c.claimed_until, c.claimed_by))
    return replace(
        later,
        person=person,
        heard=max(one.heard, other.heard),
        spoke=max(one.spoke, other.spoke),
        asked=max(one.asked, other.asked),
        answered=max(one.answered, other.answered),
        waiting=max(one.waiting, other.waiting),
        labels=tuple(sorted({*one.labels, *other.labels})),
        claimed_by=claim.claimed_by,
        claimed_until=claim.claimed_until,
        attempts=tuple(sorted((*one.attempts, *other.attempts)))[-KEPT_ATTEMPTS:],
        automatic=tuple(sorted((*one.automatic, *other.automatic)))[-KEPT_ATTEMPTS:],
        automatic_run=max(one.automatic_run, other.automatic_run),
        exported=max(one.exported, other.exported),
        since=_earlier_since(one, other),
        reached_at=max(one.reached_at, other.reached_at),
        reached_before=max(one.reached_before, other.reached_before),
    )


def _earlier_since(one: Conversation, other: Conversation) -> Mark:
    """Of two: those that wait decide. Where nothing was ever settled, its last word is known."""
    asking = [c for c in (one, other) if c.waiting != NEVER] or [one, other]
    known = [c.since for c in asking if c.since != NEVER]
    is_settled = any(c.waiting == NEVER and c.asked != NEVER for c in (one, other))
    words = [c.waiting for c in asking if c.waiting != NEVER]
    return min([*known, *words], default=NEVER) if known or is_settled else NEVER


def release(conversation: Conversation) -> Conversation:
    """A person's hold ended by time: whoever answers freely, answers again."""
    return replace(conversation, control="", control_until=0)
