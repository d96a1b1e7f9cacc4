"""The one door for acting: append what somebody asks to the journal.

Reading is `queries`. What a request does is decided where records are folded, never here.
"""

from saath.requests.answers import Answer, Done, KeyReused, Pending, Refused
from saath.requests.asking import Waiting, ask, peek, request_id
from saath.requests.policies import publish

__all__ = [
    "Answer",
    "Done",
    "KeyReused",
    "Pending",
    "Refused",
    "Waiting",
    "ask",
    "peek",
    "publish",
    "request_id",
]
