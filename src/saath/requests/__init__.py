"""The one door for acting: append what somebody asks to the journal.

Reading is `queries`. What a request does is decided where records are folded, never here.
"""

from saath.requests.policies import publish

__all__ = ["publish"]
