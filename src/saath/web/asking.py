"""A request of somebody who is signed in: who asks, for which business, and when.

`runtime` puts `now` on every request; only it reads the clock.
"""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import IO, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from saath.domain.facts import RequestMade
from saath.domain.outgoing import Attachment
from saath.domain.policy import Past
from saath.domain.refusals import Refusal
from saath.queries.media import FileView
from saath.requests import Answer, Asked, Served
from saath.store.linking import Door as LinkDoor
from saath.store.models import User
from saath.transition.contacts import File, Read, Taken
from saath.transition.link import LinkView
from saath.transition.watch import Standing
from saath.web.refusals import refusal

# Who sees what concerns the installation rather than a customer.
OPERATORS = frozenset({"owner", "developer"})
# Who decides whether the business moves, and sees what its chats say about it.
KEEPERS = frozenset({"owner", "manager"})
# Who sees how the number is linked and how it fares.
PAST = frozenset({"owner", "manager"})
MOVERS = frozenset({"owner", "manager", "developer"})


class Door(Protocol):
    """What `runtime` gives a request to act through."""

    def standing(self, business: str, now: int) -> Standing:
        """The three lights and the open alerts."""

    def pack(self, business: str, conversation: str, now: int) -> IO[bytes]:
        """One conversation with its proof, as a zip; `NoConversation` if there is none."""

    def bring(self, business: str, read: Read, file: File, now: int) -> Taken:
        """Take contacts that were read from a file."""

    def new_key(self) -> str:
        """A key that makes one form one request."""

    def ask(self, business: str, request: RequestMade, now: int) -> Answer:
        """Ask something of a conversation and wait a moment for the answer."""

    def keep_file(
        self, business: str, parts: Iterable[bytes], filename: str
    ) -> Attachment | Refusal:
        """Keep a file that somebody wants to send, or say why it cannot be sent."""

    def find_file(self, business: str, sha256: str, filename: str) -> Attachment | None:
        """A file that was kept, as something to send."""

    def serve(self, business: str, file: FileView, asked: Asked) -> Served | None:
        """Answer with the bytes of an attachment; None when they are not there any more."""

    def pause(self, business: str, by: str, reason: str, now: int) -> None:
        """Let nothing automatic be sent."""

    def resume(self, business: str, now: int) -> None:
        """Let what is automatic go on."""

    def pass_past(self, business: str, past: Past, now: int) -> None:
        """Say who sees what came over from the phone."""


class Linking(Protocol):
    """What `runtime` gives a request to link a number through."""

    def reached_at(self, callback_url: str) -> "Linking":
        """The same; WhatsApp reaches us at this address."""

    def app(self, business: str) -> LinkDoor | None:
        """The app that the business links through."""

    def present(self, business: str) -> LinkView:
        """The newest link as it stands."""

    def link(self, door: LinkDoor, code: str, waba_id: str) -> LinkView:
        """Link with a code of the sign-up."""

    def go_on(self, business: str) -> LinkView:
        """Carry on what stopped."""

    def fail(self, business: str, provider: str, problem: str, detail: str) -> LinkView:
        """Keep why the sign-up ended early."""


class Asking(HttpRequest):
    """What our views are given. `now` is in milliseconds since the epoch, UTC; `ticks` are seconds
    of any beginning, and `arrived` is when by them the request came, before it waited for a thread.
    """

    now: int
    ticks: Callable[[], float]
    arrived: float
    asking: Door
    linking: Linking
    user: User


def sees_past(user: User) -> bool:
    """Whether somebody sees what came over from the phone before the owner passed it."""
    return user.role in PAST


type View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Only for people who are signed in; others are sent to the door and come back."""

    @wraps(view)
    def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Redirect": reverse("sign-in")})
        return redirect_to_login(request.get_full_path(), reverse("sign-in"))

    return asked


def for_roles(roles: Collection[str]) -> Callable[[View], View]:
    """Only for people with one of these roles; others read why not."""

    def only(view: View) -> View:
        @wraps(view)
        def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponseBase:
            if request.user.role in roles:
                return view(request, *args, **kwargs)
            said = _("Ask the owner if you need to do this.")
            return refusal(request, _("Not for your role"), said, 403)

        return signed_in(asked)

    return only


def operators_only(view: View) -> View:
    """Only for the roles that look after the installation."""

    @wraps(view)
    def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.user.role in OPERATORS:
            return view(request, *args, **kwargs)
        said = _("Ask the owner if you need this page.")
        return refusal(request, _("Not for your role"), said, 403)

    return signed_in(asked)
