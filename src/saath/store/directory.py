"""Who is connected, by plain SQL: for the processes that take webhooks and know no Django.

Secrets come as they are stored: sealed. `runtime` opens them and answers ingest.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from saath.journal.sqlite_module import sqlite3

SELECT = """SELECT business, phone_number_id, waba_id, portfolio_id, provider, app_secret,
    app_secret_before, verify_token, webhook_key FROM connection ORDER BY business, phone_number_id"""
SPEAK = "SELECT set_config('saath.business', '*', false)"


@dataclass(frozen=True, slots=True)
class Connected:
    """One number and whose it is."""

    business: str
    phone_number_id: str
    waba_id: str
    portfolio_id: str
    provider: str
    app_secret: bytes
    app_secret_before: bytes
    verify_token: bytes
    webhook_key: bytes = b""


def read_directory(place: Path | str) -> list[Connected]:
    """Return the connections of all businesses of a folder or a PostgreSQL database."""
    if isinstance(place, str):
        with psycopg.connect(place, autocommit=True) as server:
            server.execute(SPEAK)
            return [Connected(*row) for row in server.execute(SELECT)]
    address = f"{(place / 'store.db').resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=20)) as file:
        return [Connected(*row) for row in file.execute(SELECT)]
