"""The commands that only look: the world, one chat, the ground truth, the faults there are."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from saath.cli.options import json_option
from saath.cli.printing import show
from saath.cli.simulator.calling import see, url_option
from saath.cli.simulator.telling import moment

type Answer = Mapping[str, Any]


def _view(name: str, what: str, tell: Callable[[Answer], str]) -> click.Command:
    def run(base: str, *, as_json: bool) -> None:
        show(see(base, name), as_json=as_json, tell=tell)

    return url_option(json_option(click.Command(name, callback=run, help=what)))


@click.command("chat")
@click.argument("person")
@json_option
@url_option
def chat(person: str, base: str, *, as_json: bool) -> None:
    """One chat as it really is, with the ids of its messages."""
    show(see(base, f"chats/{person}"), as_json=as_json, tell=_tell_chat)


def _tell_chat(answer: Answer) -> str:
    lines = [_tell_message(message) for message in answer["messages"]]
    return "\n".join(lines) or "Nothing was said yet."


def _tell_message(message: Answer) -> str:
    said = "(deleted)" if message["deleted"] else message["text"] or f"({message['type']})"
    status = f"  {message['status']}" if message["status"] else ""
    return f"{moment(message['at'])}  {message['via']}: {said}{status}\n    {message['wamid']}"


def _tell_state(answer: Answer) -> str:
    account, phone = answer["account"], answer["phone"]
    rows = [
        f"Time      {moment(answer['now'])}",
        f"Account   {account['state']}, quality {account['quality']}, {account['tier']}",
        f"Phone     {'on' if phone['online'] else 'off'}",
        f"Faults    {', '.join(answer['faults']) or 'none'}",
        f"People    {len(answer['people'])}",
    ]
    rows += [
        f"  {person['key']:<14}{person['saved_as'] or person['name']}, {person['messages']} messages"
        for person in answer["people"]
    ]
    return "\n".join(rows)


def _tell_truth(answer: Answer) -> str:
    told = ", ".join(f"{name} {count}" for name, count in answer["counts"].items())
    received = sum(len(wamids) for wamids in answer["received"].values())
    return "\n".join([
        f"Acknowledged   {told}",
        f"Outstanding    {len(answer['unacknowledged'])}, lost {len(answer['lost'])}",
        f"Accepted       {len(answer['accepted'])} sends",
        f"Received       {received} messages by {len(answer['received'])} people",
        "All of it: --json",
    ])  # fmt: skip


def _tell_faults(answer: Answer) -> str:
    return "\n".join(
        f"{row['number']:<4} {row['name']:<18} {_strength(row):<6} {row['what']}"
        for row in answer["faults"]
    )


def _strength(row: Answer) -> str:
    return f"{row['strength']:g}" if row["strength"] else "off"


VIEWS: tuple[click.Command, ...] = (
    _view("state", "The world at a glance: time, account, phone, people.", _tell_state),
    chat,
    _view("truth", "What really happened: who received what, what was acknowledged.", _tell_truth),
    _view("faults", "Every fault there is, and which are on.", _tell_faults),
)
