"""Chance, for everything that must not be guessed or must not repeat. An argument elsewhere."""

import secrets

from ulid import ULID


def new_id() -> str:
    """A ULID: 26 characters, in the order of time."""
    return str(ULID())


def new_secret(size_bytes: int = 24) -> str:
    """A URL-safe secret of that many random bytes."""
    return secrets.token_urlsafe(size_bytes)


def new_bytes(size_bytes: int) -> bytes:
    """Random bytes, for keys and nonces."""
    return secrets.token_bytes(size_bytes)
