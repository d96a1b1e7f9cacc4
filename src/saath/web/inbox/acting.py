"""The forms of a thread: reply, note, send again, tend the desk, and the sign that somebody types.

A form that was sent twice is one request: it carries the key that its page was made with.
"""

from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from saath.domain.actor import Actor
from saath.domain.attaching import CAPTION_MAX, CAPTIONED, type_of
from saath.domain.facts import RequestMade
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    NeedsReply,
    Note,
    Reply,
    SendAgain,
    Speaking,
    Tending,
)
from saath.domain.outgoing import Attachment, Outgoing
from saath.queries.conversations import get_conversation
from saath.queries.messages import list_since
from saath.queries.people import ACTORS, teammate
from saath.queries.views import ConversationView
from saath.requests import Answer, Done, Pending, Refused, request_id
from saath.web.asking import Asking, for_roles, sees_past
from saath.web.inbox import filling, noes
from saath.web.inbox.composing import Unsent, composer, said
from saath.web.inbox.pages import show_conversation
from saath.web.inbox.rows import name
from saath.web.shell import ZONE

REQUEST_LIFE_MS = 60_000
TEXT_MAX, LABEL_MAX = 4096, 40


@require_POST
@for_roles(ACTORS)
def reply(request: Asking, key: str) -> HttpResponse:
    """Send words or a file to the customer, unless somebody wrote since this page was looked at."""
    found, text = _found(request, key), _text(request)
    file = _file(request)
    if isinstance(file, str):
        return _unsent(request, found, Unsent(noes.no(file), "reply", text), 422)
    wrong = _wrong_with(file, text) if file else _wrong(text)
    if wrong:
        return _unsent(request, found, Unsent(noes.no(wrong), "reply", text, file=file), 422)
    kind = type_of(file.mime) if file else None
    outgoing = Outgoing(kind or "text", text=text, attachment=file)
    seen = request.POST.get("seen", "")[:200]
    return _written(
        request, found, Unsent(noes.no(""), "reply", text, file=file), Reply(outgoing, seen)
    )


@require_POST
@for_roles(ACTORS)
def template(request: Asking, key: str) -> HttpResponse:
    """Send an approved template by its name: what WhatsApp takes when the window is shut."""
    found, given = _found(request, key), filling.filled(request.POST)
    made = filling.template(given)
    if isinstance(made, str):
        return _unsent(request, found, Unsent(noes.no(made), "template", template=given), 422)
    seen = request.POST.get("seen", "")[:200]
    written = Unsent(noes.no(""), "template", template=given)
    return _written(request, found, written, Reply(Outgoing("template", template=made), seen))


@require_POST
@for_roles(ACTORS)
def note(request: Asking, key: str) -> HttpResponse:
    """Keep words for the team. This address can send nothing to anybody."""
    found, text = _found(request, key), _text(request)
    wrong = _wrong(text)
    if wrong:
        return _unsent(request, found, Unsent(noes.no(wrong), "note", text), 422)
    return _written(request, found, Unsent(noes.no(""), "note", text), Note(text))


@require_POST
@for_roles(ACTORS)
def again(request: Asking, key: str) -> HttpResponse:
    """Send once more what failed, came too late or was never confirmed."""
    message = request.POST.get("message", "")[:200]
    return _acted(request, key, SendAgain(message), part=message)


@require_POST
@for_roles(ACTORS)
def tend(request: Asking, key: str) -> HttpResponse:
    """Take it, hand it back, settle it, assign or label it."""
    action = _tending(request)
    return redirect("conversation", key) if action is None else _acted(request, key, action)


@require_POST
@for_roles(ACTORS)
def claim(request: Asking, key: str) -> HttpResponse:
    """Somebody types: automatic answers wait a moment."""
    found = _found(request, key)
    _ask(request, found, Claim(), f"claim:{request.now}")
    return HttpResponse(status=204)


def _tending(request: Asking) -> Tending | None:
    """What the button that was pressed asks for."""
    given, me = request.POST, teammate(request.user)
    label = " ".join(given.get("label", "").split())[:LABEL_MAX]
    seen = given.get("seen", "")[:200]
    acts: dict[str, Tending] = {
        "take": Control("agent"),
        "bot": Control("bot"),
        "nobody": Control("nobody"),
        "settle": NeedsReply(value=False, seen=seen),
        "unsettle": NeedsReply(value=True, seen=seen),
        "assign": Assign(me.id, me.name),
        "unassign": Assign(""),
    }
    if label:
        acts |= {"label": Label(add=(label,)), "unlabel": Label(remove=(label,))}
    return acts.get(given.get("act", ""))


def _text(request: Asking) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").strip()


def _wrong(text: str) -> str:
    return "empty" if not text else "too-long" if len(text) > TEXT_MAX else ""


def _wrong_with(file: Attachment, text: str) -> str:
    """What is wrong with these words beside this file."""
    if text and type_of(file.mime) not in CAPTIONED:
        return "no-caption"
    return "caption-too-long" if len(text) > CAPTION_MAX else ""


def _file(request: Asking) -> Attachment | str | None:
    """The file of the form, now kept; one that was kept before; or why there is none."""
    business, door = request.user.business, request.asking
    given, before = request.FILES.get("file"), request.POST.get("kept", "")
    if isinstance(given, UploadedFile) and given.name:
        kept = door.keep_file(business, given.chunks(), given.name)
        return kept if isinstance(kept, Attachment) else dict(kept.detail).get("code", "file-type")
    if not before:
        return None
    return door.find_file(business, before, request.POST.get("kept_name", "")) or "file-gone"


def _written(
    request: Asking, found: ConversationView, written: Unsent, action: Reply | Note
) -> HttpResponse:
    answer = _ask(request, found, action, request.POST.get("key", ""))
    if isinstance(answer, Done | Pending):
        return _sent(request, found, written.mode)
    seen = action.seen if isinstance(action, Reply) else ""
    return _unsent(request, found, _why(request, found, answer, written, seen), 409)


def _acted(request: Asking, key: str, action: SendAgain | Tending, part: str = "") -> HttpResponse:
    found = _found(request, key)
    answer = _ask(request, found, action, f"{request.POST.get('key', '')}:{part}")
    if isinstance(answer, Done | Pending):
        return redirect("conversation", found.id)
    return _unsent(request, found, _why(request, found, answer, Unsent(noes.no("")), ""), 409)


def _why(
    request: Asking, found: ConversationView, answer: Answer, written: Unsent, seen: str
) -> Unsent:
    """What was written, with the reason for which it was not done."""
    reason = answer.refusal.reason if isinstance(answer, Refused) else "sent-before"
    if reason != "conversation-moved-on":
        return replace(written, no=noes.no(reason))
    past = sees_past(request.user)
    since = list_since(request.user.business, found.id, seen, past=past) if seen else ()
    lines = tuple(said(message, found, ZONE) for message in since[-3:])
    return replace(written, no=noes.no(reason), said=lines)


def _found(request: Asking, key: str) -> ConversationView:
    found = get_conversation(request.user.business, key, request.now, past=sees_past(request.user))
    if found is None:
        raise Http404
    return found


def _ask(request: Asking, found: ConversationView, action: Speaking | Tending, key: str) -> Answer:
    me = teammate(request.user)
    actor = Actor("agent", me.id, me.name)
    business, person = request.user.business, found.id.partition("-")[0]
    own = request_id(business, actor, key)
    until = request.now + REQUEST_LIFE_MS
    made = RequestMade(own, actor, person, found.phone_number_id, action, until)
    return request.asking.ask(business, made, request.now)


def _sent(request: Asking, found: ConversationView, mode: str) -> HttpResponse:
    """To a page that swaps, a fresh composer; to a browser without scripts, the page."""
    if "HX-Request" not in request.headers:
        return redirect("conversation", found.id)
    return _part(request, _found(request, found.id), {"sent": mode}, 200)


def _unsent(request: Asking, found: ConversationView, unsent: Unsent, status: int) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _part(request, _found(request, found.id), {"unsent": unsent}, status)
    return show_conversation(request, found.id, unsent=unsent, status=status)


def _part(
    request: Asking, found: ConversationView, how: dict[str, Any], status: int
) -> HttpResponse:
    context = {"composer": composer(request, found, **how), "thread": {"name": name(found)}}
    return render(request, "saath/inbox/composer.html", context, status=status)
