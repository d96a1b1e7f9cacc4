"""The journals every promise is held against."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.journal import Journal, create_journal, open_journal


@pytest.fixture(params=["sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    """Open an empty journal of each kind."""
    create_journal(tmp_path)
    with closing(open_journal(tmp_path)) as opened:
        yield opened
