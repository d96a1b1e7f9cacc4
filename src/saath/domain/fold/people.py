"""Fold what was said about people: who is the same, how they are called, what they agreed to.

`identify` is the one place where aliases are made and people become one.
"""

from itertools import chain

from saath.domain import person as said
from saath.domain.conversation import unite
from saath.domain.facts.people import (
    ContactSynced,
    IdentityChanged,
    PersonFact,
    PersonIdentified,
    PreferenceChanged,
)
from saath.domain.fold.numbers import note_contacts
from saath.domain.identity import Identity
from saath.domain.ids import alias_id
from saath.domain.person import Alias
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft


def fold_person(draft: Draft, fact: PersonFact, number: Number, policy: Policy, now: int) -> None:
    """Join one fact about a person."""
    match fact:
        case ContactSynced():
            if not fact.brought:
                note_contacts(draft, number, now, policy)
            _sync_contact(draft, fact, number, policy)
        case PersonIdentified(at=at, person=person):
            identify(draft, person, number, policy, at=at)
        case IdentityChanged(at=at, before=before, after=after):
            first = identify(draft, before, number, policy, at=0)
            second = identify(draft, after, number, policy, at=at)
            join(draft, first, second, policy)
            _move_to(draft, after, number, policy, at)
        case PreferenceChanged():
            _prefer(draft, fact, number, policy)


def identify(draft: Draft, who: Identity, number: Number, policy: Policy, *, at: int) -> str:
    """The person whom these names belong to, made or united when needed; "" for no name at all."""
    met = draft.met
    if met is not None and met[0] is who and met[1] is number:
        return met[2]
    person = _identify(draft, who, number, policy, at)
    if person and not (who.profile_name or who.username):  # these are told anew, with their time
        draft.met = (who, number, person)
    return person


def _identify(draft: Draft, who: Identity, number: Number, policy: Policy, at: int) -> str:
    aliases = [_alias(draft, kind, value, number, policy) for kind, value in who.aliases()]
    if not aliases:
        return ""
    _name(draft, aliases[0], who, at)
    person = draft.find(aliases[0].person)
    for alias in aliases[1:]:
        if alias.person != person:
            person = join(draft, person, alias.person, policy)
    return person


def _alias(draft: Draft, kind: str, value: str, number: Number, policy: Policy) -> Alias:
    key = alias_id(policy.business, number.portfolio_id, kind, value)
    known = draft.alias(key)
    if known is not None:
        return known
    alias = Alias(id=key, portfolio=number.portfolio_id, kind=kind, value=value, person=key)
    draft.changes.aliases[key] = alias
    draft.changes.people[key] = (key,)
    return alias


def _name(draft: Draft, alias: Alias, who: Identity, at: int) -> None:
    """What a delivery says of a name is kept with the strongest alias it used."""
    if not who.profile_name and not who.username:
        return
    named = said.say_username(said.say_profile(alias, who.profile_name, at), who.username, at)
    if named is not alias:
        draft.changes.aliases[alias.id] = named


def join(draft: Draft, one: str, other: str, policy: Policy) -> str:
    """Make one person of two; the smaller id stays. Their conversations become one as well."""
    one, other = draft.find(one), draft.find(other)
    if one == other or not one or not other:
        return one or other
    winner, loser = min(one, other), max(one, other)
    draft.met = None  # whom these names belong to is about to change
    moved = draft.person(loser)
    for key in moved:
        _hand_over(draft, key, winner)
    draft.changes.people[winner] = tuple(sorted(chain(draft.person(winner), moved)))
    for number in policy.numbers:
        _unite(draft, winner, loser, number.phone_number_id)
    draft.changes.people.pop(loser, None)
    draft.changes.merged[loser] = winner
    return winner


def _hand_over(draft: Draft, key: str, winner: str) -> None:
    draft.changes.aliases[key] = said.belong(draft.known_alias(key), winner)


def _unite(draft: Draft, winner: str, loser: str, phone_number_id: str) -> None:
    lost = draft.conversation(loser, phone_number_id)
    if lost is None:
        return
    kept = draft.conversation(winner, phone_number_id) or lost
    draft.changes.conversations.pop((loser, phone_number_id), None)
    draft.changes.conversations[winner, phone_number_id] = unite(kept, lost, person=winner)


def _move_to(draft: Draft, after: Identity, number: Number, policy: Policy, at: int) -> None:
    """From now on the person is reached here: the old phone may be somebody else's tomorrow."""
    for kind, value in after.aliases():
        alias = _alias(draft, kind, value, number, policy)
        draft.changes.aliases[alias.id] = said.say_present(alias, at)


def _sync_contact(draft: Draft, fact: ContactSynced, number: Number, policy: Policy) -> None:
    identify(draft, fact.person, number, policy, at=fact.at)
    for kind, value in fact.person.aliases():
        alias = _alias(draft, kind, value, number, policy)
        draft.changes.aliases[alias.id] = said.say_book(
            alias, fact.name, present=fact.present, at=fact.at, told=not fact.brought
        )


def _prefer(draft: Draft, fact: PreferenceChanged, number: Number, policy: Policy) -> None:
    identify(draft, fact.person, number, policy, at=fact.at)
    for kind, value in fact.person.aliases():
        alias = _alias(draft, kind, value, number, policy)
        draft.changes.aliases[alias.id] = said.say_marketing(alias, fact.value, fact.at)
