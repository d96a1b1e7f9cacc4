"""`POST /<PHONE_ID>/messages` and `/marketing_messages`: sending, read receipts, typing.

Order of the checks: who may send, what is sent, how fast, whether the template or the window allow
it; then the message is accepted, which is all a 200 means.
"""

from dataclasses import dataclass

from saath.simulator.account import Account
from saath.simulator.clock import DAY
from saath.simulator.errors import GraphError
from saath.simulator.graph.content import check_content
from saath.simulator.graph.exchange import Request
from saath.simulator.graph.filling import check_filling
from saath.simulator.graph.limits import invalid
from saath.simulator.graph.trouble import before_send
from saath.simulator.ground import Ground
from saath.simulator.media import Shelf
from saath.simulator.people import Message, Object, Person
from saath.simulator.rates import Rates
from saath.simulator.sending import Sending
from saath.simulator.templates import Template, Templates

REACTION_WITHIN = 30 * DAY
KINDS_WITH_MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})


@dataclass(slots=True)
class Answer:
    """What a send gives, and how the answer travels."""

    document: Object
    transport: str = "plain"
    status: int = 200


@dataclass(slots=True)
class Messages:
    """The messages edge of one number."""

    ground: Ground
    account: Account
    templates: Templates
    rates: Rates
    sending: Sending
    shelf: Shelf

    def post(self, request: Request, *, marketing: bool = False) -> Answer:
        """Answer one call of the edge."""
        body = request.fields
        if body.get("messaging_product") != "whatsapp":
            message = "(#100) Param messaging_product must be one of {WHATSAPP}"
            raise GraphError(100, message=message)
        if body.get("status") is not None:
            return Answer(self._read(body))
        self._may_send()
        if not self.ground.faults.strikes("bare-error"):
            return self._send(body, marketing=marketing)
        if self.ground.chance.of("bare-error").random() < 0.5:  # half of them never arrived
            self._send(body, marketing=marketing, bare=True)
        return Answer({}, "bare", 502)

    def _may_send(self) -> None:
        match self.account.state:
            case "OFFBOARDED":  # guess: 133010, "lost its link to the API"
                raise GraphError(133010, details="The number is not connected to the platform.")
            case "REMOVED":
                raise GraphError(200, message="(#200) You do not have access to this number.")
            case "BANNED":
                raise GraphError(131031, details="The account has been locked.")
            case _:
                before_send(self.ground.faults)

    def _read(self, body: Object) -> Object:
        """Mark a message read, and show typing when asked."""
        if body.get("status") != "read":
            raise invalid("status must be read")
        message = self.ground.messages.get(str(body.get("message_id", "")))
        if message is None or message.outbound:
            raise GraphError(100, message="(#100) Invalid parameter: message_id", subcode=33)
        if self.ground.clock.now - message.at > REACTION_WITHIN:
            raise invalid("message_id is older than 30 days")
        self.ground.truth.read_by_us.append(message.wamid)
        if body.get("typing_indicator"):
            self.ground.truth.typing_shown.append((message.person, self.ground.clock.now))
        return {"success": True}

    def _send(self, body: Object, *, marketing: bool, bare: bool = False) -> Answer:
        person, answer = self._recipient(body)
        kind = str(body.get("type") or "text")
        content = check_content(kind, body)
        template = self._template(content, body) if kind == "template" else None
        self._marketing_only(template, marketing=marketing)
        if kind in KINDS_WITH_MEDIA and isinstance(content, dict):
            self._known_media(content)
        if kind == "reaction" and isinstance(content, dict):
            self._check_reaction(content, person)
        self._identity(body, person)
        self._limits(person, kind)
        message = self.sending.accept(person, kind, content, request=body, template=template)
        self.rates.count_message()
        return self._accepted(message, answer, template, bare=bare)

    def _recipient(self, body: Object) -> tuple[Person, Object]:
        """Find who is meant: `to` wins over `recipient`."""
        to, recipient = body.get("to"), body.get("recipient")
        if body.get("recipient_type", "individual") != "individual":
            raise invalid("recipient_type: groups are not available on this number")
        if to:
            person = self._by_phone(str(to))
            return person, {"input": str(to), "wa_id": person.wa_id}
        if not recipient:
            raise GraphError(100, message="(#100) The parameter to is required.")
        return self._by_bsuid(str(recipient))

    def _by_phone(self, to: str) -> Person:
        digits = "".join(sign for sign in to if sign.isdigit())
        if not 7 <= len(digits) <= 15:
            raise invalid("to is not a phone number")
        if not to.strip().startswith("+") and len(digits) <= 10:
            digits = "91" + digits  # the business's country is put before a bare number
        if digits == self.ground.ids.digits:
            raise GraphError(131021, details="Recipient phone number cannot be the sender's.")
        person = self.ground.find(digits) or self._stranger(digits)
        person.last_phone_exchange = self.ground.clock.now
        return self._not_blocked(person)

    def _stranger(self, digits: str) -> Person:
        person = self.ground.person(f"p{digits}", f"+{digits}", wa_id=digits)
        person.on_whatsapp = not digits.endswith("0000")
        return person

    def _by_bsuid(self, recipient: str) -> tuple[Person, Object]:
        person = self.ground.find(recipient)
        if person is None or person.bsuid != recipient:
            raise invalid("recipient is not a business-scoped user id of this portfolio")
        return self._not_blocked(person), {"input": recipient, "user_id": recipient}

    @staticmethod
    def _not_blocked(person: Person) -> Person:
        if person.blocked:
            raise GraphError(130403, details="The recipient is blocked by the business.")
        return person

    def _template(self, content: object, body: Object) -> Template:
        sent = content if isinstance(content, dict) else {}
        name, code = str(sent["name"]), str(sent["language"]["code"])
        template = self.templates.find(name, code)
        if template is None or template.status in {"PENDING", "REJECTED"}:
            details = f"template name ({name}) does not exist in {code}"
            raise GraphError(132001, details=details)
        if template.status == "PAUSED":
            raise GraphError(132015, details="The template is paused for low quality.")
        if template.status == "DISABLED":
            raise GraphError(132016, details="The template is disabled for low quality.")
        if template.category == "AUTHENTICATION" and not body.get("to"):
            raise GraphError(131062, details="Authentication templates need a phone number.")
        check_filling(template, sent)
        return template

    @staticmethod
    def _marketing_only(template: Template | None, *, marketing: bool) -> None:
        if marketing and (template is None or template.category != "MARKETING"):
            raise GraphError(134100, details="Only marketing templates can be sent here.")

    def _known_media(self, content: Object) -> None:
        media_id = content.get("id")
        if media_id and self.shelf.find(str(media_id)) is None:
            raise invalid("The media id does not exist or has expired")

    def _check_reaction(self, content: Object, person: Person) -> None:
        target = self.ground.messages.get(str(content["message_id"]))
        known = target is not None and target.person == person.key and target.type != "reaction"
        if target is None or not known or self.ground.clock.now - target.at > REACTION_WITHIN:
            raise invalid("message_id of the reaction is unknown, too old, or a reaction itself")

    @staticmethod
    def _identity(body: Object, person: Person) -> None:
        given = body.get("recipient_identity_key_hash")
        if given and given != person.identity_hash:
            raise GraphError(137000, details="The identity of the recipient has changed.")

    def _limits(self, person: Person, kind: str) -> None:
        open_window = self.sending.pricing.window_open(person.key)
        self._restrictions(open_window=open_window)
        if kind != "template":
            self._window(open_window=open_window)
        self.rates.check_throughput()
        self.rates.check_pair(person.key)
        if kind == "template" and not open_window:
            self.rates.check_tier(person.key, self.account.tier)

    def _restrictions(self, *, open_window: bool) -> None:
        kind = (
            "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"
            if open_window
            else "RESTRICTED_BIZ_INITIATED_MESSAGING"
        )
        if self.account.restricted(kind):
            raise GraphError(368, details="The account is restricted for a policy violation.")

    def _window(self, *, open_window: bool) -> None:
        closed = not open_window and self.ground.settings.closed_window == "refuse"
        if closed or self.ground.faults.strikes("false-window"):
            details = "More than 24 hours have passed since the customer last replied."
            raise GraphError(131047, details=details)

    def _accepted(
        self, message: Message, contact: Object, template: Template | None, *, bare: bool
    ) -> Answer:
        faults = self.ground.faults
        held = template is not None and faults.strikes("held")
        item: Object = {"id": message.wamid}
        if template is not None:
            item["message_status"] = "held_for_quality_assessment" if held else "accepted"
        document: Object = {"messaging_product": "whatsapp", "contacts": [contact]}
        document["messages"] = [item]
        transport = "bare" if bare else "plain"
        if faults.strikes("reset"):
            transport = "reset"
        elif faults.strikes("slow-answer"):
            transport = "slow"
        elif faults.strikes("no-id"):
            document["messages"] = [{}]
        self.sending.note(message, answered=transport == "plain")
        self.sending.launch(message, held=held)
        return Answer(document, transport)
