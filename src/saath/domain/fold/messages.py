"""Fold what was said about messages, and move their conversation along.

One message has one person: copies that name the person differently make those names one person.
"""

from saath.domain import message as telling
from saath.domain.conversation import Conversation, hear, pick_up, speak
from saath.domain.facts.messages import (
    EchoReceived,
    MessageEdited,
    MessageFact,
    MessageReceived,
    MessageRevoked,
    ReactionChanged,
    StatusChanged,
)
from saath.domain.fold.people import identify, join
from saath.domain.identity import Identity
from saath.domain.ids import message_id
from saath.domain.message import Copy, Edit, Message, Reaction, Receipt, Source
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft


def fold_message(draft: Draft, fact: MessageFact, number: Number, policy: Policy, now: int) -> None:
    """Join one fact about a message. A status or an edit that comes first waits in a stub."""
    match fact:
        case MessageReceived(sender=sender):
            who = sender.of_message(fact.phone_number_id, fact.wamid)
            _receive(draft, fact, _open(draft, fact.wamid, who, number, policy, fact.at))
        case EchoReceived(recipient=recipient):
            who = recipient.of_message(fact.phone_number_id, fact.wamid)
            message = _open(draft, fact.wamid, who, number, policy, fact.at)
            _echo(draft, fact, message, number, now)
        case StatusChanged(recipient=who):
            message = _open(draft, fact.wamid, who, number, policy, fact.at)
            _keep(draft, telling.report(message, fact))
        case MessageEdited(person=who):
            message = _open(draft, fact.original, who, number, policy, fact.at)
            _keep(draft, telling.edit(message, Edit(fact.at, fact.wamid, fact.content)))
        case MessageRevoked(person=who):
            message = _open(draft, fact.original, who, number, policy, fact.at)
            _keep(draft, telling.revoke(message, fact.at))
        case ReactionChanged(person=who):
            message = _open(draft, fact.target, who, number, policy, fact.at)
            reaction = Reaction(fact.by, fact.at, fact.wamid, fact.emoji)
            _keep(draft, telling.react(message, reaction))


def _open(
    draft: Draft, wamid: str, who: Identity, number: Number, policy: Policy, at: int
) -> Message:
    """The message of this wamid, known or new, with its person made certain."""
    person = identify(draft, who, number, policy, at=at)
    key = message_id(policy.business, number.phone_number_id, wamid)
    known = draft.message(key)
    if known is None:
        return Message(key, number.phone_number_id, wamid, person)
    return telling.of_person(known, join(draft, person, known.person, policy))


def _receive(draft: Draft, fact: MessageReceived, message: Message) -> None:
    copy = Copy(fact.at, "in", "contact", fact.origin, fact.content)
    _keep(draft, telling.tell(message, copy))
    conversation = _conversation(draft, message)
    mark = (fact.at, message.id)
    _move(draft, conversation, hear(conversation, mark, live=fact.origin == "live"))


def _echo(draft: Draft, fact: EchoReceived, message: Message, number: Number, now: int) -> None:
    source: Source = "phone_automatic" if _is_automatic(fact, number) else "phone"
    told = telling.tell(message, Copy(fact.at, "out", source, fact.origin, fact.content))
    if fact.status:
        told = telling.with_receipt(told, Receipt(fact.status, 0))
    _keep(draft, told)
    conversation, mark = _conversation(draft, message), (fact.at, message.id)
    if fact.origin == "live" and source == "phone":
        _move(draft, conversation, pick_up(conversation, mark, now=now))
    else:
        _move(draft, conversation, speak(conversation, mark))


def _is_automatic(fact: EchoReceived, number: Number) -> bool:
    """Only a text that somebody registered makes an echo automatic: never guessed."""
    return fact.content.type == "text" and fact.content.text in number.automatic_texts


def _keep(draft: Draft, message: Message) -> None:
    draft.changes.messages[message.id] = message


def _conversation(draft: Draft, message: Message) -> Conversation:
    known = draft.conversation(message.person, message.phone_number_id)
    return known or Conversation(message.person, message.phone_number_id)


def _move(draft: Draft, before: Conversation, after: Conversation) -> None:
    if after is not before:
        draft.changes.conversations[after.person, after.phone_number_id] = after
