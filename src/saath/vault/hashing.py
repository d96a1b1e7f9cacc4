"""Hashes that nobody can compute or guess through without the master key.

API keys are kept so, and later the ids of people who were erased.
"""

import hmac
from hashlib import sha256

from saath.vault.keys import derive


def keyed_hash(master: bytes, value: str, *, purpose: str) -> str:
    """Sixty-four hex digits: HMAC-SHA256 of `value` under the key for `purpose`."""
    return hmac.new(derive(master, f"hash/{purpose}"), value.encode(), sha256).hexdigest()
