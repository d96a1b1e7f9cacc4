"""The fact that a policy came into force. What a policy holds is in `domain.policy`."""

from dataclasses import dataclass

from saath.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class PolicyPublished:
    """From this record on, `step` reads this policy."""

    policy: Policy
