"""Where each number speaks: the address of its Graph API and the token for it, sealed at rest."""

from dataclasses import dataclass, field, replace

from saath.store.founding import secret_place
from saath.store.kinds import PRIMARY
from saath.store.models import Connection
from saath.store.tenancy import across_businesses, as_business
from saath.vault import open_sealed, seal


@dataclass(frozen=True, slots=True)
class GraphLine:
    """One number and where it speaks; `url` is empty when nothing listens anywhere."""

    business: str
    phone_number_id: str
    url: str
    token: str = field(repr=False)
    provider: str = "meta"


def set_line(line: GraphLine, key: bytes, *, nonce: bytes) -> None:
    """Keep where a number speaks from now on. An empty token leaves the one that is kept."""
    with as_business(line.business, PRIMARY):
        rows = Connection.objects.using(PRIMARY).filter(
            business=line.business, phone_number_id=line.phone_number_id
        )
        rows.update(graph_url=line.url.rstrip("/"))
        if line.token:
            place = _place(line.business, line.phone_number_id)
            rows.update(graph_token=seal(key, line.token.encode(), place=place, nonce=nonce))


def list_lines(key: bytes) -> list[GraphLine]:
    """Every number that speaks somewhere."""
    columns = ("business", "phone_number_id", "graph_url", "graph_token", "provider")
    with across_businesses(PRIMARY):
        rows = list(Connection.objects.using(PRIMARY).exclude(graph_url="").values_list(*columns))
    return [replace(_opened(*row, key=key), provider=provider) for *row, provider in rows]


def _opened(business: str, number: str, url: str, sealed: bytes, *, key: bytes) -> GraphLine:
    place = _place(business, number)
    token = open_sealed(key, bytes(sealed), place=place).decode() if sealed else ""
    return GraphLine(business, number, url, token)


def _place(business: str, phone_number_id: str) -> str:
    return f"{secret_place(business, phone_number_id)}/graph_token"
