"""Hand the command line what it may not reach by itself: folders, clock, chance, processes."""

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

from saath.cli import Doors
from saath.cli.printing import CONFIG, DEFECT, UNREADABLE
from saath.cli.root import run
from saath.journal import Driver, open_journal
from saath.runtime import ids
from saath.runtime.clock import now_ms
from saath.runtime.django import configure
from saath.runtime.folder import (
    KEY_BYTES,
    KEY_VARIABLE,
    URL_VARIABLE,
    Folder,
    FolderRefused,
    create_folder,
    engine_of,
    open_folder,
    read_key_text,
)
from saath.runtime.intact import (
    Damaged,
    NotMigrated,
    require_kept,
    require_migrated,
    require_readable,
    require_server,
    require_whole,
    sees_everything,
)
from saath.runtime.ports import PortTaken
from saath.runtime.settings import PUBLIC_URL_VARIABLE
from saath.runtime.supervision import KeptFalling, address_of, dialled
from saath.store.generation import follow

POWERFUL = (
    "Careful: this PostgreSQL role is a superuser or bypasses row-level security, so a mistake could "
    "show one business the rows of another. docs/how-to/start-an-installation.md makes a better one.\n"
)


def run_command() -> int:
    """Run the command that the program was called with and return its exit code."""
    return run(_doors())


def _doors() -> Doors[Folder]:
    return Doors(
        now=now_ms,
        new_id=ids.new_id,
        new_secret=ids.new_secret,
        new_bytes=ids.new_bytes,
        create=_create,
        create_with=_create_with,
        scratch=_scratch,
        open=_open,
        journal=_journal,
        face_outside=_face_outside,
        up=_up,
        running=_running,
        address=address_of,
        serve=_serve,
        work=_work,
        refusals={
            FolderRefused: CONFIG,
            PortTaken: CONFIG,
            Damaged: UNREADABLE,
            NotMigrated: CONFIG,
            KeptFalling: DEFECT,
        },
    )


def _create(path: Path) -> Folder:
    url = _database_url()
    if url and sees_everything(url):
        _tell(POWERFUL)
    folder = configure(create_folder(path, url, key=ids.new_bytes(KEY_BYTES)))
    require_readable(folder)
    require_kept(folder)
    return folder


def _create_with(path: Path, key: bytes | None) -> Folder:
    """A folder for what was sealed with a known key: from the backup, a file, or SAATH_KEY."""
    text = key.decode("ascii", "replace") if key else os.environ.get(KEY_VARIABLE, "")
    return configure(create_folder(path, _database_url(), key=read_key_text(text)))


def _scratch(path: Path) -> Folder:
    """On SQLite, whatever the environment says: nothing of it may touch a real installation."""
    for name in (URL_VARIABLE, KEY_VARIABLE):
        os.environ.pop(name, None)
    return configure(create_folder(path, "", key=ids.new_bytes(KEY_BYTES)))


def _open(path: Path) -> Folder:
    folder = configure(open_folder(path, _database_url()))
    require_whole(folder)
    follow()
    return folder


def _up(folder: Folder, host: str, port: int, worker: bool) -> int:  # noqa: FBT001  (a door's shape)
    from saath.runtime import processes  # noqa: PLC0415  (most commands start none)

    require_migrated(folder)
    return processes.up(folder, host, port, worker)


def _running(folder: Folder, port: int) -> AbstractContextManager[str]:
    from saath.runtime import processes  # noqa: PLC0415  (most commands start none)

    return processes.running(folder, port)


def _serve(folder: Folder, host: str, port: int, pages: bool) -> NoReturn:  # noqa: FBT001  (a door's shape)
    from saath.runtime import processes  # noqa: PLC0415  (most commands start none)
    from saath.runtime.serving import leave  # noqa: PLC0415  (the same)

    require_migrated(folder)
    said = f"Saath is at {dialled(host, port)}\n"
    leave(processes.serve(folder, host, port, pages, lambda: _tell(said)))


def _work(folder: Folder) -> int:
    from saath.runtime import processes  # noqa: PLC0415  (most commands start none)

    require_migrated(folder)
    _tell("A worker folds what comes in, and sends, until it is ended (SIGTERM).\n")
    return processes.work(folder)


def _tell(said: str) -> None:
    sys.stderr.write(said)


def _journal(folder: Folder) -> Driver:
    """Appends go through whoever holds the folder; nobody does while nothing runs."""
    return open_journal(folder.journal_place, appender=False)


def _face_outside(public_url: str) -> None:
    """Before any settings are built; children inherit it."""
    os.environ[PUBLIC_URL_VARIABLE] = public_url


def _database_url() -> str:
    url = os.environ.get(URL_VARIABLE, "")
    if engine_of(url) == "postgresql":
        require_server(url)
    return url
