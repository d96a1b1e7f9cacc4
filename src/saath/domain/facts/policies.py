"""The fact that a policy came into force. What a policy holds is in `domain.policy`."""

from saath.domain.policy import Policy
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class PolicyPublished:
    """From this record on, `step` reads this policy."""

    policy: Policy
