"""Fold what was said about messages, and move their conversation along.

One message has one person: copies that name the person differently make those names one person.
What a status says about the sending of ours is folded in `fold.sending`.
"""

from saath.domain import message as telling
from saath.domain.conversation import Conversation, answer, hear, hold, recall, speak
from saath.domain.facts.messages import (
    EchoReceived,
    MessageEdited,
    MessageFact,
    MessageReceived,
    MessageRevoked,
    ReactionChanged,
    StatusChanged,
)
from saath.domain.fold.media import expect
from saath.domain.fold.people import identify, join
from saath.domain.fold.queue import drop_automatic
from saath.domain.fold.sending import confirm
from saath.domain.identity import Identity
from saath.domain.ids import message_id
from saath.domain.message import Copy, Edit, Message, Reaction, Receipt
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft
from saath.domain.thread import Direction, Source


def fold_message(draft: Draft, fact: MessageFact, number: Number, policy: Policy, now: int) -> None:
    """Join one fact about a message. A status or an edit that comes first waits in a stub."""
    match fact:
        case MessageReceived(sender=sender):
            who = sender.of_message(fact.phone_number_id, fact.wamid)
            message = _open(draft, fact.wamid, who, number, policy, fact.at)
            _receive(draft, fact, message)
            expect(draft, fact.content, message, at=fact.at, now=now)
        case EchoReceived(recipient=recipient):
            who = recipient.of_message(fact.phone_number_id, fact.wamid)
            message = _open(draft, fact.wamid, who, number, policy, fact.at)
            _echo(draft, fact, message, number, policy, now)
        case StatusChanged(recipient=who):
            message = _open_sent(draft, fact, who, number, policy)
            reported = telling.report(message, fact)
            draft.keep(reported)
            confirm(draft, fact, message, reported)
        case MessageEdited(person=who):
            message = _open(draft, fact.original, who, number, policy, fact.at)
            draft.keep(telling.edit(message, Edit(fact.at, fact.wamid, fact.content)))
            expect(draft, fact.content, message, at=fact.at, now=now)
        case MessageRevoked(person=who):
            message = _open(draft, fact.original, who, number, policy, fact.at)
            draft.keep(telling.revoke(message, fact.at))
        case ReactionChanged(person=who):
            message = _open(draft, fact.target, who, number, policy, fact.at)
            reaction = Reaction(fact.by, fact.at, fact.wamid, fact.emoji)
            draft.keep(telling.react(message, reaction))


def _open(
    draft: Draft, wamid: str, who: Identity, number: Number, policy: Policy, at: int
) -> Message:
    """The message of this wamid, known or new, with its person made certain."""
    person = identify(draft, who, number, policy, at=at)
    key = message_id(number.phone_number_id, wamid)
    known = draft.message(key)
    if known is None:
        return Message(key, number.phone_number_id, wamid, person)
    return telling.of_person(known, join(draft, person, known.person, policy))


def _open_sent(
    draft: Draft, fact: StatusChanged, who: Identity, number: Number, policy: Policy
) -> Message:
    """The message a status is about: by our own mark on it if it carries one, else by wamid."""
    ours = draft.message(fact.callback.partition(".")[0]) if fact.callback else None
    if ours is None:
        return _open(draft, fact.wamid, who, number, policy, fact.at)
    person = identify(draft, who, number, policy, at=fact.at)
    return telling.of_person(ours, join(draft, person, ours.person, policy))


def _recall(draft: Draft, message: Message, copy: Copy) -> None:
    """A message of an exported chat is kept, and nothing follows from it."""
    draft.keep(telling.tell(message, copy))
    conversation = _conversation(draft, message)
    _move(draft, conversation, recall(conversation, (copy.at, message.id)))


def _receive(draft: Draft, fact: MessageReceived, message: Message) -> None:
    if fact.origin == "export":
        _recall(draft, message, Copy(fact.at, "in", "contact", "export", fact.content))
        return
    live = fact.origin == "live"
    new = live and not _was_live(message, "in")
    copy = Copy(fact.at, "in", "contact", fact.origin, fact.content)
    draft.keep(telling.tell(message, copy))
    conversation = _conversation(draft, message)
    mark = (fact.at, message.id)
    _move(draft, conversation, hear(conversation, mark, live=live, new=new))


def _echo(
    draft: Draft, fact: EchoReceived, message: Message, number: Number, policy: Policy, now: int
) -> None:
    if message.progress:
        return  # a copy of what we sent ourselves: nobody picked up a phone
    if fact.origin == "export":
        _recall(draft, message, Copy(fact.at, "out", "phone", "export", fact.content))
        return
    source: Source = "phone_automatic" if _is_automatic(fact, number) else "phone"
    expect(draft, fact.content, message, at=fact.at, now=now)
    told = telling.tell(message, Copy(fact.at, "out", source, fact.origin, fact.content))
    if fact.status:
        told = telling.with_receipt(told, Receipt(fact.status, 0))
    draft.keep(told)
    conversation, mark = _conversation(draft, message), (fact.at, message.id)
    if fact.origin != "live" or source != "phone":
        _move(draft, conversation, speak(conversation, mark))
        return
    _move(draft, conversation, answer(conversation, mark))
    if _is_news(message, fact, conversation):
        _pick_up(draft, message, policy, now)


def _is_news(message: Message, fact: EchoReceived, before: Conversation) -> bool:
    """Whether this telling is the first that says that a person wrote it. One that came before may
    have read otherwise; the same once more is no news, whatever counts as automatic by now.
    """
    if not _was_live(message, "out"):
        return True
    otherwise = message.source != "phone" and message.content != fact.content
    return otherwise and (fact.at, message.id) > before.answered


def _pick_up(draft: Draft, message: Message, policy: Policy, now: int) -> None:
    """A person has the phone in hand; a redelivery later on takes nothing from anybody."""
    conversation = _conversation(draft, message)
    until = now + policy.times.phone_hold
    _move(draft, conversation, hold(conversation, "phone", now=now, until=until))
    drop_automatic(draft, message.person, message.phone_number_id)


def _was_live(message: Message, direction: Direction) -> bool:
    return message.origin == "live" and message.direction == direction


def _is_automatic(fact: EchoReceived, number: Number) -> bool:
    """Only a text that somebody registered makes an echo automatic: never guessed."""
    return fact.content.type == "text" and fact.content.text in number.automatic_texts


def _conversation(draft: Draft, message: Message) -> Conversation:
    known = draft.conversation(message.person, message.phone_number_id)
    return known or Conversation(message.person, message.phone_number_id)


def _move(draft: Draft, before: Conversation, after: Conversation) -> None:
    if after is not before:
        draft.changes.conversations[after.person, after.phone_number_id] = after
