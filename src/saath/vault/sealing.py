"""Seal and open small secrets with AES-256-GCM, bound to the place where they lie.

A sealed value moved to another row, column or business does not open.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from saath.vault.keys import derive

VERSION = b"\x01"
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key is not the one this was sealed with, or the value was changed or moved."""


def seal(master: bytes, secret: bytes, *, place: str, nonce: bytes) -> bytes:
    """Seal `secret` for `place` ("connection/<business>/<phone_number_id>/app_secret").

    `nonce` is twelve fresh random bytes; chance is an argument here as everywhere.
    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError("A nonce has twelve bytes.")
    sealed = AESGCM(derive(master, "seal")).encrypt(nonce, secret, place.encode())
    return VERSION + nonce + sealed


def open_sealed(master: bytes, sealed: bytes, *, place: str) -> bytes:
    """The secret that was sealed for `place`, or `CannotOpen`."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if version != VERSION:
        raise CannotOpen("This secret was sealed by another version.")
    try:
        return AESGCM(derive(master, "seal")).decrypt(nonce, body, place.encode())
    except InvalidTag:
        raise CannotOpen(
            "A stored secret does not open with this installation's key. "
            "Bring back the key it was sealed with, or enter the secret again."
        ) from None
