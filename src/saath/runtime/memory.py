"""How often Python looks for reference cycles in the processes that run for long."""

import gc

YOUNG_OBJECTS = 50_000


def collect_rarely() -> None:
    """Call it once everything is imported.

    A batch makes a hundred thousand small values without a single cycle, and by default Python
    looks through them after every two thousand: a tenth of the writer's time. What is there by
    now stays, so it is not looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
