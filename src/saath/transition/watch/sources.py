"""Signs that are measured by other rooms and judged here. One function each; add yours to SOURCES.

A source reads what its room knows and answers with signs of the three lights. What nobody can
measure yet is *not known*: then `domain.lights` says so, and no source hides it.
"""

from collections.abc import Callable, Iterable

from saath.domain.lights import Sign

type Source = Callable[[str, int], Iterable[Sign]]
"""(business, now) to signs."""

SOURCES: tuple[Source, ...] = ()


def also(business: str, now: int) -> list[Sign]:
    """Every sign of every source."""
    return [sign for source in SOURCES for sign in source(business, now)]
