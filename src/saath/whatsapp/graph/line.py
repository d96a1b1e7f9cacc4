"""Where a number speaks, and how Graph's answers are opened."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from saath.whatsapp.adapters import adapter_of

VERSION = "v25.0"
SEND_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """Where and as whom to speak for one number."""

    base_url: str
    phone_number_id: str
    token: str = field(repr=False)
    timeout_s: float = SEND_TIMEOUT_S
    provider: str = "meta"

    @property
    def authorization(self) -> dict[str, str]:
        """The header that says who speaks."""
        return adapter_of(self.provider).headers(self.token)


def tree(body: bytes) -> dict[str, Any]:
    """An answer as an object; an empty one for whatever is none."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def code_in(body: bytes) -> int | None:
    """The code of an error in Graph's own words, or None when it is none of Graph's."""
    error = tree(body).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None
