"""Publish a policy: from its record on, `step` reads it."""

from collections.abc import Callable
from dataclasses import replace

from saath.bus import Wake, Waker
from saath.domain.policy import Pause, Policy
from saath.journal import Entry, HeadMoved, Journal
from saath.journal.formats import upcast
from saath.store.cursors import cursor
from saath.store.kinds import TABLES
from saath.store.policies import POLICY_FORMAT, decode_policy, encode_policy, load_policies
from saath.store.tenancy import as_business

READ_RECORDS = 500
TRIES = 200


def publish(journal: Journal, policy: Policy, *, now: int) -> int:
    """Append the policy to its business's live lane and return its position there."""
    return journal.append([_entry(policy, now)])[0]


def pause(journal: Journal, waker: Waker, business: str, *, by: str, reason: str, now: int) -> bool:
    """Let nothing automatic be sent any more, from the next attempt on. False if it is so."""
    wanted = Pause(by, reason)

    def paused(policy: Policy) -> Policy:
        return policy if policy.pause is not None else replace(policy, pause=wanted)

    return change(journal, waker, business, paused, now=now)


def resume(journal: Journal, waker: Waker, business: str, *, now: int) -> bool:
    """Let what is automatic go on. False if nothing was paused."""
    return change(journal, waker, business, lambda p: replace(p, pause=None), now=now)


def change(
    journal: Journal,
    waker: Waker,
    business: str,
    to: Callable[[Policy], Policy],
    *,
    now: int,
) -> bool:
    """Publish what `to` makes of the newest policy, as its next version; nothing if it is the same.

    Nobody else's change is lost: it is published only where nothing was appended since the
    newest one was read. False if nothing had to change.
    """
    at, policy = _projected(business)
    for _ in range(TRIES):
        at, policy = _read_on(journal, business, at, policy)
        changed = to(policy)
        if changed == policy:
            return False
        entry = _entry(replace(changed, version=policy.version + 1), now)
        try:
            journal.append([entry], if_head=at)
        except HeadMoved:
            continue
        waker.wake(Wake("live", business))
        return True
    raise PolicyContended("Others publish all the time. Try again in a moment.")


class PolicyContended(Exception):
    """The journal moved on under every try."""


def newest_policy(journal: Journal, business: str) -> Policy:
    """Return the policy that was published last, projected or not."""
    return _read_on(journal, business, *_projected(business))[1]


def _projected(business: str) -> tuple[int, Policy]:
    with as_business(business, TABLES, reads=True):
        return cursor(business, "live").position, load_policies(business).latest


def _read_on(journal: Journal, business: str, at: int, policy: Policy) -> tuple[int, Policy]:
    """The head, and the newest policy up to it."""
    while records := journal.read(business, "live", after=at, limit=READ_RECORDS):
        for record in records:
            if record.kind == "policy":
                policy = replace(decode_policy(upcast(record).body), business=business)
        at = records[-1].position
    return at, policy


def _entry(policy: Policy, now: int) -> Entry:
    return Entry(
        policy.business, "live", "policy", POLICY_FORMAT, "saath", now, encode_policy(policy)
    )
