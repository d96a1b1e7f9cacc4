"""Domain states as views: what a message, a contact and a window are to a reader.

Pure. Not here: finding the rows (`messages`, `conversations`).
"""

from collections.abc import Iterable

from saath.domain.conversation import Conversation
from saath.domain.facts.messages import Status
from saath.domain.ids import message_id
from saath.domain.media import MediaState
from saath.domain.message import Message
from saath.domain.outgoing import template_of
from saath.domain.person import Alias, card
from saath.domain.policy import Policy
from saath.domain.status import shown as shown_receipt
from saath.domain.thread import NEVER, Mark
from saath.queries.failures import (
    UNRESOLVED,
    explain,
    explain_end,
    explain_loss,
    waits_for,
)
from saath.queries.views import (
    ContactView,
    DeskView,
    Direction,
    FailureView,
    MediaView,
    MessageView,
    Origin,
    Preview,
    ReactionView,
    ShownStatus,
    WindowView,
)

# Product decision 6: a chat whose last message is a customer's, unanswered, from this long before
# linking needs a reply; older history does not.
RECENT_MS = 48 * 60 * 60 * 1000

# Only history says "pending": the phone had not handed the message over when it was exported.
_STATUS: dict[Status, ShownStatus] = {"pending": "sending"}


def message_view(
    message: Message, held: str = "", attached: MediaState | None = None
) -> MessageView:
    """The message as it is now; its original words stand in `earlier` when it was edited.

    `held` is the reason for which it is held back, if it is; `attached` what became of its file.
    """
    content = message.shown
    status, failure = _fate(message, held)
    return MessageView(
        id=message.id,
        wamid="" if message.origin == "export" else message.wamid,
        phone_number_id=message.phone_number_id,
        direction=_direction(message),
        source=message.source or "contact",
        origin=_origin(message),
        type=content.type if content else "unrecognized",
        text=content.text if content else "",
        detail=content.detail if content else "",
        status=status,
        failure=failure,
        reply_to=_answers(message),
        media=_media(message, attached),
        at=message.at,
        edited=bool(message.edits),
        earlier=_earlier(message),
        deleted=message.revoked_at > 0,
        reactions=tuple(ReactionView(r.side, r.emoji) for r in message.reactions if r.emoji),
        sent_by=message.author,
        held=waits_for(held or _held_back(message)),
        again=message.may_be_sent_again,
        template=template_of(content) if content and message.origin == "sent" else None,
    )


def _held_back(message: Message) -> str:
    """Why WhatsApp said that it sends it later, or never; empty when it said nothing of that."""
    told = message.failure if message.progress == "unconfirmed" else None
    return told.title if told else ""


def _direction(message: Message) -> Direction:
    return message.direction or "out"


def _answers(message: Message) -> str:
    """The id of the message it quotes: ours names it so already, WhatsApp by its wamid."""
    quoted = message.shown.reply_to if message.shown else ""
    return quoted if message.origin == "sent" else _named(message.phone_number_id, quoted)


def _named(phone_number_id: str, wamid: str) -> str:
    return message_id(phone_number_id, wamid) if wamid else ""


def _origin(message: Message) -> Origin:
    if message.origin == "sent":
        return "sent"
    if message.origin in {"history", "export"}:
        return message.origin
    return "live" if message.direction == "in" else "echo"


def _fate(message: Message, held: str) -> tuple[ShownStatus | None, FailureView | None]:
    """What became of a message of ours; an echo was sent, or there would be no echo."""
    if message.direction != "out":
        return None, None
    if message.progress and message.progress != "accepted":
        return _sending(message, held)
    if message.progress and not message.receipts:
        return "accepted", None
    receipt = shown_receipt(message.receipts)
    if receipt is None:
        return "sent", None
    if receipt.status == "failed":
        return "failed", explain(receipt.failure)
    return _STATUS.get(receipt.status, receipt.status), None  # type: ignore[arg-type]


def _sending(message: Message, held: str) -> tuple[ShownStatus, FailureView | None]:
    """How far the sending of ours came, as long as no status proves that it went out."""
    match message.progress:
        case "queued":
            return ("held" if held else "queued"), None
        case "sending":
            return "sending", None
        case "failed":
            return "failed", explain_end(message.failure)
        case "cancelled":
            return "cancelled", explain_end(message.failure)
        case "unresolved":
            return "unconfirmed", UNRESOLVED
        case _:
            return "unconfirmed", None


def desk_view(conversation: Conversation, policy: Policy, now: int) -> DeskView:
    """What the team noted, and who has it until when."""
    return DeskView(
        assignee=conversation.assignee,
        assignee_name=conversation.assignee_name,
        labels=conversation.labels,
        until=conversation.control_until,
        typing=conversation.claimed_by if now < conversation.claimed_until else "",
        last=conversation.last[1],
        has_bot=policy.answers_by_itself,
    )


def _media(message: Message, attached: MediaState | None) -> MediaView | None:
    content = message.shown
    if content is None:
        return None
    if content.type == "media_placeholder":
        return MediaView("on_phone", "", "", voice=False)
    if content.media is None:
        return None
    media = content.media
    if attached is None:
        return MediaView("pending", media.mime, media.filename, voice=media.voice)
    size = attached.bytes if attached.stage == "kept" else None
    loss = explain_loss(attached.reason)
    return MediaView(attached.stage, attached.mime, media.filename, media.voice, size, loss)


def _earlier(message: Message) -> tuple[str, ...]:
    if not message.edits:
        return ()
    first = (message.content.text,) if message.content else ()
    return first + tuple(edit.content.text for edit in message.edits[:-1])


def preview(message: Message) -> Preview:
    """One line of it, for a list."""
    content = message.shown
    text = content.text if content and not message.revoked_at else ""
    return Preview(text[:200], _kind(message), _direction(message), message.source or "contact")


def _kind(message: Message) -> str:
    content = message.shown
    if message.revoked_at:
        return "deleted"
    if content is None:
        return "unrecognized"
    return "voice" if content.media and content.media.voice else content.type


def contact_view(aliases: Iterable[Alias]) -> ContactView:
    """A person by all their names."""
    known = card(aliases)
    return ContactView(
        known.id, known.name, known.phone, known.bsuid, known.username, known.stopped_marketing
    )


def window_view(conversation: Conversation, now: int) -> WindowView:
    """The service window at this moment."""
    closes_at = conversation.window_closes_at
    return WindowView(open=now < closes_at, closes_at=closes_at)


def unanswered(conversation: Conversation, policy: Policy) -> Mark | None:
    """Up to which message everything is answered, or None when nobody waits."""
    if conversation.needs_reply:
        return conversation.answered
    if _waits_since_before_linking(conversation, policy):
        return max(conversation.spoke, conversation.answered)
    return None


def _waits_since_before_linking(conversation: Conversation, policy: Policy) -> bool:
    number = policy.number(conversation.phone_number_id)
    if number is None or not number.linked_at or conversation.heard == NEVER:
        return False
    said_last = conversation.heard > max(conversation.spoke, conversation.answered)
    return said_last and number.linked_at - RECENT_MS <= conversation.heard[0] <= number.linked_at
