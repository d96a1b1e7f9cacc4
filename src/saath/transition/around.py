"""What linking needs of the outside: journal, safe, network, clock. Given by `runtime` and `cli`."""

from collections.abc import Callable
from dataclasses import dataclass

from saath.bus import Waker
from saath.journal import Journal
from saath.net import Client
from saath.store.linking import Safe


@dataclass(frozen=True, slots=True)
class Around:
    """`callback_url` is where WhatsApp reaches us, empty if nobody told.

    `connected` is called when a number or its secret is new, and returns once whoever takes
    deliveries knows it: what comes before would belong to nobody.
    """

    journal: Journal
    waker: Waker
    safe: Safe
    client: Client
    clock: Callable[[], int]
    new_id: Callable[[], str]
    callback_url: str = ""
    connected: Callable[[], None] = lambda: None
