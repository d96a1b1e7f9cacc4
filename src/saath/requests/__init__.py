"""The one door for acting: append what somebody asks to the journal.

Reading is `queries`. What a request does is decided where records are folded, never here.
"""

from saath.journal import JournalUnavailable
from saath.media import Asked, Served
from saath.requests.answers import Answer, Done, KeyReused, Pending, Refused
from saath.requests.asking import Waiting, ask, peek, request_id
from saath.requests.files import find_file, keep_file, serve_file
from saath.requests.policies import (
    PolicyContended,
    change,
    newest_policy,
    pause,
    publish,
    resume,
)
from saath.requests.unclaimed import NotUnclaimed, Unclaimed, claim, list_unclaimed

__all__ = [
    "Answer",
    "Asked",
    "Done",
    "JournalUnavailable",
    "KeyReused",
    "NotUnclaimed",
    "Pending",
    "PolicyContended",
    "Refused",
    "Served",
    "Unclaimed",
    "Waiting",
    "ask",
    "change",
    "claim",
    "find_file",
    "keep_file",
    "list_unclaimed",
    "newest_policy",
    "pause",
    "peek",
    "publish",
    "request_id",
    "resume",
    "serve_file",
]
