"""Prepare the move: the checklist before linking, and which provider may be used for what.

The items and the providers are dated data; what can be measured is computed, the rest is answered
by people and kept with who and when.
"""

from saath.transition.prepare.checklist import (
    ANSWERS,
    BadAnswer,
    Reply,
    Row,
    answer,
    checklist,
)
from saath.transition.prepare.items import ITEMS, Item
from saath.transition.prepare.providers import ASPECTS, PROVIDERS, Cell, Provider

__all__ = [
    "ANSWERS",
    "ASPECTS",
    "ITEMS",
    "PROVIDERS",
    "BadAnswer",
    "Cell",
    "Item",
    "Provider",
    "Reply",
    "Row",
    "answer",
    "checklist",
]
