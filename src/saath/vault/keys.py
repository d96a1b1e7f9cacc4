"""Working keys derived from the master key, one per purpose, so that no use weakens another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derive(master: bytes, purpose: str) -> bytes:
    """The 32-byte key for one purpose."""
    if len(master) < KEY_BYTES:
        raise ValueError("The master key is shorter than 32 bytes.")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)
