"""The bus's front door: from a place to something that wakes or waits there."""

from contextlib import closing
from pathlib import Path

from saath.bus.address import is_postgresql
from saath.bus.datagrams import DatagramWaiter, DatagramWaker
from saath.bus.notifications import ListenWaiter, NotifyWaker
from saath.bus.wakes import TOPICS, Topic, Waiter, Wake, Waker


def open_waker(where: Path | str) -> Waker:
    """Open the sending end in a folder or a PostgreSQL database."""
    return NotifyWaker(str(where)) if is_postgresql(where) else DatagramWaker(Path(where))


def open_waiter(where: Path | str, *topics: Topic) -> Waiter:
    """Open the receiving end for these topics, or for all when none is named."""
    wanted = topics or TOPICS
    if is_postgresql(where):
        return ListenWaiter(str(where), wanted)
    return DatagramWaiter(Path(where), wanted)


def wake(where: Path | str, topic: Topic) -> None:
    """Wake once, from a process that keeps no waker: the CLI."""
    with closing(open_waker(where)) as waker:
        waker.wake(Wake(topic))
