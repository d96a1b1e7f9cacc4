"""What coexistence would not carry over, and what an export can fill.

Facts about Meta's history sync: groups never; media older than 14 days never; chats older than 180
days never (Meta's onboarding page for Business App users, July 2026; checked 2026-11-21).
"""

from dataclasses import dataclass
from datetime import datetime

from saath.transition.assess.audit import Audit, broadcasts_in

MEDIA_DAYS, CHAT_DAYS = 14, 180


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Counts of what stays behind."""

    groups: int
    group_messages: int
    media_older_than_14_days: int
    messages_older_than_180_days: int
    chats_silent_for_180_days: int
    broadcasts: int
    an_export_can_fill: int
    media_in_exports: int


def not_carried(audit: Audit, exported_at: datetime) -> NotCarried:
    """Count what would stay behind if the number were linked on the day of the export."""
    groups = [chat for chat in audit.chats if chat.is_group]
    media_line = exported_at.toordinal() - MEDIA_DAYS
    chat_line = exported_at.toordinal() - CHAT_DAYS
    old = sum(n for day, n in audit.days.items() if day < chat_line)
    silent = [chat for chat in audit.chats if chat.last and chat.last.toordinal() < chat_line]
    return NotCarried(
        groups=len(groups),
        group_messages=sum(chat.messages for chat in groups),
        media_older_than_14_days=sum(n for day, n in audit.media_at.items() if day < media_line),
        messages_older_than_180_days=old,
        chats_silent_for_180_days=len(silent),
        broadcasts=broadcasts_in(audit),
        an_export_can_fill=old,
        media_in_exports=sum(chat.attached for chat in audit.chats),
    )
