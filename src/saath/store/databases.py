"""What Django's DATABASES says, for a folder (SQLite) or an address (PostgreSQL).

Pure: a function of its arguments. Which generation is present is asked in `generation`.
"""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from saath.store.kinds import PRIMARY, TABLES

type Config = dict[str, Any]

FIRST_GENERATION = 1
# Only threads that answer pages ask how old a connection is, before each request;
# `generation.follow` closes one whose tables were replaced.
CONNECTION_LIVES_S = 60
PRAGMAS = (
    "journal_mode=WAL",
    "temp_store=MEMORY",
    "mmap_size=134217728",
    "cache_size=-64000",
    "journal_size_limit=27103364",
    # Fewer, larger checkpoints: 10-20 % faster batches (measured in the pipeline trial).
    "wal_autocheckpoint=10000",
)
# Primary rows exist nowhere else. Derived ones do: after a power cut their file may be a moment
# old, but it is whole and its cursor says which moment.
SYNCHRONOUS = {PRIMARY: "FULL", TABLES: "NORMAL"}
SEES_EVERYTHING = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
"""Whether row-level security binds the role that is connected to PostgreSQL."""
SERVER_OPTIONS = {
    PRIMARY: ("jit=off",),  # compiling costs more than our short statements take
    # A plan kept from when a table was small reads all of it once it is large.
    TABLES: ("jit=off", "synchronous_commit=off", "plan_cache_mode=force_custom_plan"),
}
CONNINFO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def databases(folder: Path, url: str) -> dict[str, Config]:
    """Return both databases of an installation, with the first generation of tables."""
    if url:
        configs = {alias: _server(url) for alias in (PRIMARY, TABLES)}
        configs[TABLES]["OPTIONS"]["prepare_threshold"] = 2
        configs[PRIMARY]["OPTIONS"]["options"] = _startup("public", PRIMARY)
    else:
        configs = {alias: _file(folder, alias) for alias in (PRIMARY, TABLES)}
    configs[TABLES] = at_generation(configs[TABLES], FIRST_GENERATION)
    return configs


def at_generation(tables: Config, number: int) -> Config:
    """Return the same database of derived tables at another generation."""
    if "FOLDER" in tables:
        return {**tables, "NAME": f"{tables['FOLDER']}/tables-{number}.db", "GENERATION": number}
    options = {**tables["OPTIONS"], "options": _startup(schema_of(number), TABLES)}
    return {**tables, "OPTIONS": options, "GENERATION": number}


def schema_of(number: int) -> str:
    """Return the name of a generation's schema on PostgreSQL."""
    return f"tables_{number}"


def _file(folder: Path, alias: str) -> Config:
    return {
        "ENGINE": "saath.store.sqlite",
        "NAME": str(folder / "store.db"),
        "FOLDER": str(folder),
        "CONN_MAX_AGE": CONNECTION_LIVES_S,
        "PRAGMAS": (*PRAGMAS, f"synchronous={SYNCHRONOUS[alias]}"),
        "OPTIONS": {"timeout": 20},
    }


def _server(url: str) -> Config:
    parts = conninfo_to_dict(url)
    named = {name: str(parts.pop(key)) for key, name in CONNINFO_NAMES.items() if parts.get(key)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "CONN_MAX_AGE": CONNECTION_LIVES_S,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parts),
    }


def _startup(schema: str, alias: str) -> str:
    settings = (f"search_path={schema}", *SERVER_OPTIONS[alias])
    return " ".join(f"-c {setting}" for setting in settings)
