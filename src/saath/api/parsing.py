"""How the API reads bodies: strictly, and nothing into them that could not be kept.

What is refused here is answered as unreadable (`problems.unreadable`).
"""

from typing import Any, override

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser


class Bodies(Parser):
    """JSON whose texts every database can keep: no NUL, no half of a surrogate pair."""

    @override
    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body; ValueError for what is not such JSON."""
        tree = msgspec.json.decode(request.body)
        if b"\\u0000" in request.body and _holds_nul(tree):
            raise ValueError("NUL")
        return tree


def _holds_nul(tree: Any) -> bool:
    match tree:
        case str():
            return "\x00" in tree
        case dict():
            return any(_holds_nul(one) for pair in tree.items() for one in pair)
        case list():
            return any(map(_holds_nul, tree))
        case _:
            return False
