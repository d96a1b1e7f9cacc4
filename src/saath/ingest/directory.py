"""What ingest must know of the installation: whose secret signs, and whose number is named.

Kept and reloaded by `runtime`; asked here, in memory, on the path that answers Meta.
"""

from collections.abc import Sequence
from typing import Protocol

from saath.whatsapp.peek import Peek


class Doors(Protocol):
    """The addresses that end with a key, for providers whose deliveries carry no signature."""

    def whose(self, provider: str, key: str) -> str | None:
        """The business of this address, or None for nobody's."""


class Directory(Protocol):
    """The connections of all businesses, read-only."""

    def secrets(self) -> Sequence[bytes]:
        """Every app secret in use; two of one app while it is being rotated."""

    def accepts(self, verify_token: str) -> bool:
        """Whether Meta may be subscribed with this token (compared in constant time)."""

    def concerned(self, secret: bytes, peek: Peek) -> frozenset[str]:
        """The businesses that a delivery signed with `secret` concerns.

        Only businesses connected with that very secret: the app of one business cannot put
        anything into the journal of another.
        """
