"""What a record says, parsed: past tense, typed, frozen. A tree of unions of at most seven.

Facts carry no judgement: what follows from them is decided in `domain.step`. Times are
milliseconds since the epoch, UTC, and are Meta's own, never ours.
"""

from saath.domain.facts.linking import LinkFact, SyncAlarmed, SyncAnswered, SyncAsked
from saath.domain.facts.media import MediaFact, MediaFetched, MediaUploaded
from saath.domain.facts.messages import (
    EchoReceived,
    MessageEdited,
    MessageFact,
    MessageReceived,
    MessageRevoked,
    Origin,
    ReactionChanged,
    Status,
    StatusChanged,
)
from saath.domain.facts.numbers import (
    AccountChanged,
    ErrorReported,
    HistoryDeclined,
    HistoryProgressed,
    NumberChanged,
    NumberFact,
    TemplateChanged,
)
from saath.domain.facts.people import (
    ContactSynced,
    IdentityChanged,
    PersonFact,
    PersonIdentified,
    PreferenceChanged,
)
from saath.domain.facts.policies import PolicyPublished
from saath.domain.facts.requests import RequestMade
from saath.domain.facts.sending import AttemptMade, OutcomeKnown, SendingFact, TimerFell
from saath.domain.facts.unrecognized import Unrecognized

type OwnFact = RequestMade | SendingFact | MediaFact | LinkFact | PolicyPublished
type Fact = MessageFact | PersonFact | NumberFact | OwnFact | Unrecognized

__all__ = [
    "AccountChanged",
    "AttemptMade",
    "ContactSynced",
    "EchoReceived",
    "ErrorReported",
    "Fact",
    "HistoryDeclined",
    "HistoryProgressed",
    "IdentityChanged",
    "LinkFact",
    "MediaFact",
    "MediaFetched",
    "MediaUploaded",
    "MessageEdited",
    "MessageFact",
    "MessageReceived",
    "MessageRevoked",
    "NumberChanged",
    "NumberFact",
    "Origin",
    "OutcomeKnown",
    "OwnFact",
    "PersonFact",
    "PersonIdentified",
    "PolicyPublished",
    "PreferenceChanged",
    "ReactionChanged",
    "RequestMade",
    "SendingFact",
    "Status",
    "StatusChanged",
    "SyncAlarmed",
    "SyncAnswered",
    "SyncAsked",
    "TemplateChanged",
    "TimerFell",
    "Unrecognized",
]
