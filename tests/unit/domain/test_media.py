"""What becomes of an attachment: the same for any order and repetition of what is told."""

from dataclasses import replace
from itertools import permutations

import pytest

from saath.domain.attaching import BYTES_MAX, type_of, unfit
from saath.domain.content import Content, Media
from saath.domain.facts import Fact, MediaFetched, MessageReceived
from saath.domain.identity import Identity
from saath.domain.ids import alias_id, message_id
from saath.domain.media import MEDIA_LIFE_MS, media_key
from saath.domain.policy import Number, Policy
from saath.domain.states import States
from saath.domain.step import keys, step

POLICY = Policy("shop", 1, (Number("7", "8", "9"),))
ASHA = Identity(phone="919000000002")
PICTURE = Media("77", "image/png", "ab")
KEY = media_key("7", PICTURE)
MESSAGE = message_id("7", "wamid.1")
SENT = MessageReceived("7", "wamid.1", 5_000, ASHA, Content("image", "", PICTURE))
NOW = 9_000


def outcome(said: str, tries: int = 1, **more: object) -> MediaFetched:
    person = alias_id("shop", "9", "phone", "919000000002")
    return MediaFetched(KEY, MESSAGE, person, "7", said, tries, **more)  # type: ignore[arg-type]


KEPT = outcome("kept", 2, sha256="ab", mime="image/png", bytes=3)
LOST = outcome("lost", 3, reason="expired")
LATER = outcome("deferred", 1, retry_at=20_000)


def folded(*facts: Fact) -> States:
    states = States()
    for fact in facts:
        states.absorb(step(states, fact, POLICY, NOW))
    return states


def test_a_message_makes_its_attachment_wait_for_seven_days() -> None:
    state = folded(SENT).media[KEY]
    assert (state.stage, state.message, state.media_id) == ("pending", MESSAGE, "77")
    assert (state.due_at, state.expires_at) == (NOW, NOW + MEDIA_LIFE_MS)


def test_told_again_it_waits_no_longer_and_not_anew() -> None:
    assert folded(SENT, LATER, SENT) == folded(SENT, LATER)
    assert folded(SENT, LATER).media[KEY].due_at == 20_000


@pytest.mark.parametrize("order", list(permutations([KEPT, LOST, LATER, KEPT])))
def test_what_was_kept_stays_kept_whatever_is_told_before_or_after(
    order: tuple[MediaFetched, ...],
) -> None:
    state = folded(SENT, *order).media[KEY]
    assert (state.stage, state.sha256, state.bytes, state.reason) == ("kept", "ab", 3, "")


def test_late_media_of_the_history_comes_before_or_after_its_placeholder() -> None:
    picture = replace(SENT, origin="history")
    placeholder = replace(picture, content=Content("media_placeholder"))
    first, last = folded(picture, placeholder, KEPT), folded(placeholder, picture, KEPT)
    assert first == last
    assert first.media[KEY].stage == "kept"
    told = first.messages[MESSAGE].content
    assert told is not None
    assert told.type == "image"
    assert folded(placeholder).media == {}


def test_an_outcome_for_what_no_message_names_is_nobodys() -> None:
    assert folded(KEPT) == States()


def test_what_was_fetched_is_kept_also_when_its_message_is_gone() -> None:
    states = folded(SENT)
    states.messages.clear()
    assert step(states, KEPT, POLICY, NOW).media[KEY].stage == "kept"


def test_a_fold_asks_for_the_attachments_that_its_facts_name() -> None:
    assert keys([SENT], POLICY).media == keys([KEPT], POLICY).media == {KEY}


@pytest.mark.parametrize(
    ("kind", "mime", "size", "fits"),
    [
        ("image", "image/png", 5 * 1024 * 1024, True),
        ("image", "image/png", 5 * 1024 * 1024 + 1, False),
        ("image", "image/webp", 9, False),
        ("sticker", "image/webp", 9, True),
        ("document", "application/pdf", BYTES_MAX, True),
        ("document", "text/html", 9, False),
        ("text", "text/plain", 9, False),
        ("audio", "audio/ogg", 0, False),
    ],
)
def test_whatsapps_limits_are_known_before_anything_is_sent(
    kind: str,
    mime: str,
    size: int,
    fits: bool,  # noqa: FBT001  (pytest's shape)
) -> None:
    assert (unfit(kind, mime, size) is None) is fits


def test_a_voice_message_is_small_and_of_one_kind() -> None:
    assert unfit("audio", "audio/ogg", 500_000, voice=True) is None
    assert unfit("audio", "audio/ogg", 600_000, voice=True) is not None
    assert unfit("audio", "audio/mpeg", 9, voice=True) is not None
    assert type_of("image/svg+xml") is None
