"""How often Python looks for reference cycles: while it starts, and in processes that run for long."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG_OBJECTS = 50_000


@contextmanager
def importing() -> Iterator[None]:
    """Look for none while modules are imported, and never again through what they made.

    Imports make many objects that all stay: looking through them took a fifth of every start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_rarely() -> None:
    """Call it once everything is imported.

    A batch makes a hundred thousand small values without a single cycle, and by default Python
    looks through them after every two thousand: a tenth of the writer's time. What is there by
    now stays, so it is not looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
