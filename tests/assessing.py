"""Assessments without processes of their own: what a request starts is read at once, in the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from saath.runtime import assessing
from saath.runtime.assessing import Assessing
from saath.transition.assess.cases import Cases, Limits, read_case
from saath.transition.keeping import keep_for_business

CHAT = "WhatsApp Chat with Zubeida.txt"
SECRET = "ye baat sirf hamare beech rahe 4711"
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


def chat(customer: str = "Zubeida", *, days: int = 12, secret: str = SECRET) -> bytes:
    """A chat with questions, answers and something nobody else should read."""
    lines = [f"14/02/2026, 09:00 - {customer}: {secret}", "14/02/2026, 09:04 - Dukan: theek hai"]
    for day in count(15):
        if day == 15 + days:
            break
        lines += [
            f"{day}/02/2026, 10:00 - {customer}: rate kya hai iska",
            f"{day}/02/2026, 10:0{day % 7} - Dukan: 450 per piece",
        ]
    return ("\n".join(lines) + "\n").encode()


def left_of(text: str, folder: Path) -> list[str]:
    """The files under a folder that hold a text."""
    wanted = text.encode()
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()
    ]
