"""The words of the journal: entries, records, lanes, and the digest that guards a record.

Not here: where records are kept (`sqlite`, `postgresql`), nor what their bodies mean (`formats`
for our own kinds, `saath.whatsapp` and `saath.chatexport` for the world's).
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Literal, get_args

from saath.domain.values import dataclass

type Kind = Literal["delivery", "import", "request", "policy", "timer", "attempt", "outcome"]
type Lane = Literal["live", "bulk"]
type LaneKey = tuple[str, Lane]

UNCLAIMED = "unclaimed"
"""The business name of the lane (always `live`) of deliveries that belong to nobody yet."""

KINDS: frozenset[str] = frozenset(get_args(Kind.__value__))
LANES: tuple[Lane, Lane] = ("bulk", "live")
"""In the order in which their rows are locked."""

DIGEST_BYTES = 16
INTEGER_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked to be appended.

    An entry that exists is valid, so that one caller's mistake never spoils the transaction it
    shares with others.
    """

    business: str
    lane: Lane
    kind: Kind
    version: int
    """Format version of the body, counted per kind."""
    source: str
    """Who speaks: "meta", "export", "saath" for our own kinds."""
    received_at: int
    """Milliseconds since the epoch, UTC."""
    body: bytes
    copy_of: str = ""
    """"unclaimed:live:17" when a delivery of nobody was claimed."""

    def __post_init__(self) -> None:
        """Refuse what no engine could keep, or what would make a digest ambiguous."""
        if not self.business:
            raise ValueError("An entry needs a business.")
        for text in (self.business, self.source, self.copy_of):
            if not (text.isascii() and text.isprintable()):
                raise ValueError("Business, source and copy_of are printable ASCII identifiers.")
        if self.kind not in KINDS or self.lane not in LANES:
            raise ValueError("The journal has no such kind or lane.")
        if not (1 <= self.version <= INTEGER_MAX and 0 <= self.received_at <= INTEGER_MAX):
            raise ValueError("version counts from 1 and received_at from the epoch.")


@dataclass(frozen=True, slots=True)
class Record:
    """What was appended: an entry, its place, and the digest of both."""

    business: str
    lane: Lane
    position: int
    """N-th of its lane, from 1, without gaps."""
    kind: Kind
    version: int
    source: str
    received_at: int
    body: bytes
    copy_of: str
    redacted: bool
    digest: bytes


@dataclass(frozen=True, slots=True)
class LaneHead:
    """Where a lane stands: the position of its last record, and the epoch of its writer."""

    business: str
    lane: Lane
    head: int
    epoch: int


def place(entry: Entry, position: int) -> Record:
    """Give an entry its place in its lane."""
    return Record(
        entry.business,
        entry.lane,
        position,
        entry.kind,
        entry.version,
        entry.source,
        entry.received_at,
        entry.body,
        entry.copy_of,
        redacted=False,
        digest=_digest(entry, position, redacted=False, body=entry.body),
    )


def digest_of(record: Record) -> bytes:
    """Compute the digest a record must carry."""
    return _digest(record, record.position, redacted=record.redacted, body=record.body)


def digest_redacted(record: Record, body: bytes) -> bytes:
    """Compute the digest a record carries once its body was rewritten."""
    return _digest(record, record.position, redacted=True, body=body)


def _digest(named: Entry | Record, position: int, *, redacted: bool, body: bytes) -> bytes:
    """Hash every header field and the body, each with its length, so that no two records agree."""
    place, at, mark = str(position), str(named.received_at), "1" if redacted else "0"
    before, between, after = _unchanging(
        named.business, named.lane, named.kind, named.version, named.source, named.copy_of
    )
    prefix = f"{before}{len(place)}:{place}{between}{len(at)}:{at}{after}1:{mark}{len(body)}:"
    hashed = blake2b(prefix.encode(), digest_size=DIGEST_BYTES)
    hashed.update(body)
    return hashed.digest()


@lru_cache(maxsize=1_024)
def _unchanging(
    business: str, lane: Lane, kind: Kind, version: int, source: str, copy_of: str
) -> tuple[str, str, str]:
    """The header fields that most records of a lane have in common, before and after the others."""
    said = [f"{len(text)}:{text}" for text in (business, lane, kind, str(version), source, copy_of)]
    return "".join(said[:2]), "".join(said[2:5]), said[5]
