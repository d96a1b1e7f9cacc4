"""A shop with a shelf of files: a customer sent some, programs and people may send others."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from saath.api.keys import hashed
from saath.domain.content import Media
from saath.domain.facts import MediaFetched
from saath.domain.ids import message_id
from saath.domain.media import Loss, media_key
from saath.journal import Journal
from saath.media import Shelf
from saath.project import Writer, live, open_writer
from saath.requests import Waiting
from saath.runtime import asking_middleware, stamp
from saath.runtime.asking_middleware import Door
from saath.store.bodies import encode_errand
from saath.store.bodies import entry as own_entry
from tests.asking import NOON, Wakes, person
from tests.deliveries import BUSINESS, NUMBER, delivery, entry, policy_entry, said, sent
from tests.journeys import shop as sample

ASHA = "919000000002"
KEY = "key-of-a-program"
CONVERSATION = f"{person(ASHA)}-{NUMBER}"


@dataclass
class Shelved:
    """Its journal, the writer of its tables, and its files."""

    journal: Journal
    writer: Writer
    shelf: Shelf
    ids: list[str] = field(default_factory=list)

    def folds(self, _seconds: float) -> None:
        """Fold while somebody waits."""
        live(self.writer)

    def receives(self, media_id: str, kind: str = "image", **more: object) -> str:
        """A customer sends a file; the id of the message."""
        wamid = f"wamid.{media_id}"
        self.journal.append([entry(delivery(sent(wamid, 1, kind, media_id, phone=ASHA, **more)))])
        live(self.writer)
        return message_id(NUMBER, wamid)

    def fetches(self, media_id: str, data: bytes, mime: str) -> str:
        """What was received arrives; the name of its bytes."""
        file = self.shelf.take(BUSINESS, [data], limit=10**6)
        self._ended(media_id, "kept", sha256=file.sha256, mime=mime, bytes=file.size)
        return file.sha256

    def loses(self, media_id: str, reason: Loss) -> None:
        """What was received does not arrive."""
        self._ended(media_id, "lost", reason=reason)

    def _ended(self, media_id: str, outcome: Any, **what: Any) -> None:
        key = media_key(NUMBER, Media(media_id))
        message = message_id(NUMBER, f"wamid.{media_id}")
        fact = MediaFetched(key, message, person(ASHA), NUMBER, outcome, 1, **what)
        self.journal.append([own_entry(BUSINESS, "outcome", encode_errand(fact), now=NOON)])
        live(self.writer)


@pytest.fixture
def shelved(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelved:
    """A customer has written; everything asked is folded while its asker waits."""
    journal.append([policy_entry(), entry(delivery(said("wamid.1", 0, "Open?", phone=ASHA)))])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    sample.open_for_business(BUSINESS)
    sample.give_key(hashed(KEY), BUSINESS)
    sample.hire("beena", "agent", "ek do teen", BUSINESS)
    made = Shelved(journal, writer, Shelf(tmp_path / "files"))
    waiting = Waiting(lambda: 0.0, made.folds)
    door = Door(journal, Wakes(), waiting, made.shelf)
    monkeypatch.setattr(asking_middleware, "_bound", [door])
    monkeypatch.setattr(stamp, "now_ms", lambda: NOON)
    return made


def whole(response: Any) -> bytes:
    """Every byte of an answer that is sent part by part."""

    async def read(parts: AsyncIterator[bytes]) -> bytes:
        return b"".join([part async for part in parts])

    return asyncio.run(read(response.streaming_content))
