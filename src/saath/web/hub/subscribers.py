"""Who listens, and what each has yet to be told. Memory only; a restart makes every page ask anew."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

REMEMBERED = 1_000
IDS_MAX = 100

type Ids = frozenset[str] | None
"""Conversations that changed; None means: any of them."""


@dataclass(slots=True, eq=False)
class Subscriber:
    """One page. `news` is set while there is something to tell."""

    business: str
    pending: set[str] = field(default_factory=set)
    everything: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, ids: Ids) -> None:
        """Add to what is pending; a burst becomes one event."""
        if ids is None or len(self.pending) + len(ids) > IDS_MAX:
            self.everything = True
        else:
            self.pending |= ids
        self.news.set()

    def take(self) -> Ids:
        """What is pending, which is then told."""
        ids = None if self.everything else frozenset(self.pending)
        self.pending, self.everything = set(), False
        self.news.clear()
        return ids


class Subscribers:
    """All pages of this process, and the latest changes for those that come back."""

    def __init__(self, boot: str) -> None:
        """`boot` tells the numbers of this process from those of any other."""
        self._boot = boot
        self._count = 0
        self._latest: deque[tuple[int, str, Ids]] = deque(maxlen=REMEMBERED)
        self._present: set[Subscriber] = set()

    @property
    def last_id(self) -> str:
        """The id of the latest change."""
        return f"{self._boot}-{self._count}"

    def __len__(self) -> int:
        return len(self._present)

    def join(self, business: str, last_id: str) -> Subscriber:
        """Add a page, told at once what it missed; that is anything, unless it says where it was."""
        subscriber = Subscriber(business)
        for ids in self._missed(business, last_id):
            subscriber.tell(ids)
        self._present.add(subscriber)
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """Forget a page."""
        self._present.discard(subscriber)

    def publish(self, business: str, ids: Ids) -> None:
        """Tell every page of a business; an empty business is all of them."""
        self._count += 1
        self._latest.append((self._count, business, ids))
        for subscriber in self._present:
            if business in {"", subscriber.business}:
                subscriber.tell(ids)

    def _missed(self, business: str, last_id: str) -> list[Ids]:
        boot, _dash, number = last_id.rpartition("-")
        oldest = self._latest[0][0] if self._latest else self._count + 1
        if boot != self._boot or not number.isdecimal() or int(number) + 1 < oldest:
            return [None]
        return [
            ids for at, whose, ids in self._latest if at > int(number) and whose in {"", business}
        ]
