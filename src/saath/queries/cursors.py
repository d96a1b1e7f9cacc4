"""Where a page ends, as an opaque string: base64 of the last row's sort key. Never a row count."""

import base64
import binascii

import msgspec

from saath.domain.thread import Mark


class InvalidCursor(Exception):
    """A cursor that no page ever handed out."""

    def __init__(self) -> None:
        super().__init__("This cursor is not one of ours. Leave `after` out to start again.")


def encode(mark: Mark) -> str:
    """The cursor after the row with this sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode().rstrip("=")


def decode(cursor: str) -> Mark:
    """The sort key that the cursor stands for."""
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        raw = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        mark: Mark = msgspec.json.decode(raw, type=tuple[int, str])
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise InvalidCursor from error
    if not -(2**63) <= mark[0] < 2**63 or "\x00" in mark[1]:
        raise InvalidCursor
    return mark
