"""The people who write to the business, as WhatsApp knows them: ids, names, what is visible.

How they behave is in `temper`; what they do is in `customers`.
"""

from dataclasses import dataclass, field
from typing import Any

from saath.simulator.clock import DAY

type Object = dict[str, Any]

PHONE_STAYS_VISIBLE = 30 * DAY  # business-scoped-user-ids page, state of 29 Jun 2026


@dataclass(slots=True, kw_only=True)
class Person:
    """One WhatsApp user, seen by one business."""

    key: str
    name: str
    wa_id: str
    bsuid: str
    username: str = ""
    parent_bsuid: str = ""
    language: str = "en"
    saved_as: str = ""
    on_whatsapp: bool = True
    online: bool = True
    reads: bool = True
    blocked: bool = False
    has_blocked_us: bool = False
    wants_marketing: bool = True
    in_contact_book: bool = False
    identity_hash: str = ""
    last_phone_exchange: int | None = None
    former: list[tuple[str, str]] = field(default_factory=list)

    def phone_visible(self, now: int) -> bool:
        """Tell whether webhooks carry the phone number of this person today."""
        if not self.username or self.in_contact_book:
            return True
        last = self.last_phone_exchange
        return last is not None and now - last <= PHONE_STAYS_VISIBLE


@dataclass(slots=True, kw_only=True)
class Message:
    """One message as it is in the chat, whoever wrote it."""

    wamid: str
    person: str
    outbound: bool
    via: str  # customer, phone, companion, automatic, api
    at: int
    type: str
    content: Object
    context: Object = field(default_factory=dict)
    past: bool = False
    status: str = "sent"
    opaque: str = ""
    category: str = ""
    edited: bool = False
    deleted: bool = False
    received_at: int | None = None
    reactions: dict[str, str] = field(default_factory=dict)
    fate: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        body = self.content.get(self.type)
        if not isinstance(body, dict):
            return ""
        return str(body.get("body", body.get("caption", "")))
