"""A request of somebody who is signed in: who asks, for which business, and when.

`runtime` puts `now` on every request; only it reads the clock.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import IO, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from saath.domain.facts import RequestMade
from saath.requests import Answer
from saath.store.models import User
from saath.transition.contacts import File, Read, Taken
from saath.transition.watch import Standing
from saath.web.refusals import refusal

# Who sees what concerns the installation rather than a customer.
OPERATORS = frozenset({"owner", "developer"})
# Who takes part in the move to coexistence.
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

    def pause(self, business: str, by: str, reason: str, now: int) -> None:
        """Let nothing automatic be sent."""

    def resume(self, business: str, now: int) -> None:
        """Let what is automatic go on."""


class Asking(HttpRequest):
    """What our views are given. `now` is in milliseconds since the epoch, UTC."""

    now: int
    asking: Door
    user: User


type View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only for people who are signed in; others are sent to the door and come back."""

    @wraps(view)
    def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponse:
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
        def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponse:
            if request.user.role in roles:
                return view(request, *args, **kwargs)
            said = _("Ask the owner if you need to do this.")
            return refusal(request, _("Not for your role"), said, 403)

        return signed_in(asked)

    return only


def operators_only(view: View) -> View:
    """Only for the roles that look after the installation."""

    @wraps(view)
    def asked(request: Asking, *args: str, **kwargs: str) -> HttpResponse:
        if request.user.role in OPERATORS:
            return view(request, *args, **kwargs)
        said = _("Ask the owner if you need this page.")
        return refusal(request, _("Not for your role"), said, 403)

    return signed_in(asked)
