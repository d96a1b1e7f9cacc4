"""The reference of everything that writes tables: the same rows, by INSERT alone.

What was projected is read back and written into a fresh generation of the same tables in the same
database, in the order in which it came, ten thousand rows at a time: no parsing, no folding, no
reading.
"""

import time
from collections.abc import Sequence
from itertools import count

from saath.store import generation
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.rows import ALIAS, CONVERSATION, MESSAGE
from saath.store.tenancy import across_businesses, as_business

ROWS = 10_000
_numbers = count(90)
"""Of generations: far from any that a product would have made meanwhile."""


def insert(business: str, came: Sequence[str], at_once: int = ROWS) -> float:
    """Write the business's rows once more; return the messages per second.

    `came` names messages in the order in which they came; the others follow them.
    """
    rows = {}
    with across_businesses(TABLES):
        for table in (ALIAS, CONVERSATION, MESSAGE):
            statement = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE business = ?"
            rows[table] = list(dialect(TABLES).select(statement, (business,)))
    place = {wamid: at for at, wamid in reversed(list(enumerate(came)))}
    named = MESSAGE.columns.index("wamid")
    rows[MESSAGE].sort(key=lambda row: place.get(row[named], len(came)))
    number = next(_numbers)
    using = generation.new_generation(number)
    start = time.perf_counter()
    for table, all_rows in rows.items():
        for at in range(0, len(all_rows), at_once):
            with as_business(business, using):
                dialect(using).upsert(table, all_rows[at : at + at_once])
    spent = time.perf_counter() - start
    generation.drop(number)
    return len(rows[MESSAGE]) / spent
