"""Fold attachments: a message names one, it was fetched or lost, a file of ours was uploaded.

A message names its attachment once however often it is told; what was kept stays kept.
"""

from saath.domain.content import Content
from saath.domain.facts.media import MediaFact, MediaFetched, MediaUploaded
from saath.domain.intention import Intention
from saath.domain.media import (
    MEDIA_LIFE_MS,
    MediaState,
    Upload,
    kept,
    lost,
    media_key,
    put_off,
    upload_key,
)
from saath.domain.message import Message
from saath.domain.states import Draft

# Codes that may mean that the uploaded copy is no good: the next try uploads it anew.
UPLOAD_IN_DOUBT = frozenset({100, 131008, 131009, 131052, 131053})


def expect(draft: Draft, content: Content, message: Message, *, at: int, now: int) -> None:
    """A message carries an attachment that lies at WhatsApp: it waits to be fetched."""
    media = content.media
    if media is None or not media.id:
        return
    key = media_key(message.phone_number_id, media)
    if draft.media(key) is None:
        draft.changes.media[key] = MediaState(
            id=key,
            message=message.id,
            phone_number_id=message.phone_number_id,
            media_id=media.id,
            at=at,
            mime=media.mime,
            sha256=media.sha256,
            due_at=now,
            expires_at=now + MEDIA_LIFE_MS,
        )


def attach(draft: Draft, intention: Intention, message: Message) -> None:
    """A message of ours carries a file: it was kept before anybody could ask to send it."""
    attached, content = intention.outgoing.attachment, message.content
    if attached is None or content is None or content.media is None:
        return
    key = media_key(message.phone_number_id, content.media)
    state = MediaState(key, message.id, at=message.at)
    draft.changes.media[key] = kept(
        state, sha256=attached.sha256, mime=attached.mime, size=attached.bytes
    )


def fold_media(draft: Draft, fact: MediaFact) -> None:
    """Join one fact about an attachment."""
    match fact:
        case MediaFetched():
            _fetched(draft, fact)
        case MediaUploaded():
            _uploaded(draft, fact)


def _fetched(draft: Draft, fact: MediaFetched) -> None:
    """What no message names any more (it was erased) is nobody's."""
    state, message = draft.media(fact.media), draft.message(fact.message)
    if state is None:
        return
    draft.changes.media[state.id] = _joined(state, fact)
    if message is not None:
        draft.changes.messages[message.id] = message  # whoever looks at it sees it anew


def _joined(state: MediaState, fact: MediaFetched) -> MediaState:
    match fact.outcome:
        case "kept":
            return kept(state, sha256=fact.sha256, mime=fact.mime, size=fact.bytes)
        case "lost":
            return lost(state, fact.reason or "gone")
        case "deferred":
            return put_off(state, tries=fact.tries, due_at=fact.retry_at)


def _uploaded(draft: Draft, fact: MediaUploaded) -> None:
    """Remember the copy; who waited for it is held back no longer."""
    upload = Upload(
        upload_key(fact.phone_number_id, fact.sha256, fact.mime),
        fact.phone_number_id,
        fact.sha256,
        fact.mime,
        fact.media_id,
        fact.expires_at,
    )
    draft.changes.uploads[upload.id] = upload
    intention = draft.intention(fact.intention)
    if intention is not None:
        draft.changes.intentions[intention.key] = intention


def doubt_upload(draft: Draft, message: Message | None, code: int) -> None:
    """A message of ours was refused: forget WhatsApp's copy of its file if that may be why."""
    media = message.content.media if message is not None and message.content else None
    if message is None or media is None or media.id or code not in UPLOAD_IN_DOUBT:
        return
    key = upload_key(message.phone_number_id, media.sha256, media.mime)
    draft.changes.uploads[key] = Upload(key, message.phone_number_id, media.sha256, media.mime)
