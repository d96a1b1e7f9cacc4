"""Fold pieces into states in memory, and set aside what cannot be folded.

A fact that makes `step` fail is a fault of ours, and must not stop a business: its conversation
is parked, its facts are passed over until somebody retries, and everything else goes on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from saath.domain.facts import AttemptMade, Fact, MessageReceived, PolicyPublished, RequestMade
from saath.domain.facts.unrecognized import Unrecognized
from saath.domain.policy import Policy
from saath.domain.states import ConversationKey, Draft, States
from saath.domain.step import Keys, keys, step
from saath.domain.step import fold as fold_fact
from saath.project.ahead import Piece
from saath.store.results import ask_of
from saath.store.sending_rows import Ask


@dataclass(frozen=True, slots=True)
class Failure:
    """A fact that could not be folded: whose it is, where it stands, what kind of error it was."""

    key: ConversationKey
    piece: Piece
    part: int
    reason: str


@dataclass(slots=True)
class Folded:
    """What came of a batch."""

    changes: States = field(default_factory=States)
    failures: list[Failure] = field(default_factory=list)
    parked: set[ConversationKey] = field(default_factory=set)

    @property
    def touched(self) -> frozenset[ConversationKey]:
        """The conversations that look different now."""
        find = self.changes.find
        seen = {(m.person, m.phone_number_id) for m in self.changes.messages.values()}
        seen.update(self.changes.conversations)
        return frozenset([(find(person), number) for person, number in seen])


def wanted(pieces: Sequence[Piece]) -> Keys:
    """Return the states that all these pieces speak of."""
    asked = Keys()
    for policy, said in _by_policy(pieces):
        more = keys(said, policy)
        asked.aliases |= more.aliases
        asked.messages |= more.messages
        asked.results |= more.results
        asked.media |= more.media
    return asked


def fold(
    states: States, pieces: Sequence[Piece], parked: set[ConversationKey], refused: str = ""
) -> Folded:
    """Fold every fact in order; `states` moves along, `parked` conversations are passed over.

    With `refused`, a reason, every fact is set aside instead.
    """
    at_once = None if parked or refused else _fold_at_once(states, pieces)
    return at_once or _fold_each(states, pieces, parked, refused)


def _fold_at_once(states: States, pieces: Sequence[Piece]) -> Folded | None:
    """Fold everything into one draft; None when a fact cannot be folded, and nothing happened.

    A step for each fact would carry its changes over every time.
    """
    draft = Draft(states)
    try:
        for piece in pieces:
            policy, now = piece.policy, piece.record.received_at
            for fact in piece.facts:
                fold_fact(draft, fact, policy, now)
    # Whatever it is: `_fold_each` finds whose fact it was, and sets that one aside.
    except Exception:
        return None
    absorb(states, draft.changes, pieces[-1].policy)
    return Folded(draft.changes)


def _fold_each(
    states: States, pieces: Sequence[Piece], parked: set[ConversationKey], refused: str
) -> Folded:
    """Fold fact by fact, so that one can be passed over or set aside."""
    folded = Folded(parked=set(parked))
    for piece in pieces:
        for part, fact in enumerate(piece.facts, piece.first):
            if folded.parked and _waits(states, folded, fact, piece.policy):
                continue
            reason = refused or fold_one(states, folded, piece, fact)
            if reason:
                _set_aside(states, folded, piece, part, reason)
    return folded


def fold_one(states: States, folded: Folded, piece: Piece, fact: Fact) -> str:
    """Fold one fact; return the kind of error when it cannot be folded."""
    try:
        changed = step(states, fact, piece.policy, piece.record.received_at)
    # A bug in any rule, of whatever type, must cost one conversation and not the business.
    except Exception as error:
        return type(error).__name__
    absorb(states, changed, piece.policy)
    absorb(folded.changes, changed, piece.policy)
    return ""


def absorb(states: States, changed: States, policy: Policy) -> None:
    """Take over what a step changed, as `States.absorb` does, without looking at every state.

    A merged person's conversations are found by the numbers of the policy.
    """
    for loser in changed.merged:
        states.people.pop(loser, None)
        for number in policy.numbers:
            states.conversations.pop((loser, number.phone_number_id), None)
    states.update(changed)


def _set_aside(states: States, folded: Folded, piece: Piece, part: int, reason: str) -> None:
    fact = piece.facts[part - piece.first]
    key = conversation_of(states, fact, piece.policy)
    folded.failures.append(Failure(key, piece, part, reason))
    if key[0]:
        folded.parked.add(key)


def _waits(states: States, folded: Folded, fact: Fact, policy: Policy) -> bool:
    """Whether any person of a fact is parked: a merge with somebody parked waits as well."""
    number = _number_of(fact)
    return any((who, number) in folded.parked for who in people_of(states, fact, policy))


def conversation_of(states: States, fact: Fact, policy: Policy) -> ConversationKey:
    """Return whose conversation a fact belongs to; ("", number) when it names nobody."""
    people = people_of(states, fact, policy)
    return (min(people, default=""), _number_of(fact))


def _number_of(fact: Fact) -> str:
    about = fact.intention if isinstance(fact, AttemptMade) else fact
    return getattr(about, "phone_number_id", "")


def people_of(states: States, fact: Fact, policy: Policy) -> set[str]:
    """Return everybody a fact speaks of; who is new goes by the name that is going to be theirs."""
    asked = keys([fact], policy)
    known = {states.messages[m].person for m in asked.messages if m in states.messages}
    known |= {states.aliases[a].person if a in states.aliases else a for a in asked.aliases}
    return {states.find(person) for person in known if person}


def count_unrecognized(pieces: Sequence[Piece]) -> int:
    """Return how many facts say that something was not understood."""
    return len([0 for piece in pieces for fact in piece.facts if isinstance(fact, Unrecognized)])


def count_inbound(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return how many live messages of people each number got: they count against its pace."""
    return Counter(
        [
            fact.phone_number_id
            for piece in pieces
            if piece.record.kind == "delivery" and piece.record.lane == "live"
            for fact in piece.facts
            if isinstance(fact, MessageReceived) and fact.origin == "live"
        ]
    )


def asked_in(pieces: Sequence[Piece]) -> dict[str, Ask]:
    """Return what each request asks for; of two with the same id the first one counts."""
    asks: dict[str, Ask] = {}
    for piece in pieces:
        if piece.record.kind == "request":
            for fact in piece.facts:
                if isinstance(fact, RequestMade):
                    asks.setdefault(fact.id, ask_of(fact))
    return asks


def policies_in(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Policy]]:
    """Yield the policies that came into force within these pieces."""
    for piece in pieces:
        if piece.record.kind == "policy":
            for fact in piece.facts:
                if isinstance(fact, PolicyPublished):
                    yield piece, fact.policy


def _by_policy(pieces: Sequence[Piece]) -> Iterator[tuple[Policy, list[Fact]]]:
    said: list[Fact] = []
    for number, piece in enumerate(pieces):
        said.extend(piece.facts)
        following = pieces[number + 1].policy if number + 1 < len(pieces) else None
        if piece.policy is not following:
            yield piece.policy, said
            said = []
