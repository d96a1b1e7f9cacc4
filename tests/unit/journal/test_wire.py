import io

import msgspec
import pytest

from saath.journal import errors
from saath.journal.errors import JournalCorrupt, JournalError
from saath.journal.wire import (
    LENGTH,
    AppendCall,
    Appended,
    Call,
    RedactCall,
    Refused,
    TakeCall,
    decode,
    encode,
    read_frame,
    refusal,
    write_frame,
)
from tests.unit.journal.records import ENTRY

ERRORS: list[JournalError] = [
    kind("A sentence.")
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, JournalError) and kind is not JournalCorrupt
]


@pytest.mark.parametrize(
    "call",
    [
        AppendCall([ENTRY, ENTRY], 3, None),
        TakeCall("bakery"),
        RedactCall("bakery", "live", 3, b"\x00"),
    ],
)
def test_a_call_is_understood_as_it_was_made(call: Call) -> None:
    assert msgspec.msgpack.decode(encode(call), type=AppendCall | TakeCall | RedactCall) == call


@pytest.mark.parametrize("error", [*ERRORS, JournalCorrupt("bakery", "live", 3, "it is missing")])
def test_every_refusal_survives_the_way(error: JournalError) -> None:
    frame = msgspec.msgpack.encode(Refused(type(error).__name__, list(error.args)))
    met = refusal(decode(frame))
    assert type(met) is type(error)
    assert str(met) == str(error)


def test_an_answer_to_another_call_is_refused() -> None:
    assert "Restart it" in str(refusal(Appended([1])))


def test_frames_keep_their_borders() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"one")
    write_frame(stream, b"")
    stream.seek(0)
    assert [read_frame(stream), read_frame(stream), read_frame(stream)] == [b"one", b"", None]


@pytest.mark.parametrize("torn", [b"\x00\x00", LENGTH.pack(5) + b"four", LENGTH.pack(2**32 - 1)])
def test_a_torn_or_monstrous_frame_is_no_frame(torn: bytes) -> None:
    assert read_frame(io.BytesIO(torn)) is None
