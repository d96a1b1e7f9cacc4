"""Fetch one attachment: ask where it lies, take its bytes, look at them, keep them. Or say why not.

Runs beside the loop and touches no table. Done twice it is done once: a file is named by its
content, and what was kept stays kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from saath.domain.facts import MediaFetched
from saath.domain.facts.media import Fetch
from saath.domain.media import Loss
from saath.media import File, NoRoom, Shelf, Taking, TooLarge, told_apart
from saath.net import TOO_LONG, Response, Sends, Stop
from saath.store.media import Wanted
from saath.whatsapp.graph import (
    Line,
    MediaPlace,
    MediaTrouble,
    ask_media,
    download,
    is_trusted,
    read_media,
)

# WhatsApp takes at most 100 MB from customers (131052); a little more is for its own rounding.
BYTES_MAX = 104 * 1024 * 1024
SLOW_S = 600.0
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
WAITS_MS = (
    10_000,
    MINUTE_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
)
LAST_MS = HOUR_MS
"""A no is believed this long before WhatsApp's id dies, and not before: the word for "gone" is also
the word for "not allowed", and a link or a permission may be mended meanwhile."""

type Passing = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Nothing was learnt about this attachment: the number gets no answers, or the disk is full
    (`is_ours`).
    """

    reason: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Fetching:
    """One attachment that is being fetched, and everything that takes."""

    business: str
    wanted: Wanted
    line: Line
    client: Sends
    shelf: Shelf
    clock: Callable[[], int]
    ticks: Callable[[], float]
    passing: Passing


def fetch(job: Fetching) -> MediaFetched | Trouble:
    """Fetch it, or say what stands in the way."""
    job.passing("asking for media")
    place = read_media(ask_media(job.client, job.line, job.wanted.state.media_id))
    if isinstance(place, MediaTrouble):
        return _without_place(job, place)
    if place.bytes > BYTES_MAX:
        return lost(job.wanted, "too-large")
    if not is_trusted(job.line, place.url):
        return _in_vain(job, "refused")
    try:
        with job.shelf.taking(BYTES_MAX) as taking:
            return _take(job, place, taking)
    except (NoRoom, OSError) as error:
        return Trouble(type(error).__name__, is_ours=True)


def _without_place(job: Fetching, trouble: MediaTrouble) -> MediaFetched | Trouble:
    match trouble.kind:
        case "line":
            return Trouble(trouble.reason)
        case "gone":
            return _in_vain(job, "gone")
        case "later":
            return _later(job)


def _take(job: Fetching, place: MediaPlace, taking: Taking) -> MediaFetched:
    """Take the bytes, and keep them if they are the ones that were announced."""
    until = job.ticks() + SLOW_S

    def into(part: bytes) -> None:
        try:
            taking.add(part)
        except TooLarge:
            raise Stop(TOO_LONG) from None
        if job.ticks() > until:
            raise Stop("too slow")

    job.passing("downloading")
    result = download(job.client, job.line, place.url, into, limit=BYTES_MAX)
    job.passing("downloaded")
    match result:
        case Response(status=200):
            return _keep(job, place, taking)
        case Response(status=status) if 300 <= status < 400:
            return _in_vain(job, "refused")
        case Response(status=404):
            return _in_vain(job, "gone")
        case _ if getattr(result, "reason", "") == TOO_LONG:
            return lost(job.wanted, "too-large")
        case _:
            return _later(job)


def _keep(job: Fetching, place: MediaPlace, taking: Taking) -> MediaFetched:
    file, state = taking.settle(), job.wanted.state
    announced = place.sha256 or state.sha256
    if announced and announced != file.sha256:
        return _in_vain(job, "damaged")
    job.shelf.keep(job.business, taking)
    job.passing("kept")
    return _outcome(job.wanted, "kept", file, told_apart(file.head, place.mime or state.mime))


def _later(job: Fetching) -> MediaFetched:
    wait = WAITS_MS[min(job.wanted.state.tries, len(WAITS_MS) - 1)]
    return _outcome(job.wanted, "deferred", retry_at=job.clock() + wait)


def _in_vain(job: Fetching, reason: Loss) -> MediaFetched:
    """A no: ask again for as long as there may be another answer, the last time shortly before."""
    last = job.wanted.state.expires_at - LAST_MS
    if job.clock() >= last:
        return lost(job.wanted, reason)
    later = _later(job)
    return replace(later, retry_at=min(later.retry_at, last))


def lost(wanted: Wanted, reason: Loss) -> MediaFetched:
    """There will be no bytes."""
    return _outcome(wanted, "lost", reason=reason)


def _outcome(
    wanted: Wanted,
    outcome: Fetch,
    file: File | None = None,
    mime: str = "",
    *,
    reason: Loss | Literal[""] = "",
    retry_at: int = 0,
) -> MediaFetched:
    state = wanted.state
    return MediaFetched(
        state.id,
        state.message,
        wanted.person,
        state.phone_number_id,
        outcome,
        state.tries + 1,
        file.sha256 if file else "",
        mime,
        file.size if file else 0,
        reason,
        retry_at,
    )
