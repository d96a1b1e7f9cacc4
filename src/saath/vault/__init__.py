"""Secrets at rest: sealed with the installation's master key, and hashes that need that key.

Where the key lies (DIR/key or SAATH_KEY) is decided by `runtime`; who may ask for a secret, by
whoever asks. Nothing here keeps a secret longer than the call.
"""

from saath.vault.hashing import keyed_hash
from saath.vault.sealing import CannotOpen, open_sealed, seal

__all__ = ["CannotOpen", "keyed_hash", "open_sealed", "seal"]
