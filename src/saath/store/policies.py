"""Policies in force, and how one is written: as JSON, in its record and in its row.

A policy comes into force at a position of the live lane. Facts of the bulk lane read the policy
of their own record's time, so that it does not matter when their slice is projected.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from msgspec.json import Decoder, Encoder

from saath.domain.policy import Policy
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

POLICY_FORMAT = 1

SELECT = "SELECT position, at, body FROM policy WHERE business = ? ORDER BY position"
INSERT = """INSERT INTO policy (business, position, version, at, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (business, position) DO NOTHING"""

_encode = Encoder().encode
_decode = Decoder(Policy).decode


def encode_policy(policy: Policy) -> bytes:
    """Return the body of a policy's record."""
    return _encode(policy)


def decode_policy(body: bytes | str) -> Policy:
    """Return the policy that a record's body holds."""
    return _decode(body)


@dataclass(slots=True)
class Policies:
    """All policies of one business, in the order of the journal."""

    business: str
    times: list[int] = field(default_factory=list)
    versions: list[Policy] = field(default_factory=list)

    @property
    def latest(self) -> Policy:
        """The policy in force at the cursor; one that knows no number before the first."""
        return self.versions[-1] if self.versions else Policy(self.business)

    def at(self, moment: int) -> Policy:
        """The policy in force at a time: the last of those published before it.

        What seems older than the first was received by a clock that had been set back: nothing
        comes in before a number is registered.
        """
        count = max(bisect_left(self.times, moment), 1)
        return self.versions[count - 1] if self.versions else Policy(self.business)

    def publish(self, policy: Policy, at: int) -> None:
        """Bring the next one into force; times never run backward here."""
        self.times.append(max(at, self.times[-1] if self.times else 0))
        self.versions.append(policy)


def load_policies(business: str, using: str = TABLES, *, until: int | None = None) -> Policies:
    """Return the policies of a business, up to a position. Call it within `as_business`."""
    policies = Policies(business)
    for position, at, body in dialect(using).select(SELECT, (business,)):
        if until is None or position <= until:
            policies.publish(decode_policy(body), at)
    return policies


def save_policy(business: str, position: int, at: int, policy: Policy, using: str = TABLES) -> None:
    """Keep a policy that came into force. Call it within `as_business`."""
    body = encode_policy(policy).decode()
    dialect(using).run(INSERT, (business, position, policy.version, at, body))
