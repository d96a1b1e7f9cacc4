"""`saath backup` and `saath restore`: survive the loss of the machine."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from django.db import connections

from saath.bus import open_waker
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import CONFIG, UNREADABLE, USAGE, Result, counted, refuse, show
from saath.domain.moments import iso
from saath.journal import create_journal
from saath.store.founding import list_businesses
from saath.store.generation import migrate_all
from saath.transition import contingency

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@data_option
@click.option(
    "--to", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The new file."
)
@click.option(
    "--with-key", is_flag=True, help="Put the master key in as well. Keep such a file safe."
)
@click.option("--verify", is_flag=True, help="Read it again and exit with 4 unless it is whole.")
@json_option
@click.pass_obj
def backup(
    doors: Doors[Installation],
    data: Path,
    to: Path,
    *,
    with_key: bool,
    verify: bool,
    as_json: bool,
) -> int:
    """Write a backup to a new file, while everything runs. The lights remember it.

    \b
    Example: saath backup --verify --data ~/saath --to /mnt/backups/saath-monday.tar.gz
    """
    if to.exists():
        refuse(f"{to} exists already. A backup never overwrites one: name a new file.", USAGE)
    if not to.parent.is_dir():
        refuse(f"There is no folder {to.parent}. Make it, or name another file.", USAGE)
    installation, began = doors.open(data), doors.now()
    written = contingency.back_up(
        doors.journal(installation),
        installation.path,
        to,
        now=began,
        engine=installation.engine,
        with_key=with_key,
    )
    checked = contingency.check_backup(to) if verify else None
    whole = checked.whole if checked else None
    contingency.remember(
        list_businesses(),
        file=written.file,
        records=written.records,
        verified=bool(whole),
        at=began,
    )
    show({**asdict(written), "whole": whole}, as_json=as_json, tell=_tell_backup)
    return UNREADABLE if whole is False else 0


@click.command()
@file_argument
@data_option
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The master key, when it is not in the backup.",
)
@click.option("--verify", is_flag=True, help="Exit with 3 unless everything came back as it was.")
@json_option
@click.pass_obj
def restore(
    doors: Doors[Installation],
    file: Path,
    data: Path,
    key_file: Path | None,
    *,
    verify: bool,
    as_json: bool,
) -> int:
    """Bring a backup back into an empty folder or database. Everything automatic is paused after."""
    if (data / "saath.toml").exists():
        refuse(f"{data} holds an installation already. Restore into a new folder.", USAGE)
    key = contingency.read_key(file) if key_file is None else key_file.read_bytes()
    with _whole_or_nothing(data):
        restored = _restore(doors, doors.create_with(data, key), file)
    created, equal = iso(restored.created_at), restored.equal
    told = {**asdict(restored), "created_at": created, "equal": equal}
    show(told, as_json=as_json, tell=_tell_restore)
    return CONFIG if verify and not restored.equal else 0


def _restore(
    doors: Doors[Installation], installation: Installation, file: Path
) -> contingency.Restored:
    create_journal(installation.journal_place)
    migrate_all()
    with (
        closing(open_waker(installation.journal_place)) as waker,
        closing(doors.journal(installation)) as journal,
    ):
        return contingency.restore(
            journal, waker, installation.path, file, key=installation.key, now=doors.now()
        )


@contextmanager
def _whole_or_nothing(data: Path) -> Iterator[None]:
    """Half an installation would be taken for a new one: what was not finished is removed."""
    is_ours = not data.exists() or not any(data.iterdir())
    try:
        yield
    except BaseException:
        connections.close_all()
        if is_ours:
            shutil.rmtree(data, ignore_errors=True)
        raise


def _tell_backup(result: Result) -> str:
    size = result["bytes"] / 1_000_000
    told = {None: "", True: " Read again: whole.", False: " READ AGAIN: DAMAGED, take another."}
    return (
        f"Written: {result['file']} ({counted(result['records'], 'record')}, {size:.1f} MB)."
        f"{told[result['whole']]}"
    )


def _tell_restore(result: Result) -> str:
    whole = "whole, as it was" if result["equal"] else "NOT AS IT WAS: do not use it"
    return (
        f"Restored {counted(result['records'], 'record')} of {result['created_at']}: {whole}.\n"
        f"Everything automatic is paused; {result['cancelled']} waiting messages were cancelled.\n"
        "Next: saath up --data DIR, look around, then saath resume --data DIR"
    )
