"""Everything the simulator answers over HTTP: Graph calls, controls, and the pages of the phone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from saath.simulator.control import openapi, views
from saath.simulator.control.commands import WrongParameter
from saath.simulator.control.table import COMMANDS, carry_out
from saath.simulator.courier import Courier
from saath.simulator.door import Call
from saath.simulator.errors import GraphError
from saath.simulator.graph.exchange import Response
from saath.simulator.page import render
from saath.simulator.people import Object
from saath.simulator.tide import Tide
from saath.simulator.world import World

JSON = {"content-type": "application/json; charset=utf-8"}


def _json(status: int, document: Object) -> Response:
    return Response(status, json.dumps(document, ensure_ascii=False).encode(), JSON)


def _object(body: bytes) -> Object:
    raw = json.loads(body or b"{}")
    if isinstance(raw, dict):
        return raw
    raise WrongParameter("the body must be a JSON object")


def _nothing(name: str) -> str:
    if name.startswith("chats/"):
        return "Nobody is called so here. /_sim/state lists the people."
    return "There is nothing here. See /_sim/openapi.json"


@dataclass(slots=True)
class Site:
    """One served world."""

    world: World
    tide: Tide
    courier: Courier
    base_url: str

    async def answer(self, call: Call) -> Response:
        """Answer anything."""
        self.tide.flow()
        path = unquote(urlsplit(call.target).path)
        if path == "/" or path.startswith("/_sim"):
            return self._own(call, path.removeprefix("/_sim").strip("/"))
        response = self.world.graph(call.method, call.target, call.body, call.headers)
        if response.handshake is None:
            return response
        shake = response.handshake
        challenge = self.world.ground.chance.digits("challenge", 10)
        well = await self.courier.handshake(shake.url, shake.token, challenge)
        return self.world.api.proved(shake, well=well)

    def _own(self, call: Call, name: str) -> Response:
        if call.method == "POST":
            return self._post(call, name)
        query = dict(parse_qsl(urlsplit(call.target).query))
        page = render.page(self.world, name, query)
        if page is not None:
            return page
        document = self._view(name)
        if document is None:
            return _json(404, {"sentence": _nothing(name)})
        return _json(200, document)

    def _view(self, name: str) -> Object | None:
        if name.startswith("chats/"):
            return self._chat(name.removeprefix("chats/"))
        seen: dict[str, Callable[[], Object]] = {
            "state": lambda: views.state(self.world),
            "identity": lambda: views.identity(self.world, self.base_url),
            "truth": lambda: views.truth(self.world),
            "faults": lambda: views.catalogue(self.world),
            "sign-up": lambda: views.sign_up(self.world),
            "openapi.json": lambda: openapi.document(self.base_url),
        }
        return seen[name]() if name in seen else None

    def _chat(self, person: str) -> Object | None:
        try:
            return views.chat(self.world, person)
        except GraphError:
            return None

    def _post(self, call: Call, name: str) -> Response:
        if not self._same_origin(call):
            return _json(403, {"sentence": "Another site may not control this simulator."})
        if name.startswith("do/"):
            return self._form(call, name.removeprefix("do/"))
        if name not in COMMANDS:
            return _json(404, {"sentence": "No such command. See /_sim/openapi.json"})
        try:
            return _json(200, carry_out(self.world, name, _object(call.body)))
        except ValueError as error:
            return _json(422, {"sentence": str(error)})

    @staticmethod
    def _same_origin(call: Call) -> bool:
        """Pages of other sites must not drive the simulator (a browser names its origin)."""
        origin = call.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == call.headers.get("host")

    def _form(self, call: Call, name: str) -> Response:
        """A form of the phone's page: do it, then go back."""
        raw: Object = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
        back = str(raw.pop("back", "/_sim/phone"))
        try:
            carry_out(self.world, name, raw)
        except (KeyError, ValueError) as error:
            joint = "&" if "?" in back else "?"
            back = f"{back}{joint}problem={quote(str(error))}"
        if not back.startswith("/_sim/"):
            back = "/_sim/phone"
        return Response(303, b"", {"location": back})
