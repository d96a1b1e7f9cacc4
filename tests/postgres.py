"""A PostgreSQL of our own for one test session: real, on loopback, gone afterwards.

Tests connect as `saath`, a role without SUPERUSER and BYPASSRLS that owns its databases, as the
product does. Fixtures are in `tests/conftest.py`: `postgres_url` gives a fresh empty database.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

ROLE = "saath"
START_TIMEOUT_S = 30
PORT_ATTEMPTS = 5

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    # A test cluster never survives its machine: only the order of writes matters here.
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Plans are looked at on tables nobody analysed: the worst case a new installation meets.
    "autovacuum": "off",
    "timezone": "UTC",
}


@dataclass
class Cluster:
    """A running server."""

    port: int
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, role: str = ROLE) -> str:
        """Return the address of a database."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Create an empty database owned by `saath` and return its address."""
        name = f"test_{next(self.numbers)}"
        self._administer(
            "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
            name,
            ROLE,
        )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._administer("DROP DATABASE {} WITH (FORCE)", _database(url))

    @contextmanager
    def unreachable(self, url: str) -> Iterator[None]:
        """Cut every connection to a database and refuse new ones, as if the server were down."""
        self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS false", _database(url))
        self.cut(url)
        try:
            yield
        finally:
            self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS true", _database(url))

    def cut(self, url: str) -> None:
        """Cut every connection to a database."""
        with self._admin() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [_database(url)],
            )

    def _administer(self, statement: LiteralString, *names: str) -> None:
        with self._admin() as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres", "postgres"), autocommit=True)


def find_programs() -> Path | None:
    """Return the folder of the newest server programs on this machine, if there are any."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: float(path.parts[-3]),
    )
    found = str(versions[-1]) if versions else shutil.which("postgres")
    return Path(found).parent if found else None


@contextmanager
def running(programs: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[Cluster]:
    """Run a new cluster in a temporary folder; stop it and remove the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="saath-postgres-"))
    try:
        _initialise(programs, folder)
        with _started(programs, folder, settings) as cluster:
            with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as admin:
                admin.execute("CREATE ROLE saath LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB")
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path) -> None:
    user = _user()
    if user is not None:
        shutil.chown(folder, user)
    subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )


@contextmanager
def _started(programs: Path, folder: Path, settings: Mapping[str, str]) -> Iterator[Cluster]:
    """Start the server on a free port; another process may take that port first, so try again."""
    for _ in range(PORT_ATTEMPTS):
        cluster = Cluster(_free_port())
        server = _launch(programs, folder, cluster.port, settings)
        try:
            if _answers(server, cluster):
                yield cluster
                return
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast stop: waits for no client
            server.wait()
    raise RuntimeError((folder / "log").read_text())


def _launch(
    programs: Path, folder: Path, port: int, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the server so that it ends with this process, even if that is killed."""
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig", "QUIT", "--", *command]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, user=_user(), cwd=folder, stdout=log, stderr=log)


def _answers(server: subprocess.Popen[bytes], cluster: Cluster) -> bool:
    """Wait until the server answers; False when it ended instead."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(cluster.url("postgres", "postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _user() -> str | None:
    """Return who runs the server: it refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _database(url: str) -> str:
    return url.rsplit("/", 1)[1]
