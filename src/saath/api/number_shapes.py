"""What the API answers about numbers, links, the sync and health. Published names."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from saath.api.asks import Strict
from saath.domain.ledger import SyncState


class Proof(Schema):
    """How long after WhatsApp's stamp the first message each way was seen; null until it was."""

    inbound_ms: int | None
    echo_ms: int | None


class Trouble(Schema):
    """Why a link stopped, and what to do next."""

    code: str
    sentence: str
    next_step: str
    detail: str | None


class Link(Schema):
    """The newest link, as far as it came."""

    state: Literal["none", "stopped", "linking", "waiting_for_proof", "active"]
    provider: str | None
    phone_number_id: str | None
    waba_id: str | None
    done: str | None
    linked_at: str | None
    proof: Proof
    problem: Trouble | None


class LinkAsk(Strict):
    """A code of the sign-up, with the account that the browser was told; without a code the link
    that stopped goes on.
    """

    code: str = Field("", max_length=2000)
    waba_id: str = Field("", max_length=64)


class Happening(Schema):
    """Something that befell the number."""

    at: str | None
    what: str
    event: str


class Cut(Schema):
    """When nothing reached Saath; `to` is null while it lasts."""

    since: str | None = Field(alias="from", serialization_alias="from")
    to: str | None
    why: str


class Number(Schema):
    """A number and its life."""

    phone_number_id: str
    display_phone_number: str | None
    waba_id: str
    provider: str
    state: Literal["not_linked", "active", "suspended", "removed", "restricted", "banned"]
    since: str | None
    linked_at: str | None
    last_inbound_at: str | None
    last_echo_at: str | None
    phone_seen_at: str | None
    quality: str | None
    limit: str | None
    token_expires_at: str | None
    proof: Proof
    timeline: list[Happening]
    cuts: list[Cut]


class SyncLine(Schema):
    """One of the two syncs."""

    state: SyncState
    count: int
    progress: int
    asked_at: str | None
    answer: str | None
    request_id: str | None
    code: int | None
    deadline: str | None
    seconds_left: int | None
    last_at: str | None
    alarms: list[int]


class Phase(Schema):
    """What came of one phase."""

    phase: int
    chunks: int
    messages: int
    progress: int
    missing: list[int]
    since: str | None = Field(alias="from", serialization_alias="from")
    to: str | None


class Gap(Schema):
    """What is missing: a chunk, or with null the end."""

    phase: int
    chunk: int | None
    since: str | None = Field(alias="from", serialization_alias="from")
    to: str | None
    empty_days: list[str]


class Span(Schema):
    """A stretch of time."""

    since: str | None = Field(alias="from", serialization_alias="from")
    to: str | None


class Ledger(Schema):
    """The sync ledger of a number."""

    phone_number_id: str
    linked_at: str | None
    contacts: SyncLine
    history: SyncLine
    phases: list[Phase]
    gaps: list[Gap]
    proven_empty: list[Span]


class Condition(Schema):
    """Something that is wrong, since when, and what it follows from."""

    kind: str
    since: str | None
    evidence: str
    phone_number_id: str


class NumberState(Schema):
    """The state of one number."""

    phone_number_id: str
    state: str


class Sign(Schema):
    """What a light is judged by, unless it is well: `id` names it for programs."""

    id: str
    state: str
    sentence: str
    remedy: str


class Light(Schema):
    """One of the three lights."""

    name: str
    state: str
    signs: list[Sign]


class Health(Schema):
    """The lights, every number and everything that is wrong; `ok` if nothing has to be done."""

    ok: bool
    lights: list[Light]
    numbers: list[NumberState]
    conditions: list[Condition]
