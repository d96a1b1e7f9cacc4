"""The connections of the installation with their secrets opened, for the directory of ingest."""

from saath.runtime.directory import Connection
from saath.runtime.folder import Folder
from saath.store.directory import Connected, read_directory
from saath.store.founding import secret_place
from saath.vault import open_sealed


def read_connections(folder: Folder) -> list[Connection]:
    """Every connection of every business."""
    return [_opened(connected, folder.key) for connected in read_directory(folder.journal_place)]


def _opened(connected: Connected, key: bytes) -> Connection:
    place = secret_place(connected.business, connected.phone_number_id)
    sealed = filter(None, (connected.app_secret, connected.app_secret_before))  # none of a partner
    return Connection(
        connected.business,
        connected.phone_number_id,
        connected.waba_id,
        connected.portfolio_id,
        tuple(open_sealed(key, secret, place=f"{place}/app_secret") for secret in sealed),
        open_sealed(key, connected.verify_token, place=f"{place}/verify_token").decode(),
        connected.provider,
        _open(key, connected.webhook_key, f"{place}/webhook_key"),
    )


def _open(key: bytes, sealed: bytes, place: str) -> str:
    return open_sealed(key, sealed, place=place).decode() if sealed else ""
