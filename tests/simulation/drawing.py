"""What is drawn for a world from its seed: who is there, what goes wrong, and how strongly.

A swarm: each seed switches its own few faults on, so that no fault always hides another.
"""

import random
from dataclasses import dataclass, field

from saath.simulator.clock import DAY, HOUR, MINUTE, SECOND
from saath.simulator.settings import Settings

# Faults of the simulator that a world can draw, with the strongest they get. Left out: bodies of
# megabytes (time), media (nothing fetches them yet), templates (nothing sends them yet).
META = {
    "duplicate": 0.5,
    "rebatch": 0.4,
    "reorder": 0.6,
    "delay": 0.15,
    "lose": 0.05,
    "giant-batch": 0.3,
    "strange-transport": 0.3,
    "bad-signature": 0.3,
    "replay": 0.2,
    "bad-challenge": 0.1,
    "unknown-shape": 0.3,
    "two-apps": 0.3,
    "shuffled-history": 0.7,
    "missing-chunk": 0.3,
    "bare-decline": 1.0,
    "history-overlap": 1.0,
    "placeholder-only": 0.5,
    "media-first": 0.5,
    "call-limit": 0.1,
    "throughput": 0.3,
    "pair-limit": 0.3,
    "spam-limit": 0.1,
    "server-error": 0.3,
    "bare-error": 0.4,
    "reset": 0.4,
    "slow-answer": 0.3,
    "no-id": 0.3,
    "late-failure": 0.2,
    "failed-then-delivered": 0.3,
    "no-status": 0.3,
    "false-window": 0.2,
    "token": 0.1,
    "permission": 0.1,
    "maintenance": 0.2,
}
# What befalls our own machine and network.
OURS = {
    "kill": 0.06,
    "power": 0.04,
    "stall": 0.08,
    "journal-refuses": 0.1,
    "journal-unsure": 0.08,
    "no-connection": 0.4,
    "slow-connection": 0.3,
    "request-lost": 0.3,
    "clock-jump": 0.05,
    "rebuild": 0.03,
    "outage": 0.04,
    "second-worker": 1.0,
    "stranger": 1.0,
}
ALL = META | OURS


@dataclass(slots=True)
class Drawn:
    """One world before it begins."""

    seed: int
    chance: random.Random
    people: int
    acts: int
    businesses: int
    faults: dict[str, float]
    settings: Settings
    automations: bool
    greeting: bool
    app_greeting: str
    history: int
    shares_history: bool
    diligence: float
    gaps: tuple[tuple[int, int, float], ...]
    is_lively: bool
    """Whether much befalls the number itself: a third of the worlds."""
    weights: dict[str, float] = field(default_factory=dict)


GAPS = (
    (0, 300, 4.0),
    (300, 3 * SECOND, 6.0),
    (3 * SECOND, 30 * SECOND, 5.0),
    (30 * SECOND, 6 * MINUTE, 2.0),
    (6 * MINUTE, 3 * HOUR, 1.0),
    (3 * HOUR, 26 * HOUR, 0.5),
)
APP_GREETING = "Namaste! We are a small shop and answer soon."


def draw(seed: int) -> Drawn:
    """Draw a world."""
    chance = random.Random(f"world {seed}")
    faults = _faults(chance)
    return Drawn(
        seed=seed,
        chance=chance,
        people=chance.randint(1, 6),
        acts=chance.randint(12, 45),
        businesses=2 if chance.random() < 0.15 else 1,
        faults=faults,
        settings=_settings(chance),
        automations=chance.random() < 0.85,
        greeting=chance.random() < 0.4,
        app_greeting=APP_GREETING if chance.random() < 0.3 else "",
        history=chance.choice((0, 0, 4, 12, 30)),
        shares_history=chance.random() < 0.9,
        diligence=chance.choice((1.0, 1.0, 0.6, 0.25)),
        gaps=tuple(
            (low, high, weight * chance.choice((0.3, 1.0, 2.0))) for low, high, weight in GAPS
        ),
        is_lively=_is_lively(seed, faults),
    )


def _is_lively(seed: int, faults: dict[str, float]) -> bool:
    """Drawn aside, so that a world does not change when only this does. With it, most often, what
    tells of it late and in the wrong order.
    """
    chance = random.Random(f"life {seed}")
    if chance.random() >= 1 / 3:
        return False
    if faults:
        for name, strength in (("reorder", 0.5), ("delay", 0.1), ("duplicate", 0.3)):
            if chance.random() < 0.5:
                faults.setdefault(name, strength)
    return True


def _faults(chance: random.Random) -> dict[str, float]:
    """None at all in one world of ten; else each with one chance in four, of any strength."""
    calm = chance.random() < 0.1
    share = chance.choice((0.1, 0.25, 0.5))
    drawn = {}
    for name, most in ALL.items():
        is_on, strength = chance.random() < share, chance.random()
        if is_on and not calm:
            drawn[name] = most * strength
    return drawn


def _settings(chance: random.Random) -> Settings:
    return Settings(
        bsuid=chance.random() < 0.85,
        statuses_for_echoes=chance.random() < 0.2,
        webhook_version=chance.choice((23, 25)),
        removed_shape=chance.choice(("waba_info", "phone_number")),
        closed_window=chance.choice(("refuse", "status")),
        real_after_131060="other",  # the truth knows one event of a message
        history_to_user_id=chance.random() < 0.3,
        latency=chance.choice((50, 400, 3_000)),
        batch=chance.choice((1, 3, 10)),
        retry_horizon=chance.choice((36 * HOUR, 7 * DAY)),
        chunk_size=chance.choice((2, 7, 200)),
        gather=chance.choice((0, 0, 3_000)),
    )
