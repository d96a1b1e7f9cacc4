"""Whether a master key opens what is sealed in an installation. Not here: sealing (`vault`)."""

from saath.store.founding import secret_place
from saath.store.kinds import PRIMARY
from saath.store.models import Connection
from saath.store.tenancy import across_businesses
from saath.vault import CannotOpen, open_sealed


def opens_all(key: bytes) -> bool:
    """Whether this key opens every secret of every number."""
    with across_businesses(PRIMARY):
        return all(opens(row, key) for row in Connection.objects.using(PRIMARY))


def opens(row: Connection, key: bytes) -> bool:
    """Whether this key opens every secret of this number."""
    place = secret_place(row.business, row.phone_number_id)
    sealed = {
        "app_secret": (row.app_secret, row.app_secret_before),
        "verify_token": (row.verify_token,),
        "graph_token": (row.graph_token,),
    }
    try:
        for name, values in sealed.items():
            for value in filter(None, values):
                open_sealed(key, bytes(value), place=f"{place}/{name}")
    except CannotOpen:
        return False
    return True
