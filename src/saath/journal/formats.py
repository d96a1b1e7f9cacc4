"""Versions of what our own records say, and how old ones are read today.

A body is never rewritten when its format changes: the record stays as it was appended, and is
brought up to date each time it is read, one version after the other. What a version means is
decided where the kind is written; here is only the path from each version to the next.

Bodies of `delivery` and `import` come from outside and are kept byte for byte. Their version
counts the format of the envelope we put round them, which has not changed yet.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from saath.journal.errors import FormatTooNew
from saath.journal.records import Kind, Record

type Upcaster = Callable[[bytes], bytes]
"""From the body of one version to the body of the next. Pure and total."""

type Upcasters = Mapping[Kind, tuple[Upcaster, ...]]
"""Per kind, the steps from version 1 on: n steps lead to version n + 1."""

UPCASTERS: Final[Upcasters] = {
    "delivery": (),
    "import": (),
    "request": (),
    "policy": (),
    "timer": (),
    "attempt": (),
    "outcome": (),
}


def newest(kind: Kind, upcasters: Upcasters = UPCASTERS) -> int:
    """Return the version this release writes."""
    return len(upcasters[kind]) + 1


def upcast(record: Record, upcasters: Upcasters = UPCASTERS) -> Record:
    """Return the record as this release would have written it; its digest stays the stored one.

    Raises `FormatTooNew` for a record of a later release.
    """
    if record.version > newest(record.kind, upcasters):
        raise FormatTooNew(
            f"Record {record.position} of {record.business!r}, lane {record.lane!r}, is a"
            f" {record.kind} of format {record.version}; this release reads up to"
            f" {newest(record.kind, upcasters)}. Run the newer Saath that wrote it."
        )
    steps = upcasters[record.kind][record.version - 1 :]
    if not steps:
        return record
    body = record.body
    for step in steps:
        body = step(body)
    return replace(record, version=newest(record.kind, upcasters), body=body)
