"""Should we move? Reads exported chats and answers honestly: app, coexistence or API.

Needs no installation and no account. Doors: `assess`, `conclude`, `read_answers`, `QUESTIONS`,
`to_json`; the report on paper is in `report`.
"""

from saath.transition.assess.answers import QUESTIONS, Answers, BadAnswers, read_answers
from saath.transition.assess.as_json import to_json
from saath.transition.assess.assessment import Assessment, NothingRead, Refused, assess, conclude
from saath.transition.assess.identity import UnsureWho

__all__ = [
    "QUESTIONS",
    "Answers",
    "Assessment",
    "BadAnswers",
    "NothingRead",
    "Refused",
    "UnsureWho",
    "assess",
    "conclude",
    "read_answers",
    "to_json",
]
