"""Names for things, computed from what they are. Nothing here draws a random id.

The same person, message or notice gets the same id on every machine that folds the same journal,
so links, API ids and drafts survive a rebuild. In the id of a person the business takes part as
a salt: an id alone does not give a phone number away to somebody who can only guess numbers.
"""

from functools import lru_cache
from hashlib import blake2b

DIGEST_BYTES = 10

type AliasKind = str  # "bsuid" | "phone" | "username"


def digest(*parts: str) -> str:
    """Twenty hex digits (80 bits) that name the given parts, in their order."""
    return blake2b("\x1f".join(parts).encode(), digest_size=DIGEST_BYTES).hexdigest()


@lru_cache(maxsize=16_384)
def alias_id(business: str, portfolio: str, kind: AliasKind, value: str) -> str:
    """The id of one name a person has within one Meta portfolio."""
    return digest("alias", business, portfolio, kind, value)


@lru_cache(maxsize=4_096)
def message_id(phone_number_id: str, wamid: str) -> str:
    """The id of a WhatsApp message. Live, echo and history share this one key space.

    Without the business: two messages of the same second are told apart by their ids, and that
    must come out the same wherever the same deliveries are folded.
    """
    named = _messages_of(phone_number_id).copy()
    named.update(wamid.encode())
    return named.hexdigest()


@lru_cache(maxsize=256)
def _messages_of(phone_number_id: str) -> blake2b:
    """The hash of what comes before the wamid: to copy it takes half the time of `digest`."""
    return blake2b(f"message\x1f{phone_number_id}\x1f".encode(), digest_size=DIGEST_BYTES)


def notice_id(business: str, *key: str) -> str:
    """The id of something told about a number, an account or an unreadable delivery."""
    return digest("notice", business, *key)
