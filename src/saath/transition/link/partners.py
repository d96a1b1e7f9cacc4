"""Link a number that a partner already linked: keep its key, give the partner our address.

The partner asks WhatsApp for history and contacts by itself, right after its own sign-up; whether
it did, nobody tells us. So it stands in the ledger as asked for and unconfirmed.
"""

from typing import get_args

from saath.bus import Wake
from saath.domain.facts import SyncAnswered, SyncAsked
from saath.domain.facts.linking import Sync
from saath.domain.policy import Number
from saath.store import linking as kept
from saath.store.bodies import OwnKind, encode_sync, entry
from saath.store.linking import Partner
from saath.transition.around import Around
from saath.transition.link.steps import Stopped, enlist


def join(around: Around, partner: Partner, number: Number) -> str:
    """Keep the number; return the path that the partner must deliver to. It is a secret."""
    business = partner.business
    if kept.owner_of(number.phone_number_id) not in {"", business}:
        raise Stopped("number_elsewhere")
    kept.connect_partner(number, partner, around.safe, now=around.clock())
    enlist(around, business, number)
    around.journal.append([
        entry(business, kind, body, now=around.clock())
        for sync in get_args(Sync.__value__)
        for kind, body in _asked(number, sync)
    ])  # fmt: skip
    around.waker.wake(Wake("live", business))
    return f"/webhooks/{partner.provider}/{partner.webhook_key}"


def _asked(number: Number, sync: Sync) -> list[tuple[OwnKind, bytes]]:
    at, name = number.linked_at, number.phone_number_id
    answer = SyncAnswered(name, sync, at, at, "unconfirmed")
    return [
        ("attempt", encode_sync(SyncAsked(name, sync, at, at))),
        ("outcome", encode_sync(answer)),
    ]
