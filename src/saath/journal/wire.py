"""What crosses the appender's socket: calls, replies, and the frames they travel in.

A frame is a four-byte length and that many bytes of MessagePack. Both ends are the same release
on the same machine, so there is no version to negotiate: what cannot be read is refused.
"""

import struct
from io import BufferedIOBase

import msgspec

from saath.journal.contract import Journal
from saath.journal.errors import (
    Fenced,
    FormatTooNew,
    HeadMoved,
    JournalCorrupt,
    JournalError,
    JournalLocked,
    JournalUnavailable,
    NoJournal,
)
from saath.journal.records import Entry, Lane

FRAME_BYTES_MAX = 64_000_000
LENGTH = struct.Struct(">I")


class AppendCall(msgspec.Struct, frozen=True, tag="append"):
    """`Journal.append`."""

    entries: list[Entry]
    if_head: int | None
    epoch: int | None


class TakeCall(msgspec.Struct, frozen=True, tag="take"):
    """`Journal.take`."""

    business: str


class RedactCall(msgspec.Struct, frozen=True, tag="redact"):
    """`Journal.redact`."""

    business: str
    lane: Lane
    position: int
    body: bytes


class Appended(msgspec.Struct, frozen=True, tag="appended"):
    """The positions of what was appended."""

    positions: list[int]


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """The new epoch."""

    epoch: int


class Redacted(msgspec.Struct, frozen=True, tag="redacted"):
    """The body is rewritten."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """What the journal raised: the name of its class and what that was given."""

    error: str
    args: list[str | int]


type Call = AppendCall | TakeCall | RedactCall
type Reply = Appended | Taken | Redacted | Refused

_REFUSALS: tuple[type[JournalError], ...] = (
    *(HeadMoved, Fenced, FormatTooNew),
    *(JournalLocked, JournalUnavailable, NoJournal),
)
_ERRORS = {kind.__name__: kind for kind in _REFUSALS}
_encoder = msgspec.msgpack.Encoder()
_calls: msgspec.msgpack.Decoder[Call] = msgspec.msgpack.Decoder(Call)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def perform(journal: Journal, call: Call) -> Reply:
    """Do what a caller asked, here; what the journal refuses is an answer like any other."""
    try:
        match call:
            case AppendCall(entries=entries, if_head=if_head, epoch=epoch):
                return Appended(journal.append(entries, if_head=if_head, epoch=epoch))
            case TakeCall(business=business):
                return Taken(journal.take(business))
            case RedactCall(business=business, lane=lane, position=position, body=body):
                journal.redact(business, lane, position, body)
                return Redacted()
    except JournalError as error:
        return Refused(type(error).__name__, list(error.args))


def perform_encoded(journal: Journal, frame: bytes) -> bytes:
    """Do what a frame asks and return the frame to answer with."""
    try:
        call = _calls.decode(frame)
    except msgspec.MsgspecError:
        sentence = "The running Saath does not understand this call. Restart it: same release?"
        return _encoder.encode(Refused(JournalError.__name__, [sentence]))
    return _encoder.encode(perform(journal, call))


def encode(call: Call) -> bytes:
    """Spell a call out."""
    return _encoder.encode(call)


def decode(frame: bytes) -> Reply:
    """Read a reply."""
    return _replies.decode(frame)


def refusal(reply: Reply) -> JournalError:
    """Turn a reply that is no answer into the error its caller raises."""
    match reply:
        case Refused(error="JournalCorrupt", args=[str(b), str(lane), int(position), str(found)]):
            return JournalCorrupt(b, lane, position, found)
        case Refused(error=name, args=args):
            return _ERRORS.get(name, JournalError)(*args)
        case Appended() | Taken() | Redacted():
            return JournalError("The running Saath answered another call. Restart it.")


def read_frame(stream: BufferedIOBase) -> bytes | None:
    """Read one frame; None when the other end is done, or says what no end of ours says."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(prefix)
    if length > FRAME_BYTES_MAX:
        return None
    frame = stream.read(length)
    return frame if len(frame) == length else None


def write_frame(stream: BufferedIOBase, frame: bytes) -> None:
    """Write one frame."""
    stream.write(LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()
