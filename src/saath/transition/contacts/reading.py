"""Read an address book from a file: CSV as Saath, Google and Excel write it, or vCard 2.1 to 4.0.

Pure. Every line is either an entry or refused with its number and the reason; nothing is dropped.
"""

import csv
import io
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from saath.store.imports import Brought, RefusedLine
from saath.transition.bundle.people import unguarded

REGION = "IN"
BYTES_MAX = 20_000_000
NAME_MAX, TEXT_MAX = 200, 500
NAME_COLUMNS = ("name", "full name", "display name", "fn", "नाम")
FIRST_COLUMNS, LAST_COLUMNS = ("first name", "given name"), ("last name", "family name")
PHONE_COLUMNS = (
    *("phone", "phone number", "mobile", "mobile phone", "whatsapp", "number", "tel"),
    *("phone 1 - value", "primary phone", "फ़ोन", "मोबाइल"),
)


class Unreadable(Exception):
    """This file is no address book that we can read; the text says why, in one sentence."""


@dataclass(slots=True)
class Read:
    """What a file holds."""

    kind: str
    contacts: list[Brought] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)

    def take(self, line: int, name: str, phone: str, text: str) -> None:
        """An entry, or the reason why it is none."""
        name = " ".join(name.split())[:NAME_MAX]
        digits = digits_of(phone)
        if not phone.strip():
            self.refuse(line, "no phone number", text)
        elif not digits:
            self.refuse(line, "not a phone number", text)
        elif not name:
            self.refuse(line, "no name", text)
        else:
            self.contacts.append(Brought(line, name, digits))

    def refuse(self, line: int, reason: str, text: str) -> None:
        """Keep the line as it was."""
        self.refused.append(RefusedLine(line, reason, text[:TEXT_MAX]))


def read_contacts(content: bytes) -> Read:
    """Read a file, whatever it is called."""
    if len(content) > BYTES_MAX:
        raise Unreadable(f"The file is larger than {BYTES_MAX // 1_000_000} MB. Split it.")
    text = _text(content)
    if text.lstrip().upper().startswith("BEGIN:VCARD"):
        return _read_vcards(text)
    return _read_csv(text)


def digits_of(phone: str) -> str:
    """A phone in digits with its country code, India's if it names none; "" for no phone."""
    import phonenumbers  # noqa: PLC0415  (a tenth of a second: only who reads contacts waits for it)

    try:
        number = phonenumbers.parse(unguarded(phone.strip()).removeprefix("tel:"), REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")


def _text(content: bytes) -> str:
    for encoding in (
        ("utf-8-sig", "utf-16")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else (
            "utf-8-sig",
            "cp1252",
        )
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The file is not text. Save it as CSV (UTF-8) or vCard.")


def _read_csv(text: str) -> Read:
    lines = text.splitlines(keepends=True)
    if not lines:
        raise Unreadable("The file is empty.")
    separator = max(",;\t", key=lines[0].count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        columns = [unguarded(name).strip().lower() for name in next(rows)]
        phones = [i for i, name in enumerate(columns) if name in PHONE_COLUMNS]
        if not phones:
            wanted = "name and phone"
            raise Unreadable(f"The first line must name the columns, among them {wanted}.")
        found = Read("csv")
        for row in rows:
            if any(cell.strip() for cell in row):
                _take_row(found, columns, phones[0], row, rows.line_num, separator)
    except csv.Error as error:
        raise Unreadable(f"Line {rows.line_num} cannot be read as CSV ({error}).") from None
    return found


def _take_row(
    found: Read, columns: list[str], phone: int, row: list[str], line: int, separator: str
) -> None:
    given = dict(zip(columns, row, strict=False))
    whole = next((given[c] for c in NAME_COLUMNS if given.get(c)), "")
    parts = [
        next((given[c] for c in group if given.get(c)), "")
        for group in (FIRST_COLUMNS, LAST_COLUMNS)
    ]
    name = unguarded(whole) or " ".join(filter(None, map(unguarded, parts)))
    found.take(line, name, row[phone] if len(row) > phone else "", separator.join(row))


def _read_vcards(text: str) -> Read:
    found = Read("vcard")
    start, held = 0, list[tuple[str, str, str]]()
    for line, entry in _unfolded(text.splitlines()):
        name, parameters, value = _property(entry)
        if name == "BEGIN":
            start, held = line, []
        elif name == "END":
            _take_card(found, start, held)
            start, held = 0, []
        elif start:
            held.append((name, parameters, value))
        elif entry.strip():
            found.refuse(line, "not inside a card", entry)
    if start:
        found.refuse(start, "a card that does not end", _shown(held))
    return found


def _take_card(found: Read, line: int, held: list[tuple[str, str, str]]) -> None:
    """One entry for each phone of the card."""
    names = {name: _decoded(value, how) for name, how, value in reversed(held)}
    name = names.get("FN") or " ".join(
        reversed([p for p in names.get("N", "").split(";") if p][:2])
    )
    phones = [_decoded(value, how) for key, how, value in held if key == "TEL"]
    for phone in phones or [""]:
        found.take(line, _plain(name), phone, _shown(held))


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their continuations, each with the number it began at."""
    began, said = 0, ""
    for number, line in enumerate(lines, 1):
        soft = said.endswith("=") and "QUOTED-PRINTABLE" in said.upper().split(":")[0]
        if line[:1] in (" ", "\t") and said:
            said += line[1:]
        elif soft:
            said = said[:-1] + line
        else:
            if said:
                yield began, said
            began, said = number, line
    if said:
        yield began, said


def _property(entry: str) -> tuple[str, str, str]:
    head, _colon, value = entry.partition(":")
    name, _semicolon, parameters = head.partition(";")
    return name.rpartition(".")[2].upper().strip(), parameters.upper(), value.strip()


def _decoded(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        return quopri.decodestring(value.encode()).decode("utf-8", "replace")
    return value


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)


def _shown(held: list[tuple[str, str, str]]) -> str:
    return " ".join(f"{name}:{value}" for name, _how, value in held)
