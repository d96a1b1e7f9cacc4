"""Whose is it? The names of one person, and where they are mentioned.

Ownership is exact: an item is a person's because `identity` says so. A mention is a guess on the
safe side, for parts whose shape we do not know.
"""

import base64
import re
from dataclasses import dataclass, field
from functools import cached_property

from saath.domain.identity import Identity
from saath.whatsapp.read import Json, object_in, phone_in, text_in

_DIGITS = re.compile(rb"[0-9]{5,}")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


@dataclass(frozen=True)
class Redacted:
    """One person by all names that Meta has for them. Phones are bare digits."""

    bsuids: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()
    wamids: frozenset[str] = field(default=frozenset())

    def owns(self, who: Identity) -> bool:
        """Tell whether this names the person.

        A username counts only where nothing better was said: it can be taken by somebody else.
        """
        known = {"bsuid": self.bsuids, "phone": self.phones, "username": self.usernames}
        return any(value in known[kind] for kind, value in who.aliases() if kind in known)

    def is_in(self, wamid: str) -> bool:
        """Tell whether a wamid is of this person's chat: known, or with the phone inside.

        A wamid is base64 of bytes that hold the phone as digits (seen in every sample).
        """
        return wamid in self.wamids or any(run in self.phones for run in digits_inside(wamid))

    def is_mentioned(self, part: object) -> bool:
        """Tell whether any key or value of a part names the person."""
        match part:
            case dict():
                return any(self.is_mentioned(inner) for pair in part.items() for inner in pair)
            case list():
                return any(map(self.is_mentioned, part))
            case str():
                return self.is_mentioned_in(part)
            case int():
                return str(part) in self.phones
            case _:
                return False

    def is_mentioned_in(self, text: str) -> bool:
        """Tell whether a text holds one of the names as a whole word."""
        phone = phone_in({"": text}, "")
        return phone in self.phones or self.is_in(text) or bool(self._names.search(text))

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = self.bsuids | self.phones | self.usernames | self.wamids
        words = "|".join(re.escape(name) for name in sorted(names) if name)
        return re.compile(f"(?<![0-9A-Za-z])(?:{words})(?![0-9A-Za-z])" if words else r"(?!)")


def wamids_of(item: Json) -> list[str]:
    """The message itself and those it speaks of: all of one chat."""
    return [
        text_in(item, "id"),
        text_in(object_in(item, "context"), "id"),
        text_in(object_in(item, "reaction"), "message_id"),
        text_in(object_in(item, "edit"), "original_message_id"),
        text_in(object_in(item, "revoke"), "original_message_id"),
    ]


def digits_inside(wamid: str) -> list[str]:
    head, _, tail = wamid.partition("wamid.")
    if head or not tail:
        return []
    tail = _NOT_BASE64.sub("", tail)
    whole = tail[: len(tail) - 1] if len(tail) % 4 == 1 else tail
    inside = base64.b64decode(whole + "=" * (-len(whole) % 4))
    return [run.decode() for run in _DIGITS.findall(inside)]
