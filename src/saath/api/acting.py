"""The addresses that act on a conversation. What an act does is decided where it is folded."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol

from django.http import HttpRequest
from ninja import Body, Header, Query, Schema, Status

from saath.api import asks, problems
from saath.api.keys import Caller
from saath.api.problems import Problem
from saath.api.reading import router
from saath.api.shapes import messages_since
from saath.domain.actor import Actor
from saath.domain.attaching import unfit
from saath.domain.facts import RequestMade
from saath.domain.facts.requests import (
    Assign,
    Control,
    Label,
    NeedsReply,
    Note,
    Speaking,
    Tending,
)
from saath.domain.outgoing import Attachment, Outgoing
from saath.domain.refusals import Refusal
from saath.domain.thread import Source
from saath.queries.conversations import get_conversation
from saath.queries.messages import list_since
from saath.queries.people import Teammate, find_teammate
from saath.queries.sending import explain_send
from saath.requests import Answer, Done, KeyReused, Pending, request_id

__all__ = ["router"]

REQUEST_LIFE_MS = 60_000

Key = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[ -~]+$")
]
Sent = Annotated[
    asks.TextAsk
    | asks.TemplateAsk
    | asks.ButtonsAsk
    | asks.ListAsk
    | asks.FileAsk
    | asks.AudioAsk
    | asks.StickerAsk
    | asks.ReactionAsk
    | asks.ReadAsk,
    Body(discriminator="type"),
]
Seen = Annotated[str, Header(alias="If-Last-Message", max_length=200)]
DryRun = Annotated[bool, Query(description="Only say whether it would be allowed now.")]


class Door(Protocol):
    """What `runtime` gives a request to act through."""

    def ask(self, business: str, request: RequestMade, now: int) -> Answer:
        """Ask and wait a moment for the answer."""

    def find_file(self, business: str, sha256: str, filename: str) -> Attachment | None:
        """A file that was kept, as something to send."""


class Acting(HttpRequest):
    """A request whose key was found. `now` and `asking` are set by `runtime`."""

    auth: Caller
    now: int
    asking: Door


class Made(Schema):
    """It will be done (`queued`), it is done (`done`), or nobody knows yet (`pending`).

    `id` names the message or note that was made; null for anything else. `request` names the
    request: the same key tells later what became of it.
    """

    id: str | None
    status: str
    request: str


class Verdict(Schema):
    """What the guard would say now."""

    allowed: bool
    refusals: list["Reason"]


class Reason(Schema):
    """One reason against it."""

    code: str
    sentence: str
    remedy: str
    passing: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation that exists, and who acts on it."""

    key: str
    person: str
    phone_number_id: str
    actor: Actor


ANSWERS: Any = {201: Made, 202: Made}


@router.post("/conversations/{key}/messages", response={**ANSWERS, 200: Verdict})
def send(
    request: Acting,
    key: str,
    body: Sent,
    idempotency: Key,
    seen: Seen = "",
    dry_run: DryRun = False,  # noqa: FBT002  (a query parameter)
) -> Any:
    """Send something. 201: it is in the queue for good. 202: asked, the answer is still to come."""
    place = _place(request, key, body.author)
    attached = _attached(request, body)
    if dry_run:
        return Status(200, _verdict(request, place, asks.outgoing_of(body, attached)))
    return _ask(request, place, asks.action_of(body, seen, attached), idempotency)


@router.post("/conversations/{key}/control", response=ANSWERS)
def control(request: Acting, key: str, body: asks.ControlAsk, idempotency: Key) -> Any:
    """Take the conversation for the team, or hand it back."""
    return _ask(request, _place(request, key, body.author), Control(body.to), idempotency)


@router.post("/conversations/{key}/needs_reply", response=ANSWERS)
def needs_reply(request: Acting, key: str, body: asks.NeedsReplyAsk, idempotency: Key) -> Any:
    """Say that no reply is needed, or that one is after all."""
    action = NeedsReply(body.value, body.seen)
    return _ask(request, _place(request, key, body.author), action, idempotency)


@router.post("/conversations/{key}/notes", response=ANSWERS)
def note(request: Acting, key: str, body: asks.NoteAsk, idempotency: Key) -> Any:
    """Keep a note that only the team sees."""
    return _ask(request, _place(request, key, body.author), Note(body.text), idempotency)


@router.post("/conversations/{key}/assignment", response=ANSWERS)
def assignment(request: Acting, key: str, body: asks.AssignmentAsk, idempotency: Key) -> Any:
    """Give the conversation to somebody of the team, or to nobody."""
    place = _place(request, key, body.author)
    to = _teammate(request, body.to) if body.to else Teammate("", "")
    return _ask(request, place, Assign(to.id, to.name), idempotency)


@router.post("/conversations/{key}/labels", response=ANSWERS)
def labels(request: Acting, key: str, body: asks.LabelsAsk, idempotency: Key) -> Any:
    """Put labels on and take labels off."""
    action = Label(tuple(body.add), tuple(body.remove))
    return _ask(request, _place(request, key, body.author), action, idempotency)


def _attached(request: Acting, body: asks.MessageAsk) -> Attachment | None:
    """The file that it names, fit to be sent as this type of message."""
    if not isinstance(body, asks.CarryingAsk.__value__):
        return None
    given = body.media
    found = request.asking.find_file(request.auth.business, given.id, given.filename)
    if found is None:
        raise problems.no_file()
    voice = isinstance(body, asks.AudioAsk) and body.voice
    refusal = unfit(body.type, found.mime, found.bytes, voice=voice)
    if refusal is not None:
        raise problems.unfit_file(refusal)
    return replace(found, voice=voice)


def _place(request: Acting, key: str, author: str) -> Place:
    found = get_conversation(request.auth.business, key, request.now)
    if found is None:
        raise problems.no_conversation()
    actor = Actor("api", request.auth.id, request.auth.name)
    if author:
        teammate = _teammate(request, author)
        actor = Actor("agent", teammate.id, teammate.name)
    person = found.id.partition("-")[0]
    return Place(found.id, person, found.phone_number_id, actor)


def _teammate(request: Acting, said: str) -> Teammate:
    found = find_teammate(request.auth.business, said.partition(":")[2])
    if found is None:
        raise problems.no_teammate()
    return found


def _ask(request: Acting, place: Place, action: Speaking | Tending, idempotency: str) -> Any:
    own = request_id(request.auth.business, place.actor, idempotency)
    until = request.now + REQUEST_LIFE_MS
    made = RequestMade(own, place.actor, place.person, place.phone_number_id, action, until)
    answer = request.asking.ask(request.auth.business, made, request.now)
    match answer:
        case Done(id=asked, message=message):
            status = "queued" if isinstance(action, Speaking.__value__) else "done"
            return Status(201, Made(id=message or None, status=status, request=asked))
        case Pending(id=asked):
            return Status(202, Made(id=None, status="pending", request=asked))
        case KeyReused():
            raise problems.key_reused()
        case _:
            raise _refused(request, place, action, answer.refusal)


def _refused(
    request: Acting, place: Place, action: Speaking | Tending, refusal: Refusal
) -> Problem:
    more: dict[str, Any] = {}
    if refusal.reason == "conversation-moved-on":
        seen = getattr(action, "seen", "")
        since = list_since(request.auth.business, place.key, seen)
        more["messages"] = messages_since(since)
    return problems.refused(refusal, more)


def _verdict(request: Acting, place: Place, outgoing: Outgoing) -> Verdict:
    source: Source = "agent" if place.actor.kind == "agent" else "api"
    against = (
        explain_send(request.auth.business, place.key, outgoing, request.now, source=source) or ()
    )
    reasons = [
        Reason(code=r.reason, sentence=r.sentence, remedy=r.remedy, passing=r.is_passing)
        for r in against
    ]
    return Verdict(allowed=not reasons, refusals=reasons)
