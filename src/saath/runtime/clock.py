"""The clock. Nothing else in the product reads it: time is an argument."""

import time


def now_ms() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


def ticks() -> float:
    """Seconds of any beginning that no setting of the clock moves; sleep of the machine counts."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
