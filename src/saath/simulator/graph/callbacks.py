"""Where webhooks go: the app's URL, the account's override, the number's override; phone wins.

Rules: BASE/webhooks/override, Nov 2025. A URL is used once it has answered the handshake.
"""

from dataclasses import dataclass, field, replace

from saath.simulator.errors import GraphError
from saath.simulator.graph.exchange import Handshake, Request
from saath.simulator.graph.limits import invalid
from saath.simulator.ground import Ground
from saath.simulator.people import Object
from saath.simulator.webhooks import Subscriber


@dataclass(slots=True)
class Callbacks:
    """The three places that name a URL, and the subscription of the account."""

    ground: Ground
    fields: list[str] = field(default_factory=list)

    def configuration(self) -> Object:
        wire = self.ground.wire
        app = wire.subscribers.get(self.ground.ids.app_id)
        found = {
            "phone_number": wire.phone_url,
            "whatsapp_business_account": wire.waba_url,
            "application": app.url if app else "",
        }
        return {name: url for name, url in found.items() if url}

    def subscribe(self, request: Request) -> Handshake | None:
        """`POST /<WABA_ID>/subscribed_apps`: subscribe, and set or clear the override."""
        ids, wire = self.ground.ids, self.ground.wire
        usual = Subscriber(ids.app_id, "", ids.app_secret)
        app = wire.subscribers.get(ids.app_id, usual)
        wire.subscribers[ids.app_id] = replace(app, subscribed=True)
        url = request.text("override_callback_uri")
        if not url:
            wire.waba_url = ""
            return None
        return self._handshake(url, request.text("verify_token"), "waba")

    def unsubscribe(self) -> Object:
        """End the subscription; the app keeps its own URL, the account's override goes."""
        wire, app_id = self.ground.wire, self.ground.ids.app_id
        if app_id in wire.subscribers:
            wire.subscribers[app_id] = replace(wire.subscribers[app_id], subscribed=False)
        wire.waba_url = ""
        return {"success": True}

    def subscribed(self) -> Object:
        wire, ids = self.ground.wire, self.ground.ids
        app = wire.subscribers.get(ids.app_id)
        if app is None or not app.subscribed:
            return {"data": []}
        link = f"https://www.facebook.com/games/?app_id={ids.app_id}"
        row: Object = {
            "whatsapp_business_api_data": {"id": ids.app_id, "link": link, "name": "Saath"}
        }
        if wire.waba_url:
            row["override_callback_uri"] = wire.waba_url
        return {"data": [row]}

    def configure_number(self, configuration: object) -> Handshake | None:
        """`POST /<PHONE_ID>` with `webhook_configuration`; an empty URL clears it."""
        if not isinstance(configuration, dict):
            raise invalid("webhook_configuration must be an object")
        url = str(configuration.get("override_callback_uri", ""))
        if not url:
            self.ground.wire.phone_url = ""
            return None
        return self._handshake(url, str(configuration.get("verify_token", "")), "phone")

    def configure_app(self, request: Request) -> Handshake | None:
        """`POST /<APP_ID>/subscriptions`: URL, token and fields of the app."""
        if request.text("object") != "whatsapp_business_account":
            raise GraphError(100, message="(#100) object must be whatsapp_business_account")
        self.fields = [name for name in request.text("fields").split(",") if name]
        self.ground.wire.fields[self.ground.ids.app_id] = set(self.fields)
        return self._handshake(request.text("callback_url"), request.text("verify_token"), "app")

    def app_subscriptions(self) -> Object:
        app = self.ground.wire.subscribers.get(self.ground.ids.app_id)
        names = [{"name": name, "version": "v25.0"} for name in self.fields]
        row = {"object": "whatsapp_business_account", "fields": names, "active": True}
        return {"data": [row | {"callback_url": app.url}] if app and app.url else []}

    @staticmethod
    def _handshake(url: str, token: str, target: str) -> Handshake:
        if len(url) > 200 or not url.startswith(("http://", "https://")):
            raise invalid("the callback URL must be a URL of at most 200 characters")
        return Handshake(url, token, target)

    def use(self, handshake: Handshake) -> None:
        """The URL has proved itself: deliver there from now on."""
        wire, ids = self.ground.wire, self.ground.ids
        if handshake.target == "phone":
            wire.phone_url = handshake.url
        elif handshake.target == "waba":
            wire.waba_url = handshake.url
        else:
            usual = Subscriber(ids.app_id, "", ids.app_secret)
            app = wire.subscribers.get(ids.app_id, usual)
            wire.subscribers[ids.app_id] = replace(app, url=handshake.url)
