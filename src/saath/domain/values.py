"""Values: dataclasses that nobody changes, made fast. Only the decorator lives here.

For the type checker it is `dataclasses.dataclass`, and `frozen=True` means what it says: a change
does not pass `bin/check`. At run time they are not frozen, because a frozen `__init__` sets every
field through `object.__setattr__`: a message of 14 given fields took 1.6 us instead of 0.24
(Python 3.13), and a delivery becomes ten such values on its way into the tables.
"""

import dataclasses
from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots, frozen=False):
        """Make a dataclass with the equality and the hash of a frozen one."""
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)
