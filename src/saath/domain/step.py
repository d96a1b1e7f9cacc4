"""The one function that folds a fact. Pure: the same records give the same states everywhere.

`keys` names what a fact needs to be loaded; `step` answers with what changed and what Saath now
wants to do to the world.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from saath.domain.answering import Trigger, propose
from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.facts import (
    AccountChanged,
    AttemptMade,
    ContactSynced,
    EchoReceived,
    ErrorReported,
    Fact,
    HistoryDeclined,
    HistoryProgressed,
    IdentityChanged,
    LinkFact,
    MediaFact,
    MediaFetched,
    MediaUploaded,
    MessageEdited,
    MessageFact,
    MessageReceived,
    MessageRevoked,
    NumberChanged,
    Origin,
    OutcomeKnown,
    PersonFact,
    PersonIdentified,
    PolicyPublished,
    PreferenceChanged,
    ReactionChanged,
    RequestMade,
    StatusChanged,
    SyncAlarmed,
    SyncAnswered,
    SyncAsked,
    TemplateChanged,
    TimerFell,
    Unrecognized,
)
from saath.domain.facts.requests import Reply, SendAgain
from saath.domain.fold.media import fold_media
from saath.domain.fold.messages import fold_message
from saath.domain.fold.numbers import fold_linking, fold_number, fold_registry, note_unrecognized
from saath.domain.fold.people import fold_person
from saath.domain.fold.requests import again_key, fold_request
from saath.domain.fold.sending import conversation_of, fold_sending
from saath.domain.identity import NOBODY, Identity
from saath.domain.ids import alias_id, message_id
from saath.domain.intention import intention_key
from saath.domain.media import media_key
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft, States

ERASED = "erased"
"""The reason of what `whatsapp.redact` left behind."""


@dataclass(slots=True)
class Keys:
    """The states a batch of facts needs: aliases, messages, results and attachments by id.

    Whoever loads them follows `ours` of a message to the message of ours, and adds every alias,
    conversation and intention of each person met on the way; and the messages of automatic
    intentions that wait for another try. The states of all registered accounts are few; they are
    always loaded.
    """

    aliases: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)


def step(states: States, fact: Fact, policy: Policy, now: int) -> States:
    """Fold one fact: the changed states only, intentions among them.

    `now` is the record's time, in milliseconds. The caller reads the facts after a policy under
    it.
    """
    draft = Draft(states)
    fold(draft, fact, policy, now)
    return draft.changes


def fold(draft: Draft, fact: Fact, policy: Policy, now: int) -> None:
    """The same, into a draft that may hold the changes of facts before it."""
    match fact:
        case MessageReceived() | EchoReceived() | StatusChanged():  # nearly all: asked first
            _fold_of_number(draft, fact, policy, now)
        case (
            HistoryProgressed() | HistoryDeclined() | NumberChanged()
            | AccountChanged() | TemplateChanged() | ErrorReported()
        ):  # fmt: skip
            fold_number(draft, fact, policy, now)
        case Unrecognized():
            _fold_unrecognized(draft, fact, policy, now)
        case RequestMade():
            fold_request(draft, fact, policy, now)
        case AttemptMade() | OutcomeKnown() | TimerFell():
            fold_sending(draft, fact, now)
        case MediaFetched() | MediaUploaded() | SyncAsked() | SyncAnswered() | SyncAlarmed():
            _fold_errand(draft, fact, policy)
        case PolicyPublished(policy=published):
            fold_registry(draft, published)
        case _:
            _fold_of_number(draft, fact, policy, now)


def _fold_errand(draft: Draft, fact: MediaFact | LinkFact, policy: Policy) -> None:
    """Fold what came of work of ours that says nothing to anybody."""
    match fact:
        case MediaFetched() | MediaUploaded():
            fold_media(draft, fact)
        case SyncAsked() | SyncAnswered() | SyncAlarmed():
            fold_linking(draft, fact, policy)


def _fold_of_number(draft: Draft, fact: MessageFact | PersonFact, policy: Policy, now: int) -> None:
    """Fold what belongs to a registered number; what belongs to another is shown as a stranger's."""
    number = policy.number(fact.phone_number_id)
    match fact:
        case _ if number is None:
            _note_stranger(draft, fact, policy)
        case ContactSynced() | PersonIdentified() | IdentityChanged() | PreferenceChanged():
            fold_person(draft, fact, number, policy, now)
        case MessageReceived() if policy.answers_by_itself:
            _receive(draft, fact, number, policy, now)
        case _:
            fold_message(draft, fact, number, policy, now)


def _receive(draft: Draft, fact: MessageReceived, number: Number, policy: Policy, now: int) -> None:
    """Fold a message, and what Saath wants to answer by itself if it came for the first time."""
    key = message_id(fact.phone_number_id, fact.wamid)
    known, before = draft.message(key), _conversation_before(draft, fact, number, policy)
    fold_message(draft, fact, number, policy, now)
    told = draft.changes.messages.get(key)
    if told is None or (known is not None and known.origin == "live"):
        return
    after = conversation_of(draft, told.person, fact.phone_number_id)
    wish = propose(Trigger(fact, key, before, after), policy, now=now)
    if wish is not None and draft.message(wish.key) is None:
        draft.changes.intentions[wish.key] = wish


def _conversation_before(
    draft: Draft, fact: MessageReceived, number: Number, policy: Policy
) -> Conversation | None:
    """The conversation as it was before this message, if its person was known."""
    for kind, value in fact.sender.aliases():
        known = draft.alias(alias_id(policy.business, number.portfolio_id, kind, value))
        if known is not None:
            return draft.conversation(draft.find(known.person), fact.phone_number_id)
    return None


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
    if fact.reason == ERASED:
        return  # somebody asked to be forgotten: their place says nothing any more
    if number is None or not fact.wamid or not fact.person:
        note_unrecognized(draft, fact, policy)
        return
    fold_message(draft, _shown(fact), number, policy, now)


def _shown(fact: Unrecognized) -> MessageReceived | EchoReceived:
    """The message that stands for something unreadable, on the side that it came from."""
    content = Content(type="unrecognized", detail=fact.raw)
    origin: Origin = "history" if fact.field == "history" else "live"
    kind = MessageReceived if fact.by == "contact" else EchoReceived
    return kind(fact.phone_number_id, fact.wamid, fact.at, fact.person, content, origin)


def keys(facts: Iterable[Fact], policy: Policy) -> Keys:
    """The aliases and messages that these facts speak of."""
    wanted, met, number = Keys(), NOBODY, ""
    for fact in facts:
        match fact:
            case MessageReceived(sender=who) | EchoReceived(recipient=who):
                if who is not met or number != fact.phone_number_id or not who:
                    # Once for a whole thread of a history: its messages share their person.
                    met, number = who, fact.phone_number_id
                    _want_people(wanted, number, (who.of_message(number, fact.wamid),), policy)
                wanted.messages.add(message_id(fact.phone_number_id, fact.wamid))
                _attached(fact.phone_number_id, fact.content, wanted)
            case (
                RequestMade() | AttemptMade() | OutcomeKnown() | TimerFell()
                | MediaFetched() | MediaUploaded()
            ):  # fmt: skip
                _own(fact, wanted)
            case _:
                named = getattr(fact, "phone_number_id", "")
                _want_people(wanted, named, _people(fact), policy)
                wanted.messages.update(_messages(fact))
                if isinstance(fact, MessageEdited):
                    _attached(fact.phone_number_id, fact.content, wanted)
    return wanted


def _want_people(wanted: Keys, number_id: str, people: Iterable[Identity], policy: Policy) -> None:
    number = policy.number(number_id)
    if number is None:
        return
    business, portfolio = policy.business, number.portfolio_id
    for who in people:
        for kind, value in who.aliases():
            wanted.aliases.add(alias_id(business, portfolio, kind, value))


def _people(fact: Fact) -> Iterator[Identity]:
    match fact:
        case StatusChanged(recipient=who):
            yield who
        case IdentityChanged(before=before, after=after):
            yield before
            yield after
        case (
            MessageEdited(person=who)
            | MessageRevoked(person=who)
            | ReactionChanged(person=who)
            | ContactSynced(person=who)
            | PersonIdentified(person=who)
            | PreferenceChanged(person=who)
            | Unrecognized(person=who)
        ):
            yield who
        case _:
            return


type _Own = RequestMade | AttemptMade | OutcomeKnown | TimerFell | MediaFetched | MediaUploaded


def _attached(phone_number_id: str, content: Content, wanted: Keys) -> None:
    if content.media is not None and content.media.id:
        wanted.media.add(media_key(phone_number_id, content.media))


def _own(fact: _Own, wanted: Keys) -> None:
    """What facts of our own doing speak of; people are named by an alias id there."""
    match fact:
        case RequestMade():
            _request(fact, wanted)
        case AttemptMade(intention=intention):
            wanted.aliases.add(intention.person)
            wanted.messages.add(intention.key)
        case OutcomeKnown():
            wanted.aliases.add(fact.person)
            wanted.messages.add(fact.intention)
            if fact.wamid:
                wanted.messages.add(message_id(fact.phone_number_id, fact.wamid))
        case TimerFell():
            wanted.aliases.add(fact.person)
            wanted.messages.update(filter(None, [fact.intention]))
        case MediaFetched():
            wanted.aliases.add(fact.person)
            wanted.messages.add(fact.message)
            wanted.media.add(fact.media)
        case MediaUploaded():
            wanted.aliases.add(fact.person)


def _request(fact: RequestMade, wanted: Keys) -> None:
    wanted.results.add(fact.id)
    wanted.aliases.add(fact.person)
    wanted.messages.add(intention_key(fact.id))
    if isinstance(fact.action, SendAgain):
        wanted.messages.add(again_key(fact.action.message))
    if isinstance(fact.action, Reply) and fact.action.outgoing.reply_to:
        wanted.messages.add(fact.action.outgoing.reply_to)
    wanted.messages.update(
        filter(None, [getattr(fact.action, "message", ""), getattr(fact.action, "seen", "")])
    )


def _messages(fact: Fact) -> Iterator[str]:
    match fact:
        case StatusChanged():
            yield message_id(fact.phone_number_id, fact.wamid)
            yield fact.callback.partition(".")[0]
        case Unrecognized():
            yield message_id(fact.phone_number_id, fact.wamid)
        case MessageEdited() | MessageRevoked():
            yield message_id(fact.phone_number_id, fact.original)
        case ReactionChanged():
            yield message_id(fact.phone_number_id, fact.target)
        case _:
            return
