"""The addresses of the inbox: whole pages, and the two parts that a live page asks for again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from saath.queries import inbox
from saath.queries.inbox import ListView, NoConversation, ThreadView
from saath.queries.views import Page
from saath.web import formats
from saath.web.asking import Asking, sees_past, signed_in
from saath.web.inbox import rows, shared, thread, words
from saath.web.inbox.composing import Unsent, composer
from saath.web.inbox.cuts import with_cuts
from saath.web.inbox.desk import desk
from saath.web.inbox.thread import Item
from saath.web.shell import ZONE, shell


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """The inbox is the first page."""
    return redirect("inbox")


@require_safe
@signed_in
def list_page(request: Asking) -> HttpResponse:
    """The list, without a thread."""
    after = request.GET.get("after")
    found = inbox.read_list(request.user.business, request.now, after, past=sees_past(request.user))
    waiting = found.waiting_count if not after else None
    context = shell(request, "inbox", waiting) | listed(found, request.now, first=not after)
    return render(request, "saath/inbox/page.html", context | {"live": not after})


@require_safe
@signed_in
def conversation_page(request: Asking, key: str) -> HttpResponse:
    """The list with one thread beside it."""
    return show_conversation(request, key)


def show_conversation(
    request: Asking, key: str, *, unsent: Unsent | None = None, status: int = 200
) -> HttpResponse:
    """The page of one thread; with `unsent`, the words that were not sent and why."""
    after = request.GET.get("after")
    try:
        found = inbox.read_inbox(
            request.user.business, key, request.now, after, past=sees_past(request.user)
        )
    except NoConversation as error:
        raise Http404 from error
    context = (
        shell(request, "inbox", found.list.waiting_count)
        | listed(found.list, request.now)
        | threaded(request, found.thread, paged=bool(after))
        | {"composer": composer(request, found.thread.conversation, unsent), "live": True}
    )
    return render(request, "saath/inbox/page.html", context, status=status)


@require_safe
@signed_in
def rows_part(request: Asking) -> HttpResponse:
    """Only the lines of the list."""

    def context() -> dict[str, Any]:
        seen = sees_past(request.user)
        found = inbox.read_list(request.user.business, request.now, past=seen)
        return listed(found, request.now)

    return HttpResponse(shared.rows(request, request.GET.get("open", ""), context))


@require_safe
@signed_in
def messages_part(request: Asking, key: str) -> HttpResponse:
    """Only the messages of one thread."""
    try:
        found = inbox.read_thread(
            request.user.business, key, request.now, past=sees_past(request.user)
        )
    except NoConversation as error:
        raise Http404 from error
    context = threaded(request, found, paged=False) | {"part": True}
    return render(request, "saath/inbox/messages.html", context)


def listed(found: ListView, now: int, *, first: bool = True) -> dict[str, Any]:
    """The context of `rows.html`."""
    return {
        "first": first,
        "waiting": found.waiting_count if first else None,
        "waiting_rows": [rows.row(c, now, ZONE, found.opened) for c in found.waiting],
        "rows": [rows.row(c, now, ZONE, found.opened) for c in found.answered.rows],
        "older": _older(reverse("inbox"), found.answered),
    }


def threaded(request: Asking, found: ThreadView, *, paged: bool) -> dict[str, Any]:
    """The context of `thread.html`."""
    now = request.now
    conversation, window = found.conversation, found.conversation.window
    name = rows.name(conversation)
    url = reverse("conversation", args=(conversation.id,))
    return {
        "thread": {
            "id": conversation.id,
            "name": name,
            "phone": formats.phone(conversation.contact.phone),
            "username": conversation.contact.username,
            "bsuid": conversation.contact.bsuid,
            "chat_on_phone": conversation.contact.bsuid or conversation.contact.phone,
            "stopped": conversation.contact.stopped_marketing,
            "chip": rows.chip(window, now, ZONE),
            "left": formats.exact(window.closes_at - now) if window.open else "",
            "who": words.control(conversation),
            "desk": desk(request, conversation),
            "waiting": formats.exact(now - conversation.waiting_since)
            if conversation.needs_reply
            else "",
            "items": _items(found, name.text, now),
            "older": _older(url, found.messages),
            "newer": url if paged else "",
            "paged": paged,
        }
    }


def _items(found: ThreadView, name: str, now: int) -> tuple[Item, ...]:
    shown = thread.items(found.messages.rows, found.quoted, name, now, ZONE)
    return (*with_cuts(shown, found.cuts, ZONE), *([thread.withheld()] if found.withholds else []))


def _older(url: str, page: Page[Any]) -> str:
    return f"{url}?{urlencode({'after': page.next})}" if page.next else ""
