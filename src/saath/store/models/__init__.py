"""The tables, one file per family. Only shapes; what happens to rows is in the rooms above.

No foreign keys: every key starts with the business, and rows are joined by it. No `save` is
overridden and no signal is connected. Times are milliseconds since the epoch, UTC.
"""

from saath.store.models.assessments import Assessment, Objective
from saath.store.models.businesses import Business, Connection, Generation
from saath.store.models.conversations import Conversation
from saath.store.models.keys import ApiKey
from saath.store.models.linking import Link, LinkDoor, Observation
from saath.store.models.media import Media, Upload
from saath.store.models.messages import Message
from saath.store.models.notices import Notice
from saath.store.models.people import Alias
from saath.store.models.progress import Cursor, Parked, Policy
from saath.store.models.sending import AccountState, Outbox, Result
from saath.store.models.users import ROLES, User
from saath.store.models.watching import Alert, Letter, Preparation, Recipient, Sighting

__all__ = [
    "ROLES",
    "AccountState",
    "Alert",
    "Alias",
    "ApiKey",
    "Assessment",
    "Business",
    "Connection",
    "Conversation",
    "Cursor",
    "Generation",
    "Letter",
    "Link",
    "LinkDoor",
    "Media",
    "Message",
    "Notice",
    "Objective",
    "Observation",
    "Outbox",
    "Parked",
    "Policy",
    "Preparation",
    "Recipient",
    "Result",
    "Sighting",
    "Upload",
    "User",
]
