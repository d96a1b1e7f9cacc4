"""People as CSV (RFC 4180) and vCard 4.0 (RFC 6350), which Saath and other programs read back."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from saath.domain.person import Alias, Card, card

HEADER = (
    *("id", "name", "phone", "username", "bsuid", "phone_book_name", "profile_name"),
    *("in_phone_book", "stopped_marketing"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula (OWASP, CSV injection, read 2026-11-22)."""
LINE_BYTES = 75


def csv_lines(people: Iterable[tuple[str, Sequence[Alias]]]) -> Iterator[bytes]:
    """One line for each person, after a header."""
    yield _csv(HEADER)
    for _person, aliases in people:
        yield _csv(_columns(aliases))


def vcards(people: Iterable[tuple[str, Sequence[Alias]]]) -> Iterator[bytes]:
    """One card for each person who has a name or a phone."""
    for _person, aliases in people:
        known = card(aliases)
        if known.name or known.phone:
            yield _vcard(known)


def _columns(aliases: Sequence[Alias]) -> tuple[str, ...]:
    known = card(aliases)
    book, profile = _latest(aliases, "book"), _latest(aliases, "profile")
    in_book = any(alias.in_book for alias in aliases)
    return (
        known.id,
        guarded(known.name),
        f"+{known.phone}" if known.phone else "",
        guarded(known.username),
        known.bsuid,
        guarded(book),
        guarded(profile),
        "yes" if in_book else "no",
        "yes" if known.stopped_marketing else "no",
    )


def guarded(text: str) -> str:
    """A text that no spreadsheet runs; `unguarded` takes the mark away again."""
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """The text as it was."""
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in (*FORMULA, "'"))) else text


def _latest(aliases: Sequence[Alias], register: str) -> str:
    said = [(int(getattr(a, f"{register}_at")), str(getattr(a, register))) for a in aliases]
    return max((one for one in said if one[1]), default=(0, ""))[1]


def _csv(columns: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(columns)
    return line.getvalue().encode()


def _vcard(known: Card) -> bytes:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"UID:urn:saath:{known.id}", f"FN:{_value(known.name)}"]
    if known.phone:
        lines.append(f"TEL;VALUE=uri;TYPE=cell:tel:+{known.phone}")
    if known.username:
        lines.append(f"NICKNAME:{_value(known.username)}")
    lines.append("END:VCARD")
    return b"".join(_folded(line) for line in lines)


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, never through the middle of a letter."""
    parts, now = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(now) + len(encoded) > LINE_BYTES:
            parts.append(now)
            now = b" "
        now += encoded
    return b"\r\n".join([*parts, now]) + b"\r\n"
