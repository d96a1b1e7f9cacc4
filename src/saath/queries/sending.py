"""May this be sent now? The guard's refusals in words, for whoever is about to write.

It only explains: the guard decides again at the head of the journal.
"""

from dataclasses import replace

from saath.domain.conversation import Conversation
from saath.domain.fold.requests import scene
from saath.domain.guard import Reached, refusals
from saath.domain.intention import Intention
from saath.domain.outgoing import Outgoing
from saath.domain.reaching import NOT_TOLD, Portfolio, reached, sharing
from saath.domain.refusals import Refusal
from saath.domain.states import Draft, States
from saath.domain.thread import Source
from saath.queries.evidence import list_tiers
from saath.queries.reading import Reading, find, reading
from saath.store.kinds import TABLES
from saath.store.load import count_reached, load_accounts, load_people

_PARKED = "SELECT 1 FROM parked WHERE business = ? AND person = ? AND phone_number_id = ?"


def explain_send(
    business: str,
    key: str,
    outgoing: Outgoing,
    now: int,
    *,
    source: Source = "agent",
    using: str = TABLES,
) -> tuple[Refusal, ...] | None:
    """Every reason against sending this now, the final ones first; None: no such conversation."""
    with reading(business, now, using) as read:
        known = find(read, key)
        if known is None:
            return None
        states = States(numbers=load_accounts(business, using))
        load_people(business, {known.person}, states, using)
        parked = _is_parked(read, known.person, known.phone_number_id)
        draft = Draft(states)
        seen = replace(scene(draft, known, read.policy), parked=parked)
        if outgoing.type == "template":
            seen = replace(seen, reached=_reached(read, draft, known, using))
        intention = Intention(
            key="",
            person=known.person,
            phone_number_id=known.phone_number_id,
            outgoing=outgoing,
            source=source,
            author="",
            automatic=False,
            created_at=now,
            due_at=now,
            expires_at=now,
        )
        return tuple(refusals(intention, seen, now=now))


def _reached(read: Reading, draft: Draft, known: Conversation, using: str) -> Reached:
    numbers = sharing(read.policy, known.phone_number_id)
    if not numbers:
        return Reached()
    people = count_reached(read.business, numbers, read.now, using)
    tiers = list_tiers(read.business)
    told = tuple(tiers.get(one.phone_number_id, NOT_TOLD) for one in numbers)
    return reached(Portfolio(numbers, people, read.now, told), draft, known.person)


def _is_parked(read: Reading, person: str, phone_number_id: str) -> bool:
    return bool(read.database.select(_PARKED, (read.business, person, phone_number_id)))
