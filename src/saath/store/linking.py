"""The doors to Meta, the attempts to link a number, and what looking at it found. Primary rows.

Secrets arrive in clear and are kept sealed. Which step comes next is decided in `transition.link`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from saath.domain.policy import Number
from saath.store.founding import secret_place
from saath.store.kinds import PRIMARY
from saath.store.models import Connection, Link, LinkDoor, Observation
from saath.store.tenancy import across_businesses, as_business
from saath.vault import open_sealed, seal

type Nonce = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Safe:
    """What seals and opens secrets: the master key, and fresh bytes for every sealing."""

    key: bytes = field(repr=False)
    nonce: Nonce = field(repr=False)

    def shut(self, secret: str, place: str) -> bytes:
        """Seal a secret for its place; nothing stays nothing."""
        return seal(self.key, secret.encode(), place=place, nonce=self.nonce()) if secret else b""

    def open(self, sealed: bytes | memoryview, place: str) -> str:
        """Open what was sealed for this place."""
        return open_sealed(self.key, bytes(sealed), place=place).decode() if sealed else ""


@dataclass(frozen=True, slots=True)
class Door:
    """The app through which a business links its numbers, and where Meta (or its like) is."""

    business: str
    provider: str
    app_id: str
    app_secret: str = field(repr=False)
    graph_url: str
    config_id: str = ""
    sdk_url: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A provider between Meta and us: where it listens, and with which key."""

    business: str
    provider: str
    url: str
    token: str = field(repr=False)
    webhook_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to link, as far as it came; see `store.models.Link`."""

    business: str
    id: str
    provider: str
    started_at: int
    waba_id: str = ""
    portfolio_id: str = ""
    phone_number_id: str = ""
    display_phone_number: str = ""
    token: str = field(default="", repr=False)
    token_expires_at: int = 0
    linked_at: int = 0
    done: str = ""
    problem: str = ""
    problem_detail: str = ""
    callback_url: str = ""
    inbound_ms: int = -1
    echo_ms: int = -1


_PLAIN = (
    *("provider", "started_at", "waba_id", "portfolio_id", "phone_number_id"),
    *("display_phone_number", "token_expires_at", "linked_at", "done", "problem"),
    *("problem_detail", "callback_url", "inbound_ms", "echo_ms"),
)


def set_door(door: Door, safe: Safe, *, now: int) -> None:
    """Keep the door; an empty secret leaves the one that is kept."""
    given: dict[str, Any] = {
        "app_id": door.app_id,
        "graph_url": door.graph_url.rstrip("/"),
        "config_id": door.config_id,
        "sdk_url": door.sdk_url,
        "created_at": now,
    }
    if door.app_secret:
        given["app_secret"] = safe.shut(door.app_secret, _door_place(door.business, door.provider))
    with as_business(door.business, PRIMARY):
        LinkDoor.objects.using(PRIMARY).update_or_create(
            business=door.business, provider=door.provider, defaults=given
        )


def newest_door(business: str, safe: Safe) -> Door | None:
    """The door that was set last."""
    with as_business(business, PRIMARY, reads=True):
        row = LinkDoor.objects.using(PRIMARY).filter(business=business).order_by("-created_at")
        found = row.first()
    if found is None:
        return None
    return Door(
        business,
        found.provider,
        found.app_id,
        safe.open(found.app_secret, _door_place(business, found.provider)),
        found.graph_url,
        found.config_id,
        found.sdk_url,
    )


def begin(attempt: Attempt) -> None:
    """Keep a new attempt, before anything is asked of anybody."""
    with as_business(attempt.business, PRIMARY):
        Link.objects.using(PRIMARY).create(
            business=attempt.business, id=attempt.id, **_plain(attempt)
        )


def keep(attempt: Attempt, safe: Safe, *, before: str) -> bool:
    """Keep how far an attempt came, if nobody else carried it on from `before` meanwhile."""
    token = safe.shut(attempt.token, _link_place(attempt.business, attempt.id))
    with as_business(attempt.business, PRIMARY):
        rows = Link.objects.using(PRIMARY).filter(
            business=attempt.business, id=attempt.id, done=before
        )
        return rows.update(token=token, **_plain(attempt)) == 1


def prove(attempt: Attempt, *, inbound_ms: int, echo_ms: int) -> None:
    """Keep the proof: how long after Meta's time each direction was seen, -1 for not yet.

    What is not seen leaves what another process saw meanwhile.
    """
    seen = {"inbound_ms": inbound_ms, "echo_ms": echo_ms}
    with as_business(attempt.business, PRIMARY):
        rows = Link.objects.using(PRIMARY).filter(business=attempt.business, id=attempt.id)
        rows.update(**{name: took for name, took in seen.items() if took >= 0})


def newest_attempt(business: str, safe: Safe) -> Attempt | None:
    """The attempt that began last."""
    with as_business(business, PRIMARY, reads=True):
        rows = Link.objects.using(PRIMARY).filter(business=business)
        row = rows.order_by("-started_at", "-id").first()
    return _attempt(row, safe) if row else None


def _attempt(row: Link, safe: Safe) -> Attempt:
    token = safe.open(row.token, _link_place(row.business, row.id))
    plain = {name: getattr(row, name) for name in _PLAIN}
    return replace(Attempt(row.business, row.id, "", 0), token=token, **plain)


def _plain(attempt: Attempt) -> dict[str, Any]:
    return {name: getattr(attempt, name) for name in _PLAIN}


def owner_of(phone_number_id: str) -> str:
    """Whose number this is here, empty if nobody's: no two businesses have one number."""
    with across_businesses(PRIMARY):
        rows = Connection.objects.using(PRIMARY).filter(phone_number_id=phone_number_id)
        found = list(rows.values_list("business", flat=True))
    return found[0] if found else ""


def verify_token(business: str, safe: Safe) -> str:
    """With what Meta shows that it is Meta when an address is subscribed; one for a business."""
    with as_business(business, PRIMARY, reads=True):
        rows = Connection.objects.using(PRIMARY).filter(business=business).order_by("created_at")
        first = rows.first()
    if first is None:
        return ""
    place = secret_place(business, first.phone_number_id)
    return safe.open(first.verify_token, f"{place}/verify_token")


def connect(attempt: Attempt, door: Door, safe: Safe, *, now: int) -> bool:
    """Keep a number's connection: its secrets, and where and as whom it speaks.

    True if who takes deliveries does not know it yet: the number or its secret is new.

    Of an app secret that changes, the one before stays valid: deliveries are on their way.
    """
    business, number = attempt.business, attempt.phone_number_id
    place = secret_place(business, number)
    token = verify_token(business, safe)
    with as_business(business, PRIMARY):
        rows = Connection.objects.using(PRIMARY).filter(business=business, phone_number_id=number)
        kept = rows.first()
        before = safe.open(kept.app_secret, f"{place}/app_secret") if kept else ""
        given: dict[str, Any] = {
            "waba_id": attempt.waba_id,
            "portfolio_id": attempt.portfolio_id,
            "provider": door.provider,
            "graph_url": door.graph_url,
            "graph_token": safe.shut(attempt.token, f"{place}/graph_token"),
        }
        if before != door.app_secret:
            given["app_secret"] = safe.shut(door.app_secret, f"{place}/app_secret")
            given["app_secret_before"] = kept.app_secret if kept else b""
        if kept is None:
            given["verify_token"] = safe.shut(token, f"{place}/verify_token")
            given["created_at"] = now
        Connection.objects.using(PRIMARY).update_or_create(
            business=business, phone_number_id=number, defaults=given
        )
    return kept is None or before != door.app_secret


def connect_partner(number: Number, partner: Partner, safe: Safe, *, now: int) -> None:
    """Keep a number that speaks through a partner: its key, and the key of our address."""
    business, place = partner.business, secret_place(partner.business, number.phone_number_id)
    given: dict[str, Any] = {
        "waba_id": number.waba_id,
        "portfolio_id": number.portfolio_id,
        "provider": partner.provider,
        "app_secret": b"",
        "verify_token": safe.shut(verify_token(business, safe), f"{place}/verify_token"),
        "graph_url": partner.url,
        "graph_token": safe.shut(partner.token, f"{place}/graph_token"),
        "webhook_key": safe.shut(partner.webhook_key, f"{place}/webhook_key"),
        "created_at": now,
    }
    with as_business(business, PRIMARY):
        Connection.objects.using(PRIMARY).update_or_create(
            business=business, phone_number_id=number.phone_number_id, defaults=given
        )


def observe(business: str, phone_number_id: str, seen: dict[str, str], *, now: int) -> None:
    """Keep what looking at a number found: a value that is the same keeps its beginning."""
    with as_business(business, PRIMARY):
        rows = Observation.objects.using(PRIMARY)
        for what, value in seen.items():
            known = rows.filter(business=business, phone_number_id=phone_number_id, what=what)
            if not known.filter(value=value).update(at=now):
                rows.update_or_create(
                    business=business,
                    phone_number_id=phone_number_id,
                    what=what,
                    defaults={"value": value, "since": now, "at": now},
                )


def linked_businesses() -> list[str]:
    """Every business that ever began to link a number."""
    with across_businesses(PRIMARY):
        rows = Link.objects.using(PRIMARY).order_by("business")
        return sorted(set(rows.values_list("business", flat=True)))


def _door_place(business: str, provider: str) -> str:
    return f"link_door/{business}/{provider}/app_secret"


def _link_place(business: str, key: str) -> str:
    return f"link/{business}/{key}/token"
