"""The folder of all cases: made, changed under a lock, and swept when nobody comes back.

An id is a secret that only its owner was given. Uploads are deleted the moment they are not needed.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from saath.transition.assess.assessment import Refused
from saath.transition.assess.cases.case import Case, File

CASE, LOCK, UPLOADS, KEPT, PROGRESS = "case.json", "lock", "uploads", "kept.json", "progress"
MINUTE_MS, DAY_MS = 60_000, 24 * 60 * 60_000
_ID = re.compile(r"[A-Za-z0-9_-]{20,64}")
_ODD = re.compile(r"[\x00-\x1f\x7f]")
NAME_MAX = 150


class NoCase(Exception):
    """There is no such case (any more)."""


class NoRoom(Exception):
    """Something is full; the sentence says what, and when to come back."""


class NotNow(Exception):
    """The case is at another stage: this cannot be done to it now."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What nobody may exceed; there is no account to hold somebody to."""

    files: int = 50
    bytes_a_case: int = 1 << 30
    bytes_of_all: int = 4 << 30
    cases: int = 40
    free_bytes: int = 1 << 30  # what must stay free on the disk
    gathering_ms: int = 2 * 60 * MINUTE_MS
    kept_ms: int = 7 * DAY_MS


class Cases:
    """All cases under one folder."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        """`folder` need not exist yet."""
        self.folder = folder
        self.limits = limits or Limits()

    def open(self, id_: str, now: int, *, business: str = "", by: str = "") -> Case:
        """Make an empty case under a fresh secret id."""
        self.sweep(now)
        if len(self.ids()) >= self.limits.cases:
            raise NoRoom("Too many assessments are under way here. Try again in two hours.")
        case = Case(made_at=now, touched_at=now, business=business, by=by)
        (self.folder / id_ / UPLOADS).mkdir(parents=True, mode=0o700)
        self.folder.chmod(0o700)
        self._write(id_, case)
        return case

    def get(self, id_: str) -> Case:
        """The case as it is now; one whose file is damaged is no case any more, and is swept."""
        try:
            return msgspec.json.decode(self._path(id_, CASE).read_bytes(), type=Case)
        except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError):
            raise NoCase from None

    @contextmanager
    def changing(self, id_: str) -> Iterator[Callable[[Case], None]]:
        """Nobody else changes the case meanwhile; what is called back with is written."""
        self.get(id_)
        with self._path(id_, LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lambda case: self._write(id_, case)

    def change(self, id_: str, edit: Callable[[Case], Case]) -> Case:
        """Change the case by a function of what it is now."""
        with self.changing(id_) as write:
            case = edit(self.get(id_))
            write(case)
            return case

    def require_room(self, size: int) -> None:
        """Refuse bytes that would fill the disk, or this folder's share of it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(self.folder).free - size < self.limits.free_bytes:
            raise NoRoom("The disk of this server is nearly full. Tell whoever runs it.")
        if self._size() + size > self.limits.bytes_of_all:
            raise NoRoom("Too much is being uploaded here at once. Try again in two hours.")

    def place(self, id_: str, kept_as: str) -> Path:
        """Where a file of this case lies, or will."""
        return self._path(id_, UPLOADS) / kept_as

    def add(self, id_: str, name: str, size: int, kept_as: str, now: int) -> Case:
        """A file has arrived whole; the same name again replaces the earlier one."""

        def with_file(case: Case) -> Case:
            if case.stage not in ("gathering", "failed"):
                raise NotNow
            said = _ODD.sub("", name.replace("\\", "/").rpartition("/")[2])[-NAME_MAX:] or "chat"
            others = tuple(file for file in case.files if file.name != said)
            self._forget(id_, set(case.files) - set(others))
            if len(others) >= self.limits.files:
                raise NoRoom(f"{self.limits.files} files at once are the most.")
            if sum(file.size for file in others) + size > self.limits.bytes_a_case:
                raise NoRoom("1 GB at once is the most. Export the chats without media.")
            files = (*others, File(said, size, kept_as))
            return msgspec.structs.replace(
                case, files=files, stage="gathering", refused=(), touched_at=now
            )

        return self.change(id_, with_file)

    def drop(self, id_: str, kept_as: str, now: int) -> Case:
        """Take a file out again."""

        def without(case: Case) -> Case:
            gone = {file for file in case.files if file.kept_as == kept_as}
            self._forget(id_, gone)
            left = tuple(file for file in case.files if file not in gone)
            return msgspec.structs.replace(case, files=left, touched_at=now)

        return self.change(id_, without)

    def forget_texts(self, id_: str) -> None:
        """Delete every upload of a case."""
        shutil.rmtree(self._path(id_, UPLOADS), ignore_errors=True)

    def fail(self, id_: str, reason: str) -> None:
        """Reading ended badly: nothing is kept but the sentence that says so."""
        self.forget_texts(id_)
        self._path(id_, KEPT).unlink(missing_ok=True)
        self.place(id_, "").mkdir(exist_ok=True)
        refused = (Refused("", reason),)
        self.change(
            id_,
            lambda case: msgspec.structs.replace(case, stage="failed", files=(), refused=refused),
        )

    def delete(self, id_: str) -> None:
        """Delete all of a case. What does not exist is deleted already."""
        if _ID.fullmatch(id_):
            shutil.rmtree(self.folder / id_, ignore_errors=True)

    def keep(self, id_: str, kept: bytes) -> None:
        """Keep what was counted."""
        self._put(id_, KEPT, kept)

    def kept(self, id_: str) -> bytes:
        """What was counted."""
        try:
            return self._path(id_, KEPT).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise NoCase from None

    def progress(self, id_: str) -> float:
        """How much of the reading is done, 0 to 1."""
        try:
            return min(max(float(self._path(id_, PROGRESS).read_text()), 0.0), 1.0)
        except (OSError, ValueError):
            return 0.0

    def tell_progress(self, id_: str, share: float) -> None:
        """How much is done now."""
        self._put(id_, PROGRESS, f"{share:.4f}".encode())

    def ids(self) -> list[str]:
        """All there are."""
        if not self.folder.is_dir():
            return []
        return [each.name for each in self.folder.iterdir() if _ID.fullmatch(each.name)]

    def sweep(self, now: int) -> None:
        """Delete what nobody came back for: gatherings soon, verdicts after a week."""
        for id_ in self.ids():
            try:
                case = self.get(id_)
            except NoCase:  # being made, or half deleted
                if now - _made_ms(self.folder / id_) > self.limits.gathering_ms:
                    self.delete(id_)
                continue
            life = self.limits.kept_ms if case.stage == "done" else self.limits.gathering_ms
            if now - case.touched_at > life:
                self.delete(id_)

    def _forget(self, id_: str, files: set[File]) -> None:
        for file in files:
            self.place(id_, file.kept_as).unlink(missing_ok=True)

    def _size(self) -> int:
        sizes = (_size_of(path) for path in self.folder.glob(f"*/{UPLOADS}/*"))
        return sum(sizes)

    def _path(self, id_: str, name: str) -> Path:
        if not _ID.fullmatch(id_):
            raise NoCase
        return self.folder / id_ / name

    def _write(self, id_: str, case: Case) -> None:
        self._put(id_, CASE, msgspec.json.encode(case))

    def _put(self, id_: str, name: str, content: bytes) -> None:
        """Whole or not at all; in a case that was deleted meanwhile, not at all."""
        path = self._path(id_, name)
        fresh = path.with_name(f"{name}.{os.getpid()}.new")
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # or a power loss leaves an empty file of this name
            fresh.replace(path)
        except (FileNotFoundError, NotADirectoryError):
            raise NoCase from None


def _made_ms(folder: Path) -> int:
    try:
        return int(folder.stat().st_mtime * 1000)
    except FileNotFoundError:
        return 0


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
