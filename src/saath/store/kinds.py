"""Which tables are derived and which are primary, and the names of the two databases.

Derived: written by the writer only, from the journal, droppable. Primary: everything people and
operators enter. Whatever is not named here is Django's own (sessions, content types): primary.
"""

from typing import Final

PRIMARY: Final = "default"
"""The database alias of primary tables. Django insists on this name."""

TABLES: Final = "tables"
"""The database alias of the present generation of derived tables."""

DERIVED_MODELS: Final = frozenset(
    {
        *("alias", "conversation", "message", "notice", "policy", "cursor", "parked"),
        *("outbox", "result", "accountstate", "media", "upload"),
    }
)
PRIMARY_MODELS: Final = frozenset(
    {
        *("business", "connection", "user", "apikey", "generation", "assessment", "objective"),
        *("linkdoor", "link", "observation"),
        *("sighting", "alert", "recipient", "letter", "preparation"),
    }
)

GUARDED_MODELS: Final = (DERIVED_MODELS | PRIMARY_MODELS) - {"generation"}
"""Models whose rows belong to one business: PostgreSQL's row-level security stands before them."""


def is_tables(database: str) -> bool:
    """Whether a database alias is a generation of derived tables."""
    return database == TABLES or database.startswith(f"{TABLES}_")
