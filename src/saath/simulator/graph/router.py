"""From a path to an edge, and from an edge or an error to an answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from saath.simulator.account import Account
from saath.simulator.errors import GraphError, no_such
from saath.simulator.graph import blocking, delivery_log, template_edges
from saath.simulator.graph.account_edges import account_fields, page
from saath.simulator.graph.callbacks import Callbacks
from saath.simulator.graph.exchange import Handshake, Request, Response
from saath.simulator.graph.files import Files
from saath.simulator.graph.messages import Answer, Messages
from saath.simulator.graph.number import REFUSED, Number
from saath.simulator.graph.tokens import Tokens
from saath.simulator.ground import Ground
from saath.simulator.people import Object
from saath.simulator.templates import Templates

JSON = "application/json; charset=UTF-8"
type Result = Object | Answer | Response | Handshake | None
type Edge = Callable[[Request], Result]


@dataclass(slots=True)
class Graph:
    """The Graph API over one world."""

    ground: Ground
    account: Account
    templates: Templates
    tokens: Tokens
    callbacks: Callbacks
    number: Number
    messages: Messages
    files: Files

    def answer(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """Answer one call; `target` is the path with its query string."""
        request = cut(method, target, body, headers)
        try:
            return self._respond(self._route(request), request)
        except GraphError as error:
            return self._refuse(error, request)

    def _refuse(self, error: GraphError, request: Request) -> Response:
        trace = "A" + self.ground.chance.hexadecimal("trace", 22)
        return self._json(error.http, error.document(trace), request)

    @staticmethod
    def _json(
        status: int, document: Object, request: Request, transport: str = "plain"
    ) -> Response:
        text = json.dumps(document, ensure_ascii=False).encode()
        headers = {"content-type": JSON, "facebook-api-version": request.version}
        return Response(status, text, headers, transport)

    def _respond(self, result: Result, request: Request) -> Response:
        match result:
            case Response():
                return result
            case Answer(transport="bare"):
                return Response(
                    result.status, b"<html>Bad Gateway</html>", {"content-type": "text/html"}
                )
            case Answer():
                return self._json(result.status, result.document, request, result.transport)
            case Handshake():
                return self._prove(result, request)
            case None:
                return self._json(200, {"success": True}, request)
            case _:
                return self._json(200, result, request)

    def _prove(self, handshake: Handshake, request: Request) -> Response:
        if not self.ground.settings.verify_callbacks:
            self.callbacks.use(handshake)
            return self._json(200, {"success": True}, request)
        return Response(202, b"", {}, handshake=handshake)

    def proved(self, handshake: Handshake, *, well: bool) -> Response:
        """Finish a call whose callback URL was asked to prove itself."""
        request = cut("POST", "/v25.0/", b"", {})
        if well:
            self.callbacks.use(handshake)
            return self._json(200, {"success": True}, request)
        text = "(#2200) Callback verification failed: the challenge did not come back."
        return self._refuse(GraphError(2200, message=text), request)

    def _route(self, request: Request) -> Result:
        match request.parts:
            case ("oauth", "access_token"):
                return self.tokens.buy(request)
            case ("debug_token",):
                return self.tokens.debug(request)
            case ("whatsapp_business", "attachments"):
                return self._download(request)
            case _:
                self.tokens.check(request)
                return self._node(request)

    def _download(self, request: Request) -> Response:
        self.tokens.check(request)
        return self.files.download(request)

    def _node(self, request: Request) -> Result:
        ids, node = self.ground.ids, request.parts[0] if request.parts else ""
        if self.account.bond == "REMOVED" and node in {ids.phone_number_id, ids.waba_id}:
            raise GraphError(200, message="(#200) You do not have access to this object.")
        if node == ids.phone_number_id:
            return self._number(request)
        if node == ids.waba_id:
            self.messages.rates.count_call()
            return self._account(request)
        if node in {ids.app_id, "app"}:
            return self._app(request)
        return self._object(request, node)

    def _object(self, request: Request, node: str) -> Result:
        if node == self.ground.ids.portfolio_id:
            return self._portfolio(request)
        if node.startswith("upload:"):
            return self.files.session(request)
        if node in self.templates.items:
            return template_edges.edge(self.templates, request)
        if node.startswith("mh") and request.parts[1:] == ("events",):
            return delivery_log.events(self.ground, request)
        if len(request.parts) == 1 and request.method == "GET":
            return self.files.get(node)
        if len(request.parts) == 1 and request.method == "DELETE":
            return self.files.delete(node)
        raise no_such(node, request.method.lower())

    def _number(self, request: Request) -> Result:
        edge = request.parts[1] if len(request.parts) > 1 else ""
        if edge in REFUSED:
            return self.number.refuse(edge)
        act = self._number_edges().get((request.method, edge))
        if act is None:
            raise no_such(request.parts[0], request.method.lower())
        return act(request)

    def _number_edges(self) -> dict[tuple[str, str], Edge]:
        number, pricing = self.number, self.messages.sending.pricing
        return {
            ("GET", ""): number.get,
            ("POST", ""): self._configure_number,
            ("POST", "messages"): self.messages.post,
            ("POST", "marketing_messages"): lambda r: self.messages.post(r, marketing=True),
            ("POST", "media"): self.files.upload,
            ("POST", "smb_app_data"): number.synchronise,
            ("GET", "settings"): lambda _: number.get_settings(),
            ("POST", "settings"): number.set_settings,
            ("GET", "whatsapp_business_profile"): number.get_profile,
            ("POST", "whatsapp_business_profile"): lambda _: number.set_profile(),
            ("GET", "block_users"): lambda _: blocking.blocked(self.ground),
            ("POST", "block_users"): lambda r: blocking.change(
                self.ground, pricing, r.fields, block=True
            ),
            ("DELETE", "block_users"): lambda r: blocking.change(
                self.ground, pricing, r.fields, block=False
            ),
            ("GET", "message_history"): lambda r: delivery_log.entries(self.ground, r),
            ("GET", "username"): lambda _: number.get_username(),
            ("POST", "username"): number.set_username,
            ("DELETE", "username"): lambda _: number.delete_username(),
            ("GET", "username_suggestions"): lambda _: number.suggestions(),
            ("DELETE", "contact_book"): number.forget_contact,
        }

    def _configure_number(self, request: Request) -> Result:
        configuration = request.fields.get("webhook_configuration")
        if configuration is None:
            raise GraphError(100, message="(#100) Nothing to change on this number.")
        return self.callbacks.configure_number(configuration)

    def _account(self, request: Request) -> Result:
        match request.method, request.parts[1:]:
            case "GET", ():
                return account_fields(self.ground, self.account, request)
            case "GET", ("phone_numbers",):
                return page([self.number.get(request)], request)
            case "GET", ("subscribed_apps",):
                return self.callbacks.subscribed()
            case "POST", ("subscribed_apps",):
                return self.callbacks.subscribe(request)
            case "DELETE", ("subscribed_apps",):
                return self.callbacks.unsubscribe()
            case method, ("message_templates",):
                return self._templates(method, request)
            case _:
                raise no_such(request.parts[0], request.method.lower())

    def _templates(self, method: str, request: Request) -> Result:
        match method:
            case "GET":
                return template_edges.listed(self.templates, request)
            case "POST":
                return template_edges.create(self.templates, request)
            case "DELETE":
                return template_edges.delete(self.templates, request)
            case _:
                raise no_such(request.parts[0], method.lower())

    def _app(self, request: Request) -> Result:
        match request.method, request.parts[1:]:
            case "GET", ():
                return {"id": self.ground.ids.app_id, "name": "Saath simulator"}
            case "GET", ("subscriptions",):
                return self.callbacks.app_subscriptions()
            case "POST", ("subscriptions",):
                return self.callbacks.configure_app(request)
            case "POST", ("uploads",):
                return self.files.open_session()
            case _:
                raise no_such(request.parts[0], request.method.lower())

    def _portfolio(self, request: Request) -> Result:
        ids = self.ground.ids
        match request.method, request.parts[1:]:
            case "GET", ():
                name = {"name": ids.verified_name, "verification_status": "verified"}
                return {"id": ids.portfolio_id} | name
            case "GET", ("client_whatsapp_business_accounts" | "owned_whatsapp_business_accounts",):
                return page([account_fields(self.ground, self.account, request)], request)
            case _:
                raise no_such(request.parts[0], request.method.lower())


def cut(method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Request:
    """Cut a call into version, parts and query."""
    url = urlsplit(target)
    parts = [unquote(part) for part in url.path.split("/") if part]
    version = "v25.0"
    if parts and parts[0][:1] == "v" and parts[0][1:].replace(".", "").isdigit():
        version = parts.pop(0)
    return Request(
        method=method.upper(),
        version=version,
        parts=tuple(parts),
        query=dict(parse_qsl(url.query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in headers.items()},
        body=body,
    )
