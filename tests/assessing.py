"""Assessments without processes of their own: what a request starts is read at once, in the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tests.stores  # noqa: F401  # sets Django up, before anything below imports a model
from saath.runtime import assessing
from saath.runtime.assessing import Assessing
from saath.transition.assess.cases import Cases, Limits, read_case
from saath.transition.keeping import keep_for_business

PDF = b"%PDF-made"


@contextmanager
def assessing_in(folder: Path, limits: Limits | None = None) -> Iterator[Cases]:
    """Requests of this process assess in a folder."""
    cases = Cases(folder, limits or Limits(free_bytes=0))

    def start(id_: str) -> None:
        read_case(cases, id_)
        keep_for_business(cases, id_)

    before = list(assessing._bound)  # noqa: SLF001  (what was bound is bound again)
    assessing.bind(Assessing(cases, start, lambda _page: PDF))
    try:
        yield cases
    finally:
        assessing._bound[:] = before  # noqa: SLF001  (see above)
