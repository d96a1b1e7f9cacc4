"""The journals every promise is held against."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.journal import Driver, create_journal, open_journal


@pytest.fixture
def journal(engine_url: Path | str) -> Iterator[Driver]:
    """Open an empty journal on each engine."""
    create_journal(engine_url)
    with closing(open_journal(engine_url)) as opened:
        yield opened
