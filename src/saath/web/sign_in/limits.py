"""How often a password may be tried: counted before it is looked at, so that trying costs nothing.

Counts live in the process's cache: several web processes allow as many times more, which is still
nothing against argon2.
"""

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_S = 300
TRIES_OF_ONE_NAME_FROM_ONE_PLACE = 5
TRIES_FROM_ONE_PLACE = 50
TRIES_OF_ONE_NAME = 50


def may_try(request: HttpRequest, name: str) -> bool:
    """Count one try and say whether it is allowed."""
    allowed = [_count(key) <= limit for key, limit in _limits(request, name)]
    return all(allowed)


def forget(request: HttpRequest, name: str) -> None:
    """Start again after somebody signed in."""
    cache.delete(_limits(request, name)[0][0])


def _limits(request: HttpRequest, name: str) -> list[tuple[str, int]]:
    place = request.META.get("REMOTE_ADDR", "")
    who = name.casefold()[:150].encode().hex()
    return [
        (f"try:{place}:{who}", TRIES_OF_ONE_NAME_FROM_ONE_PLACE),
        (f"try:{place}", TRIES_FROM_ONE_PLACE),
        (f"try::{who}", TRIES_OF_ONE_NAME),
    ]


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW_S)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return 1
