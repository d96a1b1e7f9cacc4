"""Checks of the folder: who can read it, the master key, and whether we can write."""

import os
from collections.abc import Iterator
from pathlib import Path

from saath.transition.doctor.checks import Check, Finding, Ward

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
OTHERS = 0o077
EXPOSED = "Other people on this machine can read your customers' messages."


def _permissions(ward: Ward) -> Iterator[Finding]:
    if not ward.folder.is_dir():
        said = f"There is no folder {ward.folder}."
        mend = "Name the right one with --data, or make one: saath init --data DIR"
        yield Finding("folder.there", "act", said, "Nothing is kept anywhere.", mend)
        return
    mode = ward.folder.stat().st_mode & 0o777
    if mode & OTHERS:
        said = f"The folder is open to others (mode {mode:o})."
        yield Finding(
            "folder.permissions", "act", said, EXPOSED, f"chmod 700 {ward.folder}", fixable=True
        )
        return
    yield Finding("folder.permissions", "ok", "Only you can look into the folder.")


def _close_folder(ward: Ward) -> None:
    ward.folder.chmod(PRIVATE_FOLDER)


def _key(ward: Ward) -> Iterator[Finding]:
    path = ward.folder / "key"
    if ward.key_from_environment:
        yield Finding("folder.key", "ok", "The master key comes from the environment.")
    elif not path.is_file():
        said = "There is no master key in the folder."
        mend = f"Bring back {path}, or set SAATH_KEY to its 64 hex digits."
        yield Finding("folder.key", "act", said, "Nothing can be sent or received.", mend)
    elif (mode := path.stat().st_mode & 0o777) & OTHERS:
        said = f"The master key is open to others (mode {mode:o})."
        impact = "Who reads it can open every stored secret and send in your name."
        yield Finding("folder.key", "act", said, impact, f"chmod 600 {path}", fixable=True)
    else:
        yield Finding("folder.key", "ok", "Only you can read the master key.")


def _close_key(ward: Ward) -> None:
    (ward.folder / "key").chmod(PRIVATE_FILE)


def _files(ward: Ward) -> Iterator[Finding]:
    """What was once started as another user leaves files that we cannot write."""
    foreign = [p.name for p in _own_files(ward.folder) if not os.access(p, os.R_OK | os.W_OK)]
    if foreign:
        said = f"{len(foreign)} files cannot be written: {', '.join(foreign[:3])}."
        mend = f"chown -R $(id -u) {ward.folder}"
        yield Finding("folder.files", "act", said, "Messages are refused, and come later.", mend)
    else:
        yield Finding("folder.files", "ok", "Every file can be written.")


def _own_files(folder: Path) -> Iterator[Path]:
    yield from (p for p in sorted(folder.glob("*")) if p.suffix in {".db", ".lock", ".toml"})


CHECKS = (
    Check("folder", _permissions, _close_folder, needs_tables=False),
    Check("folder", _key, _close_key, needs_tables=False),
    Check("folder", _files, needs_tables=False),
)
