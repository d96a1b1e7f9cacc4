"""The addresses of numbers: their life, how they are linked, what came over, what is wrong."""

from typing import Any, Protocol

from django.http import HttpRequest
from ninja import Router

from saath.api import number_shapes as shapes
from saath.api.keys import Caller
from saath.api.problems import Problem
from saath.domain.lights import Light
from saath.queries.conditions import list_conditions
from saath.queries.ledger import get_ledger
from saath.queries.numbers import get_number, list_numbers
from saath.queries.signs import words_of
from saath.store.linking import Door
from saath.transition.link import LinkView
from saath.transition.link.told import condition_told, link_told, number_told
from saath.transition.sync.told import ledger_told
from saath.transition.watch import Standing

router = Router()
WEBHOOKS = "/webhooks/whatsapp"


class Linking(Protocol):
    """What `runtime` gives a request to link through."""

    def reached_at(self, callback_url: str) -> "Linking":
        """The same; WhatsApp reaches us at this address."""

    def app(self, business: str) -> Door | None:
        """The app that the business links through."""

    def present(self, business: str) -> LinkView:
        """The newest link as it stands."""

    def link(self, door: Door, code: str, waba_id: str) -> LinkView:
        """Link with a code of the sign-up."""

    def go_on(self, business: str) -> LinkView:
        """Carry on what stopped."""


class Watching(Protocol):
    """What `runtime` gives a request to see how things stand."""

    def standing(self, business: str, now: int) -> Standing:
        """The lights and the open alerts."""


class Keyed(HttpRequest):
    """A request whose key was found. `now`, `asking` and `linking` are set by `runtime`."""

    auth: Caller
    now: int
    asking: Watching
    linking: Linking


@router.get("/numbers/{key}", response=shapes.Number, by_alias=True)
def one_number(request: Keyed, key: str) -> Any:
    """A number: its state, its proof, everything that befell it."""
    view = get_number(request.auth.business, key, request.now)
    if view is None:
        raise no_number()
    return number_told(view)


@router.get("/link", response=shapes.Link)
def present_link(request: Keyed) -> Any:
    """How far the newest link came."""
    return link_told(request.linking.present(request.auth.business))


@router.post("/link", response=shapes.Link)
def link(request: Keyed, body: shapes.LinkAsk) -> Any:
    """Link with a code, or carry on the link that stopped. Nothing is asked of Meta twice."""
    business = request.auth.business
    reached = request.linking.reached_at(request.build_absolute_uri(WEBHOOKS))
    if not body.code:
        return link_told(reached.go_on(business))
    door = reached.app(business)
    if door is None:
        raise no_app()
    return link_told(reached.link(door, body.code, body.waba_id))


@router.get("/sync", response=shapes.Ledger, by_alias=True)
def sync(request: Keyed, number: str = "") -> Any:
    """The sync ledger of a number; of the first if none is named."""
    business = request.auth.business
    known = list_numbers(business)
    ledger = get_ledger(business, number or (known[0] if known else ""), request.now, days=True)
    if ledger is None:
        raise no_number()
    return ledger_told(ledger, request.now)


@router.get("/health", response=shapes.Health)
def health(request: Keyed) -> Any:
    """The three lights, and everything that is wrong with any number, the oldest first."""
    business, now = request.auth.business, request.now
    lights = request.asking.standing(business, now).lights
    conditions = list_conditions(business, now)
    views = [get_number(business, number, now) for number in list_numbers(business)]
    return {
        "ok": not conditions and all(light.state != "act" for light in lights),
        "lights": [_light_told(light) for light in lights],
        "numbers": [{"phone_number_id": v.phone_number_id, "state": v.state} for v in views if v],
        "conditions": [condition_told(condition) for condition in conditions],
    }


def _light_told(light: Light) -> dict[str, Any]:
    """A light and whatever of it is not well, in the words of the page."""
    amiss = [sign for sign in light.signs if sign.state not in {"green", "quiet"}]
    signs = [
        {
            "id": sign.id,
            "state": sign.state,
            "sentence": words_of(sign).sentence,
            "remedy": words_of(sign).remedy,
        }
        for sign in amiss
    ]
    return {"name": light.name, "state": light.state, "signs": signs}


def no_number() -> Problem:
    """Unknown, or another business's: the same answer."""
    return Problem(404, "no-such-number", "No such number", "GET /api/v1/health lists the numbers.")


def no_app() -> Problem:
    """Nobody said through which app to link."""
    detail = "Give the app once: saath link --app-id ID --app-secret-file FILE --data DIR"
    return Problem(409, "no-app", "No Meta app is set up", detail)
