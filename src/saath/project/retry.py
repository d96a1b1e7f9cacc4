"""Fold a parked conversation again, once the fault that stopped it is mended.

Everything said about it since it was parked is still in the journal, in the order in which it
would have been folded. A few facts of a delivery may be folded twice: those are joins. A record of
ours holds one fact, so that none is folded twice. Nothing is sent by it: what is proposed has
expired, and the guard is asked about everything at the head.
"""

from collections.abc import Sequence

from saath.domain.states import States
from saath.journal import Lane
from saath.project.ahead import Ahead, Piece
from saath.project.fold import Folded, asked_in, fold_one, people_of, wanted
from saath.project.order import in_order
from saath.project.writer import Writer
from saath.store.dialect import UNSTORABLE
from saath.store.load import load, load_accounts
from saath.store.parked import Parked, list_parked, unpark
from saath.store.policies import load_policies
from saath.store.save import save
from saath.store.tenancy import as_business

READ_RECORDS = 500
READ_FACTS = 2_000


class _StillFailing(Exception):
    """Ends the transaction of a conversation that cannot be folded yet."""


def retry_parked(writer: Writer) -> int:
    """Fold every parked conversation again and return how many go on; the others stay parked."""
    with as_business(writer.business, writer.using, reads=True):
        waiting = list_parked(writer.business, writer.using)
    freed = sum(_fold_again(writer, parked) for parked in waiting)
    writer.recover()
    return freed


def _fold_again(writer: Writer, parked: Parked) -> bool:
    try:
        with as_business(writer.business, writer.using):
            _fold_since(writer, parked)
    except (_StillFailing, *UNSTORABLE):
        return False
    return True


def _fold_since(writer: Writer, parked: Parked) -> None:
    policies = load_policies(writer.business, writer.using, until=parked.live_position)
    folded: dict[Lane, int] = {"live": parked.live_position, "bulk": parked.bulk_position}
    lanes = {
        lane: Ahead(writer.journal, writer.business, lane, (start, 0), writer.places[lane])
        for lane, start in folded.items()
    }
    while pieces := in_order(lanes, policies, records=READ_RECORDS, facts=READ_FACTS):
        _fold_own(writer, pieces, parked)
    unpark(writer.business, parked.key, writer.using)


def _fold_own(writer: Writer, pieces: Sequence[Piece], parked: Parked) -> None:
    """Fold what these pieces say of the parked person, or of nobody if nobody was parked."""
    states = States(numbers=load_accounts(writer.business, writer.using))
    load(writer.business, wanted(pieces), states, writer.using)
    folded = Folded()
    for piece in pieces:
        for fact in piece.facts:
            people = people_of(states, fact, piece.policy)
            own = states.find(parked.person) in people if parked.person else not people
            if own and fold_one(states, folded, piece, fact):
                raise _StillFailing
    save(writer.business, folded.changes, states.find, asked_in(pieces), writer.using)
