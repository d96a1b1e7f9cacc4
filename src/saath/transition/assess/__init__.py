"""Should we move? Reads exported chats and answers honestly: app, coexistence or API.

Needs no installation and no account. Doors: `assess`, `measure`, `conclude`, `read_answers`, `QUESTIONS`,
`to_json`; the report on paper is in `report`.
"""

from saath.transition.assess.answers import QUESTIONS, Answers, BadAnswers, read_answers
from saath.transition.assess.as_json import to_json
from saath.transition.assess.assessment import (
    Assessment,
    Measured,
    NothingRead,
    Refused,
    assess,
    audited,
    conclude,
    measure,
    open_chats,
)
from saath.transition.assess.audit import Audit
from saath.transition.assess.identity import UnsureWho, find_me
from saath.transition.assess.kept import KeptTooNew, keep, recall

__all__ = [
    "QUESTIONS",
    "Answers",
    "Assessment",
    "Audit",
    "BadAnswers",
    "KeptTooNew",
    "Measured",
    "NothingRead",
    "Refused",
    "UnsureWho",
    "assess",
    "audited",
    "conclude",
    "find_me",
    "keep",
    "measure",
    "open_chats",
    "read_answers",
    "recall",
    "to_json",
]
