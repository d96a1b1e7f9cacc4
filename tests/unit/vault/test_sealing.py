"""A sealed secret opens in its place, with its key, unchanged, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.vault import CannotOpen, keyed_hash, open_sealed, seal

KEY, NONCE = bytes(range(32)), bytes(12)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_sealed_opens_again(secret: bytes, place: str) -> None:
    assert open_sealed(KEY, seal(KEY, secret, place=place, nonce=NONCE), place=place) == secret


def test_a_secret_does_not_open_in_another_place() -> None:
    sealed = seal(KEY, b"token", place="connection/a/1", nonce=NONCE)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, sealed, place="connection/b/1")


def test_a_secret_does_not_open_with_another_key() -> None:
    sealed = seal(KEY, b"token", place="here", nonce=NONCE)
    with pytest.raises(CannotOpen, match="key it was sealed with"):
        open_sealed(bytes(32), sealed, place="here")


@pytest.mark.parametrize("index", range(30))
def test_no_byte_of_a_sealed_secret_can_be_changed(index: int) -> None:
    sealed = bytearray(seal(KEY, b"token", place="here", nonce=NONCE))
    sealed[index] ^= 1
    with pytest.raises(CannotOpen):
        open_sealed(KEY, bytes(sealed), place="here")


def test_a_short_key_or_nonce_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"short", b"x", place="here", nonce=NONCE)
    with pytest.raises(ValueError, match="twelve"):
        seal(KEY, b"x", place="here", nonce=b"")


def test_a_keyed_hash_depends_on_key_purpose_and_value() -> None:
    hashes = {
        keyed_hash(KEY, "v", purpose="api-key"),
        keyed_hash(bytes(32), "v", purpose="api-key"),
        keyed_hash(KEY, "w", purpose="api-key"),
        keyed_hash(KEY, "v", purpose="erasure"),
    }
    assert len(hashes) == 4
