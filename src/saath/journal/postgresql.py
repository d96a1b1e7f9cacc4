"""The journal in PostgreSQL, schema public: for several processes and more than one machine.

Appends of a lane are serialised by its row: the position is taken under the row's lock, and the
lock is let go only after the commit is visible. So whoever has read up to a position has seen
everything beneath it, which a plain sequence does not give: there a later position may commit
first and the earlier one is skipped for ever (`tests/integration/journal/test_order.py` shows it).
Lanes are locked in sorted order, so that two appends never wait for each other in a ring.

There is no row-level security here: the journal's readers are the product's own processes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from psycopg import sql

from saath.journal.arrange import Append, Arrangement, Result, arrange, lanes_of, only
from saath.journal.checks import (
    JOURNAL_FORMAT,
    check_format,
    existing,
    last_wanted,
    verified,
)
from saath.journal.contract import READ_BYTES_MAX
from saath.journal.errors import JournalCorrupt, JournalError
from saath.journal.line import Line
from saath.journal.records import LANES, Entry, Lane, LaneHead, LaneKey, Record, digest_redacted
from saath.journal.rows import COLUMN_NAMES, record_of, row_of

TYPES = (
    *("text", "text", "int8", "text", "int8", "text", "int8"),
    *("bytea", "text", "bool", "bytea"),
)
"""In the order of the columns: a binary COPY converts nothing."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS public.journal_format (version integer NOT NULL)",
    # Room on the page for the next version of the row: the hottest row there is.
    """CREATE TABLE IF NOT EXISTS public.journal_lane (
        business text COLLATE "C" NOT NULL, lane text COLLATE "C" NOT NULL,
        head bigint NOT NULL, epoch bigint NOT NULL, PRIMARY KEY (business, lane)
    ) WITH (fillfactor = 50)""",
    """CREATE TABLE IF NOT EXISTS public.journal_record (
        business text COLLATE "C" NOT NULL, lane text COLLATE "C" NOT NULL,
        position bigint NOT NULL, kind text NOT NULL, version bigint NOT NULL,
        source text NOT NULL, received_at bigint NOT NULL, copy_of text NOT NULL,
        redacted boolean NOT NULL, digest bytea NOT NULL, body bytea NOT NULL,
        PRIMARY KEY (business, lane, position)
    )""",
)
CREATING = 7_220_001
"""The advisory lock of whoever creates tables: two at once would trip over each other."""

_COLUMNS = sql.SQL(", ").join(map(sql.Identifier, COLUMN_NAMES))
_COPY = sql.SQL("COPY public.journal_record ({}) FROM STDIN (FORMAT BINARY)").format(_COLUMNS)
_ONE = sql.SQL(
    "SELECT {} FROM public.journal_record WHERE business = %s AND lane = %s AND position = %s"
).format(_COLUMNS)
# Includes the record after the last that fits, so that the end of the bytes is no hole.
_READ = sql.SQL(
    """SELECT {columns} FROM (
        SELECT {columns}, sum(octet_length(body)) OVER (ORDER BY position) AS held
        FROM public.journal_record
        WHERE business = %s AND lane = %s AND position > %s AND position <= %s
    ) AS wanted WHERE held - octet_length(body) <= %s OR position <= %s ORDER BY position"""
).format(columns=_COLUMNS)
_LANE = "SELECT head, epoch FROM public.journal_lane WHERE business = %s AND lane = %s"
_CREATE_LANES = """INSERT INTO public.journal_lane (business, lane, head, epoch)
    SELECT business, lane, 0, 0 FROM unnest(%s::text[], %s::text[]) AS missing (business, lane)
    ON CONFLICT DO NOTHING"""
_LOCK_LANES = """SELECT business, lane, head, epoch FROM public.journal_lane
    WHERE (business, lane) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
    ORDER BY business, lane FOR UPDATE"""
_SAVE_HEADS = """UPDATE public.journal_lane AS lane SET head = grown.head
    FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS grown (business, lane, head)
    WHERE lane.business = grown.business AND lane.lane = grown.lane"""
# The update locks the lane's row like _LOCK_LANES, and finds none if the lane moved meanwhile; then
# nothing is inserted. Business and lane are the same in every record.
_GROW = """WITH grown AS (
        UPDATE public.journal_lane SET head = %s
        WHERE business = %s AND lane = %s AND head = %s AND epoch = %s RETURNING head
    )
    INSERT INTO public.journal_record (business, lane, position, kind, version, source,
        received_at, body, copy_of, redacted, digest)
    SELECT %s, %s, position, kind, version, source, received_at, body, copy_of, false, digest
    FROM unnest(%s::int8[], %s::text[], %s::int8[], %s::text[], %s::int8[], %b::bytea[],
        %s::text[], %b::bytea[])
        AS told (position, kind, version, source, received_at, body, copy_of, digest)
    WHERE EXISTS (SELECT FROM grown)"""
_SAVE_EPOCH = "UPDATE public.journal_lane SET epoch = %s WHERE business = %s"
_REDACT = """UPDATE public.journal_record SET body = %b, redacted = true, digest = %b
    WHERE business = %s AND lane = %s AND position = %s"""


class PostgresJournal:
    """The journal of one database. Any number of processes append to it and read it."""

    def __init__(self, url: str) -> None:
        """Connect, and refuse a database without a journal or with a later release's."""
        self._reading = Line(url)
        self._writing = Line(url)
        self._known: set[LaneKey] = set()
        self._stood: dict[LaneKey, LaneHead] = {}
        try:
            with self._reading.connection() as connection:
                check_format(_format(connection), "this database")
        except JournalError:
            self.close()
            raise

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        """Append in one transaction; see `Journal.append`."""
        return only(self.append_all([Append(entries, if_head, epoch)]))

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        """Append for many callers in one transaction; see `Driver.append_all`."""
        keys = lanes_of(appends)
        for stood in self._guesses(keys):
            arrangement = arrange(appends, {keys[0]: stood})
            if self._grow(stood, arrangement):
                return arrangement.results
        with self._locked(keys) as (connection, lanes):
            arrangement = arrange(appends, lanes)
            if arrangement.records:
                _write(connection, arrangement, lanes)
        for key, lane in lanes.items():
            self._remember(lane, arrangement.heads.get(key, lane.head))
        return arrangement.results

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        """Return checked records; see `Journal.read`."""
        with self._reading.connection() as connection:
            until = last_wanted(_lane(connection, (business, lane)), after=after, limit=limit)
            if until <= after:
                return []
            cursor = connection.cursor(binary=True)
            rows = cursor.execute(
                _READ, (business, lane, after, until, max_bytes, after + 2)
            ).fetchall()
        return verified(
            map(record_of, rows), (business, lane), after=after, until=until, max_bytes=max_bytes
        )

    def head(self, business: str, lane: Lane) -> LaneHead:
        """Return where a lane stands."""
        with self._reading.connection() as connection:
            return _lane(connection, (business, lane))

    def heads(self) -> list[LaneHead]:
        """Return every lane."""
        with self._reading.connection() as connection:
            rows = connection.execute(
                "SELECT business, lane, head, epoch FROM public.journal_lane"
                " ORDER BY business, lane"
            )
            return [LaneHead(*row) for row in rows]

    def take(self, business: str) -> int:
        """Raise the epoch of both lanes; see `Journal.take`."""
        with self._locked([(business, lane) for lane in LANES]) as (connection, lanes):
            epoch = max(lane.epoch for lane in lanes.values()) + 1
            connection.execute(_SAVE_EPOCH, (epoch, business))
        return epoch

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        """Rewrite one body; see `Journal.redact`."""
        place = (business, lane, position)
        with self._writing.connection() as connection, connection.transaction():
            cursor = connection.cursor(binary=True)
            record = existing(cursor.execute(_ONE, place).fetchone(), *place)
            cursor.execute(_REDACT, (body, digest_redacted(record, body), *place))

    def close(self) -> None:
        """Close both connections."""
        self._reading.close()
        self._writing.close()

    def _guesses(self, keys: Sequence[LaneKey]) -> Iterator[LaneHead]:
        """Where the only lane of some appends may stand: as remembered, then as it is read now.

        Two processes that take turns on a lane would otherwise lock it every time.
        """
        if len(keys) == 1 and keys[0] in self._stood:
            yield self._stood[keys[0]]
            with self._writing.connection() as connection:
                now = _lane(connection, keys[0])
            yield now

    def _grow(self, stood: LaneHead, arrangement: Arrangement) -> bool:
        """Append in one statement if the lane is still as it `stood`; say whether it was.

        One journey to the server instead of six, and the journeys are what appends wait for.
        """
        if not arrangement.records:
            return False  # a refusal is judged by what the database says, never by memory
        key: LaneKey = (stood.business, stood.lane)
        head = arrangement.heads[key]
        with self._writing.connection() as connection, _taken(key, stood.head):
            where = (head, *key, stood.head, stood.epoch, *key)
            grown = connection.execute(_GROW, (*where, *_arrays(arrangement)), prepare=True)
        if grown.rowcount == 0:
            return False
        self._remember(stood, head)
        return True

    def _remember(self, lane: LaneHead, head: int) -> None:
        """Keep where a lane stands, as a guess for the next append: others may move it."""
        self._stood[lane.business, lane.lane] = replace(lane, head=head)

    @contextmanager
    def _locked(
        self, keys: Sequence[LaneKey]
    ) -> Iterator[tuple[psycopg.Connection, dict[LaneKey, LaneHead]]]:
        """Begin a transaction that holds these lanes, given in sorted order; commit at the end."""
        with self._writing.connection() as connection:
            self._create_lanes(connection, keys)
            with connection.transaction():
                rows = connection.execute(_LOCK_LANES, _columns(keys)).fetchall()
                lanes = [LaneHead(*row) for row in rows]
                yield connection, {(lane.business, lane.lane): lane for lane in lanes}

    def _create_lanes(self, connection: psycopg.Connection, keys: Sequence[LaneKey]) -> None:
        """Create missing rows in a transaction of their own: a lane, once there, never goes.

        Inserting them under the locks could make two appends wait for each other.
        """
        missing = [key for key in keys if key not in self._known]
        if missing:
            connection.execute(_CREATE_LANES, _columns(missing))
            self._known.update(missing)


def create(url: str) -> None:
    """Create the tables, or find them there; refuse a later release's."""
    line = Line(url)
    try:
        with line.connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (CREATING,))
            for table in TABLES:
                connection.execute(table)
            connection.execute(
                "INSERT INTO public.journal_format SELECT %s"
                " WHERE NOT EXISTS (SELECT FROM public.journal_format)",
                (JOURNAL_FORMAT,),
            )
            check_format(_format(connection), "this database")
    finally:
        line.close()


def _format(connection: psycopg.Connection) -> int | None:
    exists = connection.execute("SELECT to_regclass('public.journal_format')").fetchone()
    if exists is None or exists[0] is None:
        return None
    row = connection.execute("SELECT max(version) FROM public.journal_format").fetchone()
    return None if row is None else row[0]


def _lane(connection: psycopg.Connection, key: LaneKey) -> LaneHead:
    row = connection.execute(_LANE, key).fetchone() or (0, 0)
    return LaneHead(*key, *row)


def _columns(keys: Sequence[LaneKey]) -> tuple[list[str], list[str]]:
    return [business for business, _ in keys], [lane for _, lane in keys]


def _arrays(arrangement: Arrangement) -> tuple[Sequence[str | bytes], ...]:
    """Spell the records out for _GROW, a column each."""
    records = arrangement.records
    return (
        _integers(record.position for record in records),
        _texts([record.kind for record in records]),
        _integers(record.version for record in records),
        _texts([record.source for record in records]),
        _integers(record.received_at for record in records),
        [record.body for record in records],
        _texts([record.copy_of for record in records]),
        [record.digest for record in records],
    )


def _integers(values: Iterable[int]) -> str:
    """As text: psycopg would choose the type by the largest value, and prepare once for each."""
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Sequence[str]) -> str:
    """As text too: a column of these holds one or two different values, each escaped once."""
    escaped = {value: value.replace("\\", "\\\\").replace('"', '\\"') for value in set(values)}
    return "{" + ",".join([f'"{escaped[value]}"' for value in values]) + "}"


@contextmanager
def _taken(key: LaneKey, head: int) -> Iterator[None]:
    """Two records in one place: the lane's row and its records contradict each other."""
    try:
        yield
    except psycopg.errors.UniqueViolation:
        raise JournalCorrupt(*key, head + 1, "the place is already taken") from None


def _write(
    connection: psycopg.Connection, arrangement: Arrangement, lanes: dict[LaneKey, LaneHead]
) -> None:
    key = min(arrangement.heads)
    with (
        _taken(key, lanes[key].head),
        connection.cursor() as cursor,
        cursor.copy(_COPY) as copy,
    ):
        copy.set_types(TYPES)
        for record in arrangement.records:
            copy.write_row(row_of(record))
    keys = list(arrangement.heads)
    connection.execute(_SAVE_HEADS, (*_columns(keys), list(arrangement.heads.values())))
