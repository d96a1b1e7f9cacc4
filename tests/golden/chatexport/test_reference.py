"""The reader against the reference samples, when they stand beside the checkout."""

import json
from pathlib import Path
from typing import Any

import pytest

from saath.chatexport import open_exports, read

SAMPLES = Path(__file__).parents[4] / "shared" / "exports"
TRUTH: dict[str, list[dict[str, Any]]] = (
    json.loads((SAMPLES / "truth.json").read_text()) if SAMPLES.exists() else {}
)
AMBIGUOUS = {"ambiguous_short_en_IN.txt", "iso_ambiguous.txt"}

pytestmark = pytest.mark.skipif(not TRUTH, reason="the reference samples are not here")


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_each_sample_is_exact(name: str) -> None:
    reading = read(open_exports(SAMPLES / name)[0])
    found = [
        {"at": record.at.isoformat(), "author": record.author, "text": record.text}
        for batch in reading.batches()
        for record in batch
    ]
    assert found == TRUTH[name]
    assert reading.coverage.unparsed_lines == 0
    assert reading.coverage.proven == (name not in AMBIGUOUS)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("[ek]*.*")), ids=lambda path: path.name)
def test_every_line_of_the_other_samples_finds_its_place(path: Path) -> None:
    reading = read(open_exports(path)[0])
    assert sum(len(batch) for batch in reading.batches()) == reading.coverage.messages > 1
    assert reading.coverage.unparsed_lines == 0
