"""Fold what somebody asked of a conversation: done, or refused with a reason. Exactly once.

Refused here is what can be known at this place of the journal; the guard is asked again at the
head, when the attempt is appended.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from saath.domain import conversation as talk
from saath.domain.attaching import UPLOAD_WAIT_MS, carrying
from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    MarkRead,
    NeedsReply,
    Note,
    React,
    Reply,
    RequestMade,
    SendAgain,
)
from saath.domain.fold.queue import drop_automatic, queue
from saath.domain.fold.sending import conversation_of, enter, keep
from saath.domain.guard import Scene, guard
from saath.domain.intention import Intention, intention_key
from saath.domain.media import MediaState, media_key
from saath.domain.message import Message
from saath.domain.outgoing import Attachment, Outgoing, template_of
from saath.domain.person import card
from saath.domain.policy import Number, Policy
from saath.domain.refusals import Refusal
from saath.domain.result import Result
from saath.domain.states import Draft


@dataclass(frozen=True, slots=True)
class Asked:
    """A request together with everything its folding needs."""

    draft: Draft
    fact: RequestMade
    number: Number
    policy: Policy
    now: int

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is in the draft by now."""
        return conversation_of(self.draft, self.fact.person, self.fact.phone_number_id)


def fold_request(draft: Draft, fact: RequestMade, policy: Policy, now: int) -> None:
    """Carry out one request, unless the very same was carried out before."""
    if draft.result(fact.id) is not None:
        return
    number = policy.number(fact.phone_number_id)
    known = draft.conversation(draft.find(fact.person), fact.phone_number_id)
    if number is None or known is None:
        outcome: Refusal | str = UNKNOWN_CONVERSATION
    else:
        outcome = _carry_out(Asked(draft, fact, number, policy, now))
    refused = outcome if isinstance(outcome, Refusal) else None
    message = "" if isinstance(outcome, Refusal) else outcome
    draft.changes.results[fact.id] = Result(fact.id, now, message, refused)


UNKNOWN_CONVERSATION = Refusal(
    "unknown-conversation", "There is no such conversation.", "Open it from the list."
)
UNKNOWN_MESSAGE = Refusal(
    "unknown-message", "There is no such message in this conversation.", "Reload the conversation."
)


def _carry_out(asked: Asked) -> Refusal | str:
    """The id of what was made ("" for nothing), or why not."""
    match asked.fact.action:
        case Reply() as reply:
            return _reply(asked, reply)
        case SendAgain(message=key):
            return _send_again(asked, key)
        case React(message=key, emoji=emoji):
            return _point(asked, key, Outgoing("reaction", text=emoji, target=key))
        case MarkRead(message=key):
            return _point(asked, key, Outgoing("read", target=key))
        case Note(text=text):
            return _note(asked, text)
        case _ as action:
            return _tend(asked, action)


def _tend(asked: Asked, action: Assign | Control | NeedsReply | Label | Claim) -> Refusal | str:
    if isinstance(action, NeedsReply) and not action.value:
        refusal = _moved_on(asked, action.seen)
        if refusal is not None:
            return refusal
    keep(asked.draft, _tended(asked, asked.conversation, action))
    return ""


def _tended(
    asked: Asked, before: Conversation, action: Assign | Control | NeedsReply | Label | Claim
) -> Conversation:
    match action:
        case Assign(to=to, name=name):
            return replace(before, assignee=to, assignee_name=name)
        case Control(to=to):
            return _control(asked, before, to)
        case NeedsReply(value=value):
            return talk.unsettle(before) if value else talk.settle(before)
        case Label(add=add, remove=remove):
            labels = tuple(sorted(({*before.labels} | {*add}) - {*remove}))
            return replace(before, labels=labels)
        case Claim():
            until = asked.now + asked.policy.times.claim
            return replace(before, claimed_by=asked.fact.actor.name, claimed_until=until)


def _control(asked: Asked, before: Conversation, to: str) -> Conversation:
    match to:
        case "agent":
            drop_automatic(asked.draft, before.person, before.phone_number_id)
            until = asked.now + asked.policy.times.agent_hold
            return talk.hold(before, "agent", now=asked.now, until=until)
        case "bot" if asked.policy.answers_by_itself:
            return talk.hold(before, "bot", now=asked.now)
        case _:
            return talk.hold(before, "nobody", now=asked.now)


def _reply(asked: Asked, reply: Reply) -> Refusal | str:
    quoted = reply.outgoing.reply_to
    known = asked.draft.message(quoted) if quoted else None
    if quoted and (known is None or not _is_here(asked, known)):
        return UNKNOWN_MESSAGE
    return _moved_on(asked, reply.seen) or _queue(asked, reply.outgoing)


def _moved_on(asked: Asked, seen: str) -> Refusal | None:
    """Compare with the last message the author saw; empty means that they do not compare."""
    before = asked.conversation
    last = before.last[1]
    if not seen or seen == last:
        return None
    known = asked.draft.message(seen)
    if known is not None and known.mark >= before.last:
        return None
    return Refusal(
        "conversation-moved-on",
        "Somebody wrote in this conversation since you looked.",
        "Read what is new, then send it again if it still fits.",
        detail=(("last", last),),
    )


def _send_again(asked: Asked, key: str) -> Refusal | str:
    message = asked.draft.message(key)
    if message is None or message.content is None or not _is_here(asked, message):
        return UNKNOWN_MESSAGE
    if not message.may_be_sent_again:
        return Refusal(
            "not-allowed",
            "This message is on its way, or has arrived.",
            "Wait until it failed or until Saath says that nobody knows.",
        )
    again = again_key(message.id)
    if asked.draft.message(again) is not None:
        return Refusal(
            "not-allowed",
            "Somebody has sent this again already.",
            "Look at the newer one in this chat; it can be sent again if it fails too.",
        )
    return _queue(asked, _same(message.content, asked.draft.media), key=again)


def again_key(message: str) -> str:
    """The key of the second try of a message: of two people who ask for it, one gets it."""
    return intention_key("again", message)


def _same(content: Content, state_of: Callable[[str], MediaState | None]) -> Outgoing:
    """The same words again, with the same file if there was one."""
    template = template_of(content)
    if template is not None:
        return Outgoing("template", template=template)
    media, kind = content.media, carrying(content.type)
    if media is None or kind is None:
        return Outgoing("text", text=content.text, reply_to=content.reply_to)
    state = state_of(media_key("", media))
    size = state.bytes if state else 0
    attached = Attachment(media.sha256, media.mime, media.filename, media.voice, size)
    return Outgoing(kind, content.text, content.reply_to, attached)


def _point(asked: Asked, key: str, outgoing: Outgoing) -> Refusal | str:
    message = asked.draft.message(key)
    if message is None or not message.wamid or not _is_here(asked, message):
        return UNKNOWN_MESSAGE
    intention = _intention(asked, outgoing, intention_key(asked.fact.id))
    refusal = _ask_guard(asked, intention)
    if refusal is not None:
        return refusal
    queue(asked.draft, intention)
    return ""


def _is_here(asked: Asked, message: Message) -> bool:
    before = asked.conversation
    return (
        asked.draft.find(message.person) == before.person
        and message.phone_number_id == before.phone_number_id
    )


def _queue(asked: Asked, outgoing: Outgoing, key: str = "") -> Refusal | str:
    """A person's message enters the thread with its request; an agent's takes the conversation."""
    intention = _intention(asked, outgoing, key or intention_key(asked.fact.id))
    refusal = _ask_guard(asked, intention)
    if refusal is not None:
        return refusal
    queue(asked.draft, intention)
    enter(asked.draft, intention, at=asked.now, progress="queued")
    if asked.fact.actor.kind == "agent":
        _take(asked)
    return intention.key


def _take(asked: Asked) -> None:
    before = asked.conversation
    drop_automatic(asked.draft, before.person, before.phone_number_id)
    until = asked.now + asked.policy.times.agent_hold
    taken = talk.hold(talk.settle(before), "agent", now=asked.now, until=until)
    keep(asked.draft, replace(taken, claimed_by="", claimed_until=0))


def _intention(asked: Asked, outgoing: Outgoing, key: str) -> Intention:
    before, fact = asked.conversation, asked.fact
    wait = UPLOAD_WAIT_MS if outgoing.attachment else 0
    return Intention(
        key=key,
        person=before.person,
        phone_number_id=before.phone_number_id,
        outgoing=outgoing,
        source="agent" if fact.actor.kind == "agent" else "api",
        author=fact.actor.name,
        automatic=False,
        created_at=asked.now,
        due_at=asked.now,
        expires_at=fact.expires_at + wait,
        answers=before.asked,
    )


def _ask_guard(asked: Asked, intention: Intention) -> Refusal | None:
    """Only what waiting cannot cure is refused here; the rest is decided at the head."""
    refusal = guard(intention, scene(asked.draft, asked.conversation, asked.policy), now=asked.now)
    return refusal if refusal is not None and not refusal.is_passing else None


def scene(draft: Draft, conversation: Conversation, policy: Policy) -> Scene:
    """What the guard looks at, as far as states know it."""
    number = policy.number(conversation.phone_number_id)
    state = draft.number(number.waba_id) if number else None
    known = (draft.alias(key) for key in draft.person(conversation.person))
    aliases = [alias for alias in known if alias is not None]
    opted_out = bool(aliases) and card(aliases).stopped_marketing
    return Scene(conversation, policy, state, opted_out)


def _note(asked: Asked, text: str) -> str:
    key = intention_key(asked.fact.id)
    asked.draft.changes.messages[key] = Message(
        id=key,
        phone_number_id=asked.fact.phone_number_id,
        wamid="",
        person=asked.conversation.person,
        at=max(asked.now, asked.conversation.last[0] + 1),
        direction="note",
        source="agent",
        origin="sent",
        told="sent",
        content=Content("note", text),
        author=asked.fact.actor.name,
    )
    return key
