"""THE BUS. "Wake up, there is work": never the only copy of anything, so losing one costs 250 ms.

SQLite: datagram sockets in the folder. PostgreSQL: LISTEN and NOTIFY.
"""

from saath.bus.listening import LoopListener
from saath.bus.opening import open_waiter, open_waker, wake
from saath.bus.wakes import POLL_S, TOPICS, Topic, Waiter, Wake, Waker

__all__ = [
    "POLL_S",
    "TOPICS",
    "LoopListener",
    "Topic",
    "Waiter",
    "Wake",
    "Waker",
    "open_waiter",
    "open_waker",
    "wake",
]
