"""From an accepted API send to the customer: what the message becomes and how it can still fail.

Checks that refuse at once are in `graph.messages`; this begins where Meta has answered 200.
"""

from dataclasses import dataclass

from saath.simulator.arrival import Arrival
from saath.simulator.clock import HOUR, MINUTE, SECOND
from saath.simulator.errors import told
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object, Person
from saath.simulator.pricing import Pricing
from saath.simulator.templates import Template
from saath.simulator.truth import Acceptance

ASYNC_FAULTS = {
    "ecosystem": (131049, "In order to maintain a healthy ecosystem, it was not delivered."),
    "experiment": (130472, "The user's number is part of an experiment."),
}


@dataclass(slots=True)
class Sending:
    """Carries what the API accepted."""

    ground: Ground
    arrival: Arrival
    pricing: Pricing

    def accept(
        self,
        person: Person,
        kind: str,
        content: object,
        *,
        request: Object,
        template: Template | None,
    ) -> Message:
        """Make the message and plan its fate."""
        message = Message(
            wamid=self.ground.new_wamid(person, outbound=True),
            person=person.key,
            outbound=True,
            via="api",
            at=self.ground.clock.now,
            type=kind,
            content={kind: content},
            context=self._quote(request, person),
            opaque=str(request.get("biz_opaque_callback_data") or ""),
            category=template.category.lower() if template else "",
        )
        self.ground.put(message)
        if self.ground.settings.echo_api_sends:
            self.ground.tell_echo(message)
        return message

    def _quote(self, request: Object, person: Person) -> Object:
        context = request.get("context")
        wamid = str(context.get("message_id", "")) if isinstance(context, dict) else ""
        quoted = self.ground.messages.get(wamid)
        if quoted is None:
            return {}
        sender = self.ground.ids.digits if quoted.outbound else person.wa_id
        return {"from": sender, "id": wamid}

    def note(self, message: Message, *, answered: bool) -> None:
        """Write the acceptance down before anybody hears of it."""
        accepted = Acceptance(
            message.wamid, message.person, message.at, message.type, message.opaque, answered
        )
        self.ground.truth.acceptances.append(accepted)

    def launch(self, message: Message, *, held: bool = False) -> None:
        """Send it on its way, or let it fail, or hold it for a while."""
        failure = self._failure(message)
        if held:
            self._hold(message)
        elif failure:
            self.fail(message, *failure, after=2 * SECOND)
        elif self.ground.faults.strikes("late-failure"):
            self.fail(message, 131026, "Message undeliverable.", after=20 * MINUTE)
        elif not self.ground.faults.strikes("no-status"):
            self._deliver(message)

    def _deliver(self, message: Message) -> None:
        if self.ground.faults.strikes("failed-then-delivered"):
            self.fail(message, 131026, "Message undeliverable.", after=SECOND)
        self.arrival.carry(message, tell=True, extra=self.pricing.mark(message))

    def _hold(self, message: Message) -> None:
        stream = self.ground.chance.of("held")
        wait = stream.randint(2 * MINUTE, HOUR)
        if stream.random() < 0.3:
            self.fail(message, 132015, "The template was dropped after its pacing.", after=wait)
        else:
            self.ground.schedule.after(wait, lambda: self._deliver(message))

    def fail(self, message: Message, code: int, details: str, *, after: int = 0) -> None:
        """Let a message fail, with a status."""
        errors: Object = {"errors": [told(code, details)]}

        def act() -> None:
            if message.received_at is None:
                self.arrival.change(message, "failed", tell=True, extra=errors)

        self.ground.schedule.after(after, act)

    def _failure(self, message: Message) -> tuple[int, str] | None:
        person = self.ground.people[message.person]
        for name, failure in ASYNC_FAULTS.items():
            if message.category == "marketing" and self.ground.faults.strikes(name):
                return failure
        if not person.on_whatsapp:
            return 131026, "Message undeliverable."
        return self._unwanted(message, person) or self._window(message)

    def _unwanted(self, message: Message, person: Person) -> tuple[int, str] | None:
        if message.category != "marketing":
            return None
        if not person.wants_marketing:
            return 131050, "The recipient has chosen to stop marketing messages."
        if person.wa_id.startswith("1"):  # not delivered in the US since Apr 2025
            return 131049, "Marketing messages are not delivered to this country."
        return None

    def _window(self, message: Message) -> tuple[int, str] | None:
        late = self.ground.settings.closed_window == "status"
        closed = message.type != "template" and not self.pricing.window_open(message.person)
        if late and closed:
            return 131047, "More than 24 hours have passed since the customer last replied."
        return None
