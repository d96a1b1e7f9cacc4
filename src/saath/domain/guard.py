"""May this be sent now? One pure function: yes, or a refusal with a reason and a remedy.

Asked when composing (explains), when a request is folded (refuses early) and at the head of the
journal when the attempt is appended (decides). It errs on the side of not sending.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from saath.domain import limits
from saath.domain.conversation import Conversation
from saath.domain.intention import Intention
from saath.domain.number_state import NumberState
from saath.domain.policy import Policy
from saath.domain.refusals import Refusal

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom the portfolio wrote to first within a day: how many `people`, whether this one is among
    them, and how many it may be (`allowed`).
    """

    people: int = 0
    is_known: bool = False
    allowed: int = limits.PORTFOLIO_UNTOLD.value


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the guard looks at. `pace` holds the times of this number's last messages, both
    ways, as far as they are known; `number` is None for one that is not registered.
    """

    conversation: Conversation
    policy: Policy
    number: NumberState | None
    opted_out: bool = False
    parked: bool = False
    pace: tuple[int, ...] = ()
    inbound_per_second: int = 0
    own_share: int = limits.OWN_SHARE_PER_SECOND.value
    reached: Reached = Reached()


type Rule = Callable[[Intention, Scene, int], Refusal | None]


def guard(intention: Intention, scene: Scene, *, now: int) -> Refusal | None:
    """None is yes. Otherwise the first refusal, the final ones before the passing ones."""
    return next(refusals(intention, scene, now=now), None)


def refusals(intention: Intention, scene: Scene, *, now: int) -> Iterator[Refusal]:
    """Every reason against it, for a screen that explains them all."""
    for rule in RULES:
        refusal = rule(intention, scene, now)
        if refusal is not None:
            yield refusal


def _age(intention: Intention, _scene: Scene, now: int) -> Refusal | None:
    """Too old; or from ahead of a clock that was set back, so that nobody knows how old."""
    was_set_back = intention.created_at > now + limits.CLOCK_BACK_MS.value
    if now <= intention.expires_at and not was_set_back:
        return None
    return Refusal(
        "too-late",
        "This waited too long and may not fit any more.",
        "Read what was said since and send it again if it still holds.",
    )


def _parked(_intention: Intention, scene: Scene, _now: int) -> Refusal | None:
    if not scene.parked:
        return None
    return Refusal(
        "parked",
        "This conversation holds something that Saath could not process.",
        "Ask the operator to run: saath retry-parked",
    )


def _number(intention: Intention, scene: Scene, now: int) -> Refusal | None:
    state = scene.number
    life = state.life if state else "removed"
    template = intention.outgoing.type == "template"
    if state and now < state.no_replies_until:
        return _unavailable("restricted", state.no_replies_until)
    if state and template and now < state.no_templates_until:
        return _unavailable("restricted", state.no_templates_until)
    return None if life == "active" else _unavailable(life, 0)


def _unavailable(life: str, until: int) -> Refusal:
    words = {
        "suspended": "WhatsApp suspended the link of this number (the phone was changed or reset).",
        "removed": "This number is not connected.",
        "restricted": "WhatsApp restricted this number.",
        "banned": "WhatsApp disabled this account.",
    }
    return Refusal(
        "number-unavailable",
        words[life],
        "Messages wait. Open the number's page and follow its next step; the phone still works.",
        retry_at=until or _LATER,
        detail=(("state", life),),
    )


_LATER = 2**53
"""Passing, but nobody knows when: it waits until its own expiry or until the state changes."""


def _opt_out(intention: Intention, scene: Scene, _now: int) -> Refusal | None:
    """Who said stop gets no marketing; templates and campaigns are what marketing is sent by."""
    template = intention.outgoing.template
    may_offer = intention.source == "campaign" or (template is not None and template.may_offer)
    if not scene.opted_out or not may_offer:
        return None
    return Refusal(
        "opted-out",
        "This person asked for no more offers.",
        "Answer what they write. A template that is no offer goes out if its category is told.",
    )


def _window(intention: Intention, scene: Scene, now: int) -> Refusal | None:
    if intention.outgoing.type in {"template", "read"}:
        return None
    closes_at = scene.conversation.window_closes_at - limits.WINDOW_MARGIN_MS.value
    if now < closes_at:
        return None
    return Refusal(
        "window-closed",
        "The 24 hours since this person's last message are over.",
        "Send an approved template, or write from the phone.",
        detail=(("closes_at", str(scene.conversation.window_closes_at)), ("allowed", "template")),
    )


def _person(intention: Intention, scene: Scene, now: int) -> Refusal | None:
    """Nothing automatic while a person has the conversation, or is typing."""
    if not intention.automatic:
        return None
    control = scene.conversation.controlled_by(scene.policy)
    if control != "bot":
        return Refusal(
            "person-active",
            "A person answers this conversation.",
            "Hand it back to the bot to let it answer again.",
            detail=(("control", control),),
        )
    if now < scene.conversation.claimed_until:
        until = scene.conversation.claimed_until
        return Refusal("person-active", "Somebody is typing.", "It waits a moment.", until)
    return None


def _portfolio(intention: Intention, scene: Scene, now: int) -> Refusal | None:
    """Whoever was written to first today may be again: people are counted, not messages."""
    inside = now < scene.conversation.window_closes_at
    if intention.outgoing.type != "template" or inside or scene.reached.is_known:
        return None
    if scene.reached.people < scene.reached.allowed:
        return None
    return Refusal(
        "limit-reached",
        "WhatsApp limits how many people a business may write to first within a day.",
        "Send it again tomorrow. Whoever was written to today may be written to again.",
        detail=(("people", str(scene.reached.allowed)),),
    )


def _loop(intention: Intention, scene: Scene, now: int) -> Refusal | None:
    if not intention.automatic:
        return None
    lately = [at for at in scene.conversation.automatic if at > now - HOUR_MS]
    run = scene.conversation.automatic_run >= limits.AUTOMATIC_RUN.value
    if len(lately) < limits.AUTOMATIC_PER_HOUR.value and not run:
        return None
    return Refusal(
        "loop",
        "Too many automatic messages in a row.",
        "A person should look at this conversation.",
    )


def _pause(intention: Intention, scene: Scene, _now: int) -> Refusal | None:
    if not intention.automatic or scene.policy.pause is None:
        return None
    return Refusal(
        "paused", "Everything automatic is paused.", "Resume it to let it go on.", retry_at=_LATER
    )


def _person_pace(_intention: Intention, scene: Scene, now: int) -> Refusal | None:
    """One message every 6 s to the same person, with a small burst.

    What lies ahead was sent before the clock was set back: it holds nobody up for a day.
    """
    every, burst = limits.PERSON_EVERY_MS.value, limits.PERSON_BURST.value
    lately = [at for at in scene.conversation.attempts if now - every * burst < at <= now]
    if len(lately) < burst:
        return None
    return Refusal(
        "too-fast",
        "WhatsApp limits how fast one person may be written to.",
        "It goes out by itself in a few seconds.",
        retry_at=lately[-burst] + every * burst,
    )


def _number_pace(_intention: Intention, scene: Scene, now: int) -> Refusal | None:
    """Twenty a second both ways; what customers write counts against it."""
    free = limits.NUMBER_PER_SECOND.value - scene.inbound_per_second
    allowed = max(1, min(scene.own_share, free))
    lately = [at for at in scene.pace if at > now - 1000]
    if len(lately) < allowed:
        return None
    return Refusal(
        "too-fast",
        "The number sends as fast as WhatsApp allows.",
        "It goes out by itself in a moment.",
        retry_at=lately[-allowed] + 1000,
    )


RULES: tuple[Rule, ...] = (
    _age, _opt_out, _window, _loop, _portfolio, _parked, _person, _number, _pause, _person_pace, _number_pace,
)  # fmt: skip
"""Final refusals first, so that nothing waits for what can never be allowed."""
