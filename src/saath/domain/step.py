"""The one function that folds a fact. Pure: the same records give the same states everywhere.

`keys` names what a fact needs to be loaded; `step` answers with what changed and what Saath now
wants to do to the world.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from saath.domain.content import Content
from saath.domain.facts import (
    AccountChanged,
    ContactSynced,
    EchoReceived,
    ErrorReported,
    Fact,
    HistoryDeclined,
    HistoryProgressed,
    IdentityChanged,
    MessageEdited,
    MessageFact,
    MessageReceived,
    MessageRevoked,
    NumberChanged,
    PersonFact,
    PersonIdentified,
    PolicyPublished,
    PreferenceChanged,
    ReactionChanged,
    StatusChanged,
    TemplateChanged,
    Unrecognized,
)
from saath.domain.fold.messages import fold_message
from saath.domain.fold.numbers import fold_number, note_unrecognized
from saath.domain.fold.people import fold_person
from saath.domain.identity import Identity
from saath.domain.ids import alias_id, message_id
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft, States


@dataclass(slots=True)
class Keys:
    """The states a batch of facts needs: aliases and messages by id.

    Whoever loads them adds every alias and every conversation of each person met on the way.
    """

    aliases: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)


def step(states: States, fact: Fact, policy: Policy, now: int) -> States:
    """Fold one fact: the changed states only. `now` is the record's time, in milliseconds."""
    draft = Draft(states)
    match fact:
        case (
            MessageReceived()
            | EchoReceived()
            | StatusChanged()
            | MessageEdited()
            | MessageRevoked()
            | ReactionChanged()
        ):
            number = policy.number(fact.phone_number_id)
            if number is None:
                _note_stranger(draft, fact, policy)
            else:
                fold_message(draft, fact, number, policy, now)
        case ContactSynced() | PersonIdentified() | IdentityChanged() | PreferenceChanged():
            number = policy.number(fact.phone_number_id)
            if number is None:
                _note_stranger(draft, fact, policy)
            else:
                fold_person(draft, fact, number, policy)
        case (
            HistoryProgressed()
            | HistoryDeclined()
            | NumberChanged()
            | AccountChanged()
            | TemplateChanged()
            | ErrorReported()
        ):
            fold_number(draft, fact, policy)
        case Unrecognized():
            _fold_unrecognized(draft, fact, policy, now)
        case PolicyPublished():
            pass  # the caller reads the next fact under it; no state remembers a policy
    return draft.changes


def _note_stranger(draft: Draft, fact: MessageFact | PersonFact, policy: Policy) -> None:
    """A fact of a number that no policy registers: shown to the operator, folded by nobody."""
    note_unrecognized(
        draft,
        Unrecognized(
            reason="number not registered",
            raw=repr(fact),
            field=type(fact).__name__,
            phone_number_id=fact.phone_number_id,
            at=fact.at,
        ),
        policy,
    )


def _fold_unrecognized(draft: Draft, fact: Unrecognized, policy: Policy, now: int) -> None:
    """What names its message and person is shown in their conversation; the rest is a notice."""
    number = policy.number(fact.phone_number_id)
    if number is None or not fact.wamid or not fact.person:
        note_unrecognized(draft, fact, policy)
        return
    content = Content(type="unrecognized", detail=fact.raw)
    told: MessageReceived | EchoReceived
    if fact.by == "contact":
        told = MessageReceived(fact.phone_number_id, fact.wamid, fact.at, fact.person, content)
    else:
        told = EchoReceived(fact.phone_number_id, fact.wamid, fact.at, fact.person, content)
    fold_message(draft, told, number, policy, now)


def keys(facts: Iterable[Fact], policy: Policy) -> Keys:
    """The aliases and messages that these facts speak of."""
    wanted = Keys()
    for fact in facts:
        for number, who in _people(fact, policy):
            for kind, value in who.aliases():
                wanted.aliases.add(alias_id(policy.business, number.portfolio_id, kind, value))
        wanted.messages.update(_messages(fact, policy.business))
    return wanted


def _people(fact: Fact, policy: Policy) -> Iterator[tuple[Number, Identity]]:
    number = policy.number(getattr(fact, "phone_number_id", ""))
    if number is None:
        return
    match fact:
        case MessageReceived(sender=who) | EchoReceived(recipient=who):
            yield number, who.of_message(fact.phone_number_id, fact.wamid)
        case StatusChanged(recipient=who):
            yield number, who
        case IdentityChanged(before=before, after=after):
            yield number, before
            yield number, after
        case (
            MessageEdited(person=who)
            | MessageRevoked(person=who)
            | ReactionChanged(person=who)
            | ContactSynced(person=who)
            | PersonIdentified(person=who)
            | PreferenceChanged(person=who)
            | Unrecognized(person=who)
        ):
            yield number, who
        case _:
            return


def _messages(fact: Fact, business: str) -> Iterator[str]:
    match fact:
        case MessageReceived() | EchoReceived() | StatusChanged() | Unrecognized():
            yield message_id(business, fact.phone_number_id, fact.wamid)
        case MessageEdited() | MessageRevoked():
            yield message_id(business, fact.phone_number_id, fact.original)
        case ReactionChanged():
            yield message_id(business, fact.phone_number_id, fact.target)
        case _:
            return
