"""A record as a database row: the columns and their order, the same in both engines."""

from saath.journal.records import Kind, Lane, Record

type Row = tuple[str, Lane, int, Kind, int, str, int, bytes, str, bool | int, bytes]

COLUMN_NAMES = (
    *("business", "lane", "position", "kind", "version", "source", "received_at"),
    *("body", "copy_of", "redacted", "digest"),
)
COLUMNS = ", ".join(COLUMN_NAMES)


def row_of(record: Record) -> Row:
    """Spell a record out for an INSERT."""
    return (
        record.business,
        record.lane,
        record.position,
        record.kind,
        record.version,
        record.source,
        record.received_at,
        record.body,
        record.copy_of,
        record.redacted,
        record.digest,
    )


def record_of(row: Row) -> Record:
    """Read a row back; SQLite keeps a truth value as 0 or 1."""
    return Record(*row[:9], redacted=bool(row[9]), digest=row[10])
