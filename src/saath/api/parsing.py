"""How the API reads bodies: strictly, and nothing into them that could not be kept.

What is refused here is answered as unreadable (`problems.unreadable`).
"""

from typing import Any, override

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser

from saath.store.storable import storable


class Bodies(Parser):
    """JSON whose texts every database can keep: no NUL, no half of a surrogate pair."""

    @override
    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body; ValueError for what is not such JSON."""
        if storable(request.body) != request.body:
            raise ValueError("NUL")
        return msgspec.json.decode(request.body)
