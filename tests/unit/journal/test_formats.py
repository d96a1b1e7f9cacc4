from dataclasses import replace

import pytest

from saath.journal.errors import FormatTooNew
from saath.journal.formats import UPCASTERS, Upcasters, newest, upcast
from saath.journal.records import KINDS
from tests.unit.journal.records import RECORD

THREE: Upcasters = {
    "request": (lambda body: body + b" to 2", lambda body: body + b" to 3"),
    "timer": (),
}


def test_every_kind_has_its_path() -> None:
    assert set(UPCASTERS) == KINDS


def test_an_old_record_is_brought_up_step_by_step() -> None:
    old = replace(RECORD, body=b"1")
    assert upcast(old, THREE) == replace(old, version=3, body=b"1 to 2 to 3")
    middle = replace(RECORD, version=2, body=b"2")
    assert upcast(middle, THREE).body == b"2 to 3"


def test_a_record_of_today_stays_as_it_is() -> None:
    today = replace(RECORD, version=3)
    assert upcast(today, THREE) is today
    assert upcast(RECORD) is RECORD


def test_a_record_of_a_later_release_is_refused() -> None:
    later = replace(RECORD, version=newest("request", THREE) + 1)
    with pytest.raises(FormatTooNew, match="Record 7 of 'bakery'"):
        upcast(later, THREE)
