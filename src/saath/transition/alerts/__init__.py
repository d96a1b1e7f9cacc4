"""Alerts: keep what needs somebody, and tell people outside the pages, by e-mail and webhook.

Which signs become alerts is `domain.alerts`; the sweep that calls this is `runtime.watching`.
"""

from saath.transition.alerts.keeping import note_seen, reconcile
from saath.transition.alerts.posting import Channels, post_due
from saath.transition.alerts.recipients import (
    BadRecipient,
    RecipientView,
    Wish,
    add_recipient,
    ask_test,
    list_recipients,
    remove_recipient,
    secret_of,
)

__all__ = [
    "BadRecipient",
    "Channels",
    "RecipientView",
    "Wish",
    "add_recipient",
    "ask_test",
    "list_recipients",
    "note_seen",
    "post_due",
    "reconcile",
    "remove_recipient",
    "secret_of",
]
