"""Where the link to WhatsApp was cut, marked in the thread: what was said then is on the phone."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from django.utils.translation import gettext as _

from saath.queries.numbers import Cut
from saath.web import formats
from saath.web.inbox.thread import Bubble, Item, Line

NEAR_MS = 30 * 24 * 3_600_000
"""A thread that was silent for longer before a cut has most likely nothing to do with it."""


def with_cuts(items: Sequence[Item], cuts: Sequence[Cut], tz: tzinfo) -> tuple[Item, ...]:
    """The thread with a line for every cut that fell into it, or that came soon after its end."""
    return tuple(_marked(items, cuts, tz)) if cuts else tuple(items)


def _marked(items: Sequence[Item], cuts: Sequence[Cut], tz: tzinfo) -> Iterator[Item]:
    before = 0
    for item in items:
        if isinstance(item, Bubble):
            at = _at(item)
            yield from (_line(cut, tz) for cut in cuts if 0 < before <= cut.since < at)
            before = at
        yield item
    yield from (_line(cut, tz) for cut in cuts if 0 <= cut.since - before < NEAR_MS and before)


def _at(bubble: Bubble) -> int:
    moment = datetime.fromisoformat(bubble.at.iso)
    return int(moment.astimezone(UTC).timestamp() * 1000)


def _line(cut: Cut, tz: tzinfo) -> Line:
    if not cut.to:
        return Line(
            "plug",
            _("The link to WhatsApp is cut since here. What is said now is on the phone only."),
        )
    said = _(
        "The link to WhatsApp was cut here until %(when)s. What was said meanwhile is on the phone only."
    )
    return Line("plug", said % {"when": formats.full(cut.to, tz)})
