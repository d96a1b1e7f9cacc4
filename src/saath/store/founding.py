"""The first rows of an installation: its business, number, owner and key. Primary tables only.

Secrets arrive in clear and are kept sealed or hashed; nothing here gives one back.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from saath.domain.policy import Number
from saath.store.kinds import PRIMARY
from saath.store.models import ApiKey, Business, Connection, User
from saath.store.tenancy import across_businesses, as_business
from saath.vault import keyed_hash, open_sealed, seal

KEY_PURPOSE = "api_key"
PREFIX_LENGTH = 12
IDS = ("phone_number_id", "waba_id", "portfolio_id")


class NotFounded(Exception):
    """The folder holds no finished installation."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new installation begins with, secrets in clear."""

    business: str
    number: Number
    user: str
    password: str
    api_key: str
    app_secret: str
    verify_token: str
    provider: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """What an installation is, without secrets."""

    business: str
    phone_number_id: str
    waba_id: str
    portfolio_id: str
    user: str


def find() -> Founded | None:
    """The installation's first business and number, or None before it was founded.

    Reads the columns of the first release only: it is asked before `saath migrate` has run.
    """
    with across_businesses(PRIMARY):
        connections = Connection.objects.using(PRIMARY).order_by("created_at")
        ids = connections.values_list("business", *IDS).first()
        if ids is None:
            return None
        owners = User.objects.using(PRIMARY).filter(business=ids[0], role="owner")
        name = owners.order_by("id").values_list("username", flat=True).first()
        business, number, waba, portfolio = ids
        return Founded(business, number, waba, portfolio, name or "")


def list_businesses() -> list[str]:
    """The names of all businesses of the installation; `NotFounded` before there is one."""
    require()
    with across_businesses(PRIMARY):
        rows = Business.objects.using(PRIMARY).order_by("business")
        return list(rows.values_list("business", flat=True))


def require() -> Founded:
    """The same, or `NotFounded` with the next step."""
    founded = find()
    if founded is None:
        raise NotFounded("This installation was never finished. Run: saath init --data DIR")
    return founded


def found(founding: Founding, key: bytes, *, now: int, nonces: tuple[bytes, bytes]) -> Founded:
    """Write all first rows in one transaction."""
    business, number = founding.business, founding.number
    with as_business(business, PRIMARY):
        Business.objects.using(PRIMARY).create(
            business=business, name=founding.name, created_at=now
        )
        _connect(founding, key, now, nonces)
        User.objects.using(PRIMARY).create(
            business=business,
            username=founding.user,
            role="owner",
            password=make_password(founding.password),
            created_at=now,
        )
        _keep_key(business, founding.api_key, key, "first", now)
    ids = (number.phone_number_id, number.waba_id, number.portfolio_id)
    return Founded(business, *ids, founding.user)


def hire(business: str, username: str, password: str, *, name: str, role: str, now: int) -> None:
    """Let somebody sign in."""
    with as_business(business, PRIMARY):
        User.objects.using(PRIMARY).create(
            business=business,
            username=username,
            name=name,
            role=role,
            password=make_password(password),
            created_at=now,
        )


def rename(business: str, name: str) -> None:
    """Call the business so from now on."""
    with as_business(business, PRIMARY):
        Business.objects.using(PRIMARY).filter(business=business).update(name=name)


def _connect(founding: Founding, key: bytes, now: int, nonces: tuple[bytes, bytes]) -> None:
    business, number = founding.business, founding.number
    place = secret_place(business, number.phone_number_id)
    Connection.objects.using(PRIMARY).create(
        business=business,
        phone_number_id=number.phone_number_id,
        waba_id=number.waba_id,
        portfolio_id=number.portfolio_id,
        provider=founding.provider,
        app_secret=seal(
            key, founding.app_secret.encode(), place=f"{place}/app_secret", nonce=nonces[0]
        ),
        verify_token=seal(
            key, founding.verify_token.encode(), place=f"{place}/verify_token", nonce=nonces[1]
        ),
        created_at=now,
    )


def secret_place(business: str, phone_number_id: str) -> str:
    """Where a connection's secrets lie; each is sealed for this place and its own name."""
    return f"connection/{business}/{phone_number_id}"


def read_app_secret(business: str, phone_number_id: str, key: bytes) -> str:
    """The secret that deliveries of this number are signed with."""
    with as_business(business, PRIMARY, reads=True):
        row = Connection.objects.using(PRIMARY).get(
            business=business, phone_number_id=phone_number_id
        )
    place = secret_place(business, phone_number_id)
    return open_sealed(key, bytes(row.app_secret), place=f"{place}/app_secret").decode()


def add_key(business: str, api_key: str, key: bytes, *, name: str, now: int) -> None:
    """Keep another API key of this business."""
    with as_business(business, PRIMARY):
        _keep_key(business, api_key, key, name, now)


def hash_key(api_key: str, key: bytes) -> str:
    """Under which an API key is kept and found."""
    return keyed_hash(key, api_key, purpose=KEY_PURPOSE)


def _keep_key(business: str, api_key: str, key: bytes, name: str, now: int) -> None:
    ApiKey.objects.using(PRIMARY).create(
        business=business,
        hash=hash_key(api_key, key),
        prefix=api_key[:PREFIX_LENGTH],
        name=name,
        created_at=now,
    )
