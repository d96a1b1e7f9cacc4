"""Damaged exports: whatever happens to the bytes, records or one sentence, soon, and never a crash.

5,000 mutated inputs in a normal run; `SAATH_MUTATIONS=200000` for the long one.
"""

import os
import random
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from saath.chatexport import Source, Unreadable, open_exports, read
from tests.golden.chatexport.corpus import Style, styles

ROUNDS = int(os.environ.get("SAATH_MUTATIONS", "5000"))
BITS = [
    b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xe2\x80\x8e", b"\xe2\x80\xaf", b": ", b" - ", b"[", b"]", b"\x00", b"\xff",
    b"12/13/24, 3:05 PM - X: y\n", b"[1/2/25, 15:05:08] X: y\n", b"<Media omitted>", b"99", b"\xf0\x9f\x91",
    b"\xd9\xa3", b"POLL:\n", b"IMG-20250102-WA0007.jpg (file attached)", b"<" * 50, b" <This message was edited>",
]  # fmt: skip


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    raw = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw) + 1)
        span = raw[at : at + chance.randint(1, 80)]
        match chance.randrange(5):
            case 0:
                raw[at:at] = chance.choice(BITS)
            case 1:
                del raw[at : at + len(span)]
            case 2:
                raw[at:at] = span * chance.randint(1, 3)
            case 3 if at < len(raw):
                raw[at] = chance.randrange(256)
            case _:
                raw = raw[:at] + bytearray(chance.choice(seeds)) + raw[at:]
    return bytes(raw)


def outcome(raw: bytes) -> int:
    """Read it all; check what must hold of any reading."""
    reading = read(Source("x.txt", "", len(raw), lambda: BytesIO(raw)))
    last = 0
    for batch in reading.batches():
        for record in batch:
            assert 2009 <= record.at.year <= 2051
            assert record.author is None or record.author.strip()
            assert record.kind != "system" or record.author is None
        last += len(batch)
    assert last == reading.coverage.messages
    assert len(reading.coverage.unparsed) <= reading.coverage.unparsed_lines
    return last


@pytest.mark.timeout(60 + ROUNDS // 100)
def test_mutated_exports_are_read_or_refused() -> None:
    chance = random.Random(20261121)
    every = list(styles())
    kept = [every[i] for i in range(0, len(every), 7)]
    seeds = [style.written().encode() for style in kept]
    read_count = 0
    for _ in range(ROUNDS):
        with suppress(Unreadable):
            read_count += outcome(mutated(chance, seeds)) > 0
    assert ROUNDS // 4 < read_count < ROUNDS, "mutations must both spare and break"


@pytest.mark.timeout(60 + ROUNDS // 100)
def test_mutated_zips_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", Style("en_IN", "ios", 12, "comma").written() * 20)
        archive.writestr("a.jpg", b"x" * 100)
    path = tmp_path / "x.zip"
    for _ in range(max(ROUNDS // 10, 300)):
        path.write_bytes(mutated(chance, [whole.getvalue()]))
        with suppress(Unreadable):
            for source in open_exports(path):
                for _batch in read(source).batches():
                    pass
    assert list(tmp_path.iterdir()) == [path]
