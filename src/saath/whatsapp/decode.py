"""Bytes in, a tree of JSON values out, whose strings any database can keep; and back to text.

The common body costs one C call. The odd one (not UTF-8, NaN, half a surrogate pair, a NUL,
nested without end) is read by a slower way that mends it, so that one such value spoils one item
and not the delivery. What the tree means is not known here.
"""

import json
import re
from collections.abc import Iterator
from typing import cast

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder, encode

# Meta nests about twelve deep. The limit is ours, not the interpreter's stack, so that every
# machine reads the same bytes alike.
DEPTH_MAX = 64
NUL = rb"\u0000"
INTEGER_DIGITS_MAX = 300

_decode = Decoder().decode
_sorted = Encoder(order="sorted").encode
_NO_MARKS = bytes(byte for byte in range(256) if byte not in b'{}[]"')
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
# PostgreSQL stores no NUL in text, and no database stores half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_tree(body: bytes) -> object:
    """Read any JSON, and JSON with the usual mistakes. Raises ValueError for anything else."""
    if _is_deep(body):
        body = _flatten(body)
    try:
        tree: object = _decode(body)
    except (DecodeError, UnicodeDecodeError):
        return _storable(_read_leniently(body))
    return _storable(tree) if NUL in body else tree


def canonical(tree: object) -> str:
    """Write a tree as JSON that is the same for the same content: compact, keys sorted."""
    return _sorted(tree).decode()


def write_tree(tree: object) -> bytes:
    """Write a tree as JSON, keys in their order."""
    return encode(tree)


def storable_text(body: bytes) -> str:
    """Show bytes that are not JSON as text that can be kept."""
    return _UNSTORABLE.sub("\ufffd", body.decode(errors="replace"))


def _is_deep(body: bytes) -> bool:
    """Tell whether brackets nest deeper than `DEPTH_MAX`, or never close.

    Before anything is decoded: a decoder that goes down with them needs a stack that not every
    thread has. Every step is one call in C: drop what is escaped, keep quotes and brackets, drop
    the strings without brackets, then peel the innermost pairs off, once a level.
    """
    if body.count(b"{") + body.count(b"[") <= DEPTH_MAX:
        return False
    marks = body.replace(rb"\\", b"").replace(rb"\"", b"").translate(_ONE_KIND, _NO_MARKS)
    marks = marks.replace(b'""', b"")
    brackets = b"".join(marks.split(b'"')[::2])
    for _ in range(DEPTH_MAX):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return False
    return True


def _flatten(body: bytes) -> bytes:
    """Turn every value nested deeper than `DEPTH_MAX` into a string that holds its source."""
    parts, kept = [], 0
    for start, end in _deep_spans(body):
        parts += [body[kept:start], encode(storable_text(body[start:end]))]
        kept = end
    return b"".join([*parts, body[kept:]])


def _deep_spans(body: bytes) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for token in _STRING_OR_BRACKET.finditer(body):
        match body[token.start()]:
            case 0x5B | 0x7B:
                depth += 1
                start = token.start() if depth == DEPTH_MAX + 1 else start
            case 0x5D | 0x7D:
                if depth == DEPTH_MAX + 1:
                    yield start, token.end()
                depth -= 1
            case _:
                pass
    if depth > DEPTH_MAX:
        yield start, len(body)


def _read_leniently(body: bytes) -> object:
    text = body.decode(errors="replace").removeprefix("\ufeff")
    return cast(
        object,
        json.loads(text, strict=False, parse_constant=str, parse_float=_finite, parse_int=_bounded),
    )


def _finite(digits: str) -> float | str:
    number = float(digits)
    return number if abs(number) != float("inf") else digits


def _bounded(digits: str) -> int | str:
    return int(digits) if len(digits) <= INTEGER_DIGITS_MAX else digits


def _storable(tree: object) -> object:
    match tree:
        case str():
            return _UNSTORABLE.sub("\ufffd", tree)
        case list():
            return [_storable(item) for item in tree]
        case dict():
            return {_UNSTORABLE.sub("\ufffd", key): _storable(item) for key, item in tree.items()}
        case _:
            return tree
