"""Publish a policy: from its record on, `step` reads it."""

from saath.domain.policy import Policy
from saath.journal import Entry, Journal
from saath.store.policies import POLICY_FORMAT, encode_policy


def publish(journal: Journal, policy: Policy, *, now: int) -> int:
    """Append the policy to its business's live lane and return its position there."""
    entry = Entry(
        policy.business, "live", "policy", POLICY_FORMAT, "saath", now, encode_policy(policy)
    )
    return journal.append([entry])[0]
