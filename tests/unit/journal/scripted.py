"""A driver that does what the test says: blocks, fails, and counts its commits."""
# ruff: noqa: ARG002 - it plays a part whose lines are given

import threading
from collections.abc import Callable, Sequence

from saath.journal.arrange import Append, Result, arrange, lanes_of, only
from saath.journal.contract import READ_BYTES_MAX
from saath.journal.records import Entry, Lane, LaneHead, LaneKey, Record


class ScriptedDriver:
    """A journal in memory; `before_commit` runs inside every commit."""

    def __init__(self, before_commit: Callable[[Sequence[Append]], None] | None = None) -> None:
        self.before_commit = before_commit
        self.commits: list[int] = []
        self.heads_now: dict[LaneKey, int] = {}
        self.is_closed = False

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        if self.before_commit is not None:
            self.before_commit(appends)
        lanes = {key: LaneHead(*key, self.heads_now.get(key, 0), 0) for key in lanes_of(appends)}
        arrangement = arrange(appends, lanes)
        self.heads_now.update(arrangement.heads)
        self.commits.append(len(appends))
        return arrangement.results

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        return only(self.append_all([Append(entries, if_head, epoch)]))

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        return []

    def head(self, business: str, lane: Lane) -> LaneHead:
        return LaneHead(business, lane, self.heads_now.get((business, lane), 0), 0)

    def heads(self) -> list[LaneHead]:
        return [LaneHead(*key, head, 0) for key, head in sorted(self.heads_now.items())]

    def take(self, business: str) -> int:
        return 1

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        return

    def close(self) -> None:
        self.is_closed = True


class Gate:
    """Holds commits back until it is opened, and says when one has arrived."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.opened = threading.Event()

    def __call__(self, appends: Sequence[Append]) -> None:
        self.arrived.set()
        assert self.opened.wait(5)
