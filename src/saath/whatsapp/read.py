"""How one value of a delivery is read: leniently where it names something, strictly where it says.

A name (an id, a phone, a time) of an odd shape is *not said*. Words of an odd shape raise `Odd`,
so that their item is shown raw instead of half.
"""

import base64
import binascii
import re
from datetime import MAXYEAR, UTC, datetime

type Json = dict[str, object]

_NOT_DIGITS = re.compile(r"[^0-9]")
_HEX_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
_LATEST = int(datetime(MAXYEAR, 1, 1, tzinfo=UTC).timestamp()) * 1000
# Providers send milliseconds where Meta sends seconds. In seconds this is the year 5138.
_MILLISECONDS_FROM = 100_000_000_000
_INTEGER_MAX = 2**31 - 1


class Odd(ValueError):
    """A part of an item has a shape that cannot be what Meta documents."""


def text_in(item: Json, key: str) -> str:
    """Read a name; numbers count as names, everything else as not said."""
    value = item.get(key)
    if type(value) is str:
        return value
    return str(value) if type(value) is int and abs(value) < 10**30 else ""


def words_in(item: Json, key: str) -> str:
    """Read what somebody wrote; absent and null are no words."""
    value = item.get(key)
    if type(value) is str:
        return value
    if value is None:
        return ""
    raise Odd(f"{key} is no text")


def object_in(item: Json, key: str) -> Json:
    """Read an object, or an empty one where there is none."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def items_in(item: Json, key: str) -> list[object]:
    """Read a list; a single value stands for a list of one, null for none."""
    value = item.get(key)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def objects_in(item: Json, key: str) -> list[Json]:
    """Read the objects of a list and pass over the rest."""
    return [value for value in items_in(item, key) if isinstance(value, dict)]


def number_in(item: Json, key: str) -> int:
    """Read a small count or code; 0 for anything that is none."""
    try:
        number = int(text_in(item, key))
    except ValueError:
        return 0
    return number if 0 <= number <= _INTEGER_MAX else 0


def time_in(item: Json, key: str) -> int:
    """Read a time as milliseconds since the epoch; 0 for anything that is none."""
    value = item.get(key)
    if not isinstance(value, str | int | float):
        return 0
    try:
        number = int(value) if isinstance(value, str) and value.isdecimal() else float(value)
    except (ValueError, OverflowError):
        return 0
    at = number if number >= _MILLISECONDS_FROM else number * 1000
    return int(at) if 0 <= at <= _LATEST else 0


def phone_in(item: Json, key: str) -> str:
    """Read a phone as bare digits. What holds letters is no phone."""
    value = text_in(item, key)
    if value.isdecimal() and value.isascii():
        return value
    return "" if any(map(str.isalpha, value)) else _NOT_DIGITS.sub("", value)


def sha256_in(item: Json, key: str) -> str:
    """Read a digest as hex: Meta writes base64 in messages and hex in history."""
    value = text_in(item, key)
    if _HEX_DIGEST.fullmatch(value):
        return value.lower()
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return value
    return digest.hex() if len(digest) == 32 else value
