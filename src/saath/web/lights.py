"""The lights as every page shows them: word, icon and shape, never colour alone."""

from dataclasses import dataclass
from typing import Any

from saath.domain.lights import Light, Sign, State
from saath.queries.signs import ZONE, light_word, state_word, words_of
from saath.web import formats
from saath.web.asking import Asking

ICONS: dict[State, str] = {
    "green": "ok",
    "check": "warn",
    "act": "bad",
    "unknown": "unknown",
    "quiet": "info",
}
SINCE = frozenset({"check", "act"})


@dataclass(frozen=True, slots=True)
class SignShown:
    """One line of evidence."""

    state: State
    state_word: str
    icon: str
    sentence: str
    remedy: str
    since: str


@dataclass(frozen=True, slots=True)
class LightShown:
    """One light with its evidence, the worst first."""

    name: str
    word: str
    state: State
    state_word: str
    icon: str
    signs: tuple[SignShown, ...]


def standing_parts(request: Asking) -> dict[str, Any]:
    """What the header shows on every page."""
    standing = request.asking.standing(request.user.business, request.now)
    return {
        "lights": [light_shown(light) for light in standing.lights],
        "alerts_unseen": standing.unseen,
        "alerts_state": standing.worst,
        "alerts_open": len(standing.alerts),
    }


def light_shown(light: Light) -> LightShown:
    """One light in words."""
    return LightShown(
        light.name,
        light_word(light.name),
        light.state,
        state_word(light.state),
        ICONS[light.state],
        tuple(_sign(sign) for sign in light.shown),
    )


def _sign(sign: Sign) -> SignShown:
    said = words_of(sign)
    return SignShown(
        sign.state,
        state_word(sign.state),
        ICONS[sign.state],
        said.sentence,
        "" if sign.state in {"green", "quiet"} else said.remedy,
        formats.full(sign.since, ZONE) if sign.since and sign.state in SINCE else "",
    )
