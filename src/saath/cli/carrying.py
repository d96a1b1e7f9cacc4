"""`saath export`, and what is brought in: `saath import-contacts`, `saath import-export`."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict, Unpack

import click

from saath.bus import open_waker
from saath.chatexport import DateOrder
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, date_order_option, files_argument, json_option
from saath.cli.printing import PARTIAL, UNREADABLE, USAGE, Result, counted, refuse, show
from saath.store import founding
from saath.transition import bundle, chats, contacts

SHOWN_REFUSED = 20


class Chosen(TypedDict):
    """What was given on the command line of `saath import-export` beside the files."""

    me: tuple[str, ...]
    phone: str
    number: str
    date_order: DateOrder | None
    as_json: bool


@click.command()
@data_option
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A new or empty folder.",
)
@click.option("--conversation", help="Only this chat, by its id, with its proof.")
@json_option
@click.pass_obj
def export(
    doors: Doors[Installation], data: Path, to: Path, conversation: str | None, *, as_json: bool
) -> None:
    """Write everything out in open formats, while everything runs.

    \b
    Example: saath export --data ~/saath --to /mnt/saath-export
    """
    installation, now = doors.open(data), doors.now()
    business, journal = founding.require().business, doors.journal(installation)
    try:
        if conversation is None:
            made = bundle.export_all(journal, business, installation.path, to, now=now)
        else:
            made = bundle.export_one(journal, business, conversation, to, now=now)
    except (bundle.FolderInUse, bundle.NoConversation) as refused:
        refuse(str(refused), USAGE)
    show(asdict(made), as_json=as_json, tell=_tell_export)


@click.command("import-contacts")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@json_option
@click.pass_obj
def import_contacts(
    doors: Doors[Installation], file: Path, data: Path, *, dry_run: bool, as_json: bool
) -> int:
    """Bring an address book, CSV or vCard; its names count as the phone book's do.

    \b
    Example: saath import-contacts contacts.csv --data ~/saath
    """
    installation, now = doors.open(data), doors.now()
    read = _read(file)
    refused = [asdict(one) for one in read.refused]
    result = {"contacts": len(read.contacts), "refused": refused, "taken": not dry_run}
    if not dry_run:
        journal = doors.journal(installation)
        origin = contacts.File(file.name, "operator")
        with closing(open_waker(installation.journal_place)) as waker:
            contacts.bring(journal, waker, founding.require().business, read, origin, now=now)
    show(result, as_json=as_json, tell=_tell_import)
    return PARTIAL if refused else 0


@click.command("import-export")
@files_argument
@data_option
@click.option("--me", multiple=True, metavar="NAME", help="Your business's name in the chats.")
@click.option("--phone", default="", metavar="NUMBER", help="Whose chat it is, for one file.")
@click.option("--number", default="", help="The phone number id, when several are linked.")
@date_order_option
@json_option
@click.pass_obj
def import_export(
    doors: Doors[Installation], files: tuple[Path, ...], data: Path, **chosen: Unpack[Chosen]
) -> int:
    """Bring exported chats; they show only where WhatsApp gives nothing of its own.

    \b
    Example: saath import-export "WhatsApp Chat with Asha.txt" --me "Meera Sarees" --data ~/saath
    """
    installation = doors.open(data)
    found = chats.read_chats(files, chosen["me"], chosen["date_order"])
    if chosen["phone"] and len(found.chats) + len(found.refused) > 1:
        refuse("--phone says whose chat one file is. Give the files one by one.", USAGE)
    house = chats.House(
        doors.journal(installation), founding.require().business, "operator", doors.now()
    )
    with closing(open_waker(installation.journal_place)) as waker:
        brought = chats.bring(
            house, waker, found.chats, chats.Named(chosen["phone"], chosen["number"])
        )
    refused = [{"file": file, "reason": why} for file, why in found.refused + brought.refused]
    result = {"chats": [asdict(one) for one in brought.chats], "refused": refused}
    show(result, as_json=chosen["as_json"], tell=_tell_chats)
    for one in refused:
        click.echo(f"saath: {one['file']}: {one['reason']}", err=True)
    if not refused:
        return 0
    return PARTIAL if brought.chats else UNREADABLE


def _read(file: Path) -> contacts.Read:
    try:
        return contacts.read_contacts(file.read_bytes())
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}.", UNREADABLE)
    except contacts.Unreadable as unreadable:
        refuse(f"{file.name}: {unreadable}", UNREADABLE)


def _tell_export(result: Result) -> str:
    return (
        f"Written to {result['folder']}: {counted(result['conversations'], 'chat')}, "
        f"{counted(result['messages'], 'message')}, "
        f"{counted(result['people'], 'person', 'people')}, {counted(result['media'], 'file')}.\n"
        "Check it: sha256sum -c SHA256SUMS"
    )


def _tell_import(result: Result) -> str:
    verb = "Taken" if result["taken"] else "Would be taken"
    lines = [f"{verb}: {counted(result['contacts'], 'contact')}."]
    lines += [_refused(one) for one in result["refused"][:SHOWN_REFUSED]]
    more = len(result["refused"]) - SHOWN_REFUSED
    return "\n".join([*lines, *([f"and {more} more lines"] if more > 0 else [])])


def _refused(one: Mapping[str, object]) -> str:
    """By number and reason only: what stands in the line is somebody's."""
    return f"  line {one['line']}: {one['reason']}"


def _tell_chats(result: Result) -> str:
    """By file; what is not shown yet is kept, and shows as soon as the ledger proves the gap."""
    return "\n".join(
        f"{one['file']}: {counted(one['messages'], 'message')}, {one['added']:,} of them new, "
        f"{one['shown']:,} shown now."
        for one in result["chats"]
    )
