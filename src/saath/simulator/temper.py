"""How customers differ: how fast they type, how long they wait, what they change and take back."""

from dataclasses import dataclass

from saath.simulator.clock import MINUTE, SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """One way of being a customer. Shares are probabilities."""

    name: str
    per_letter: int  # ms
    patience: int  # ms until a nudge
    burst: float = 0.1  # splits a thought into several messages
    edits: float = 0.03
    revokes: float = 0.02
    reacts: float = 0.2
    voice: float = 0.0
    thanks: float = 0.6
    quotes: float = 0.05


CALM = Temper(name="calm", per_letter=90, patience=10 * MINUTE)
HURRIED = Temper(name="hurried", per_letter=35, patience=70 * SECOND, burst=0.5, thanks=0.2)
CHATTY = Temper(name="chatty", per_letter=50, patience=4 * MINUTE, burst=0.7, reacts=0.5)
CAREFUL = Temper(name="careful", per_letter=140, patience=15 * MINUTE, edits=0.2, quotes=0.3)
DOUBTFUL = Temper(name="doubtful", per_letter=80, patience=6 * MINUTE, revokes=0.15, edits=0.1)
SPOKEN = Temper(name="spoken", per_letter=60, patience=5 * MINUTE, voice=0.5)

TEMPERS = {t.name: t for t in (CALM, HURRIED, CHATTY, CAREFUL, DOUBTFUL, SPOKEN)}
