"""The list, rendered once for everybody who looks at it.

Every page asks for its list whenever anything changes. Fifty of them made fifty equal renderings,
and a message was two seconds old before the last page had it. What is kept is one rendering for
each business, role and language, for as long as the tables stand still, but never for long: waits
grow by themselves.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from saath.queries import inbox
from saath.web.asking import Asking

FRESH_MS = 5_000
KEPT_MAX = 500

type Key = tuple[str, str, str]
type Version = tuple[object, ...]


@dataclass(slots=True)
class Kept:
    """One rendering. Whoever holds the lock makes it; the others wait and take it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    version: Version = ()
    looked: float = 0.0
    """When it was last known to be current; whoever came before that need not ask again."""
    html: str = ""


_kept: dict[Key, Kept] = {}


def rows(request: Asking, opened: str, context: Callable[[], dict[str, object]]) -> str:
    """The lines of the list, `opened` (a conversation's id, or nothing) marked as the current one."""
    kept = _place((request.user.business, request.user.role, get_language() or ""))
    with kept.lock:
        if kept.looked <= request.arrived:
            _look(kept, request, context)
        html = kept.html
    return _mark(html, opened) or _mark(html, _present(request, opened)) or html


def _look(kept: Kept, request: Asking, context: Callable[[], dict[str, object]]) -> None:
    looking = request.ticks()
    version = (inbox.read_version(request.user.business), request.now // FRESH_MS)
    if kept.version != version:
        kept.html = _render(request, context())
        kept.version = version
    kept.looked = looking


def forget() -> None:
    """Render everything anew from here on."""
    _kept.clear()


def _place(key: Key) -> Kept:
    if len(_kept) > KEPT_MAX:
        forget()
    return _kept.setdefault(key, Kept())


def _render(request: HttpRequest, context: dict[str, object]) -> str:
    return render_to_string("saath/inbox/rows.html", context, request)


def _mark(html: str, opened: str) -> str:
    """The same with that line marked; nothing when there is no such line."""
    line = f'<li id="c-{opened}"><a '
    before, found, after = html.partition(line)
    return f'{before}{found}aria-current="true" {after}' if found else ""


def _present(request: Asking, opened: str) -> str:
    """Today's id of a conversation whose person turned out to be somebody else."""
    return inbox.find_present(request.user.business, opened, request.now) if opened else ""
