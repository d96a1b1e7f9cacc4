"""The data folder of an installation: saath.toml, the master key, where everything lies.

What is inside the databases is the business of `journal` and `store`.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import psycopg
import tomli_w
from psycopg.conninfo import conninfo_to_dict

SETTINGS_FILE = "saath.toml"
KEY_FILE = "key"
KEY_VARIABLE = "SAATH_KEY"  # the name of a variable, not a key
URL_VARIABLE = "DATABASE_URL"
KEY_BYTES = 32


class FolderRefused(Exception):
    """The folder cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An installation's folder. `database_url` is empty when everything lies in it (SQLite)."""

    path: Path
    database_url: str
    key: bytes

    @property
    def engine(self) -> str:
        """ "sqlite" or "postgresql"."""
        return engine_of(self.database_url)

    @property
    def journal_place(self) -> Path | str:
        """What `open_journal` is given."""
        return self.database_url or self.path


def engine_of(database_url: str) -> str:
    """The engine a URL names; no URL is SQLite in the folder."""
    if not database_url:
        return "sqlite"
    if database_url.startswith(("postgresql://", "postgres://")) and _is_readable(database_url):
        return "postgresql"
    raise FolderRefused(
        f"{URL_VARIABLE} must look like postgresql://user@host/database; "
        "unset it to use SQLite in the folder."
    )


def _is_readable(database_url: str) -> bool:
    try:
        conninfo_to_dict(database_url)
    except psycopg.ProgrammingError:
        return False
    return True


def create_folder(path: Path, database_url: str, *, key: bytes) -> Folder:
    """Make the folder, its settings and its key; what is there already stays."""
    if (path / SETTINGS_FILE).exists():
        return open_folder(path, database_url)
    engine = engine_of(database_url)
    _refuse_foreign(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        _write_private(path / KEY_FILE, key.hex().encode() + b"\n")
        _write_private(path / SETTINGS_FILE, tomli_w.dumps({"engine": engine}).encode())
    except OSError as error:
        raise FolderRefused(
            f"Cannot write to {path}: {error.strerror}. Choose another folder with --data."
        ) from None
    return open_folder(path, database_url)


def _refuse_foreign(path: Path) -> None:
    """A folder of something else stays as it is: our key would lie among it, open to everybody."""
    try:
        found = {entry.name for entry in path.iterdir()} if path.is_dir() else set[str]()
    except OSError:
        return  # writing to it says why
    if found and KEY_FILE not in found:
        raise FolderRefused(
            f"{path} is not empty and holds no installation. Choose another folder with --data."
        )


def open_folder(path: Path, database_url: str) -> Folder:
    """Open an existing installation, or refuse with the reason and the next step."""
    settings = _read_settings(path)
    engine = engine_of(database_url)
    if settings.get("engine") != engine:
        raise FolderRefused(
            f"{path} was made for {settings.get('engine')}, but {URL_VARIABLE} says {engine}. "
            f"Set {URL_VARIABLE} as it was when the folder was made, or use another folder."
        )
    return Folder(path, database_url, _read_key(path))


def _read_settings(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads((path / SETTINGS_FILE).read_text())
    except FileNotFoundError:
        raise FolderRefused(
            f"There is no installation in {path}. Make one: saath init --data {path}"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise FolderRefused(
            f"{path / SETTINGS_FILE} cannot be read. Restore it from a backup."
        ) from None


def read_key_text(text: str) -> bytes:
    """The master key that 64 hex digits spell, or a sentence about where it must come from."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise FolderRefused(
            "The master key is not in the backup, or is damaged. "
            f"Name its file with --key-file, or set {KEY_VARIABLE} to its 64 hex digits."
        )
    return key


def _read_key(path: Path) -> bytes:
    text = os.environ.get(KEY_VARIABLE, "")
    try:
        text = text or (path / KEY_FILE).read_text()
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise FolderRefused(
            f"The master key of {path} is missing or damaged. "
            f"Bring back {path / KEY_FILE}, or set {KEY_VARIABLE} to its 64 hex digits."
        )
    return key


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, never over an existing one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
