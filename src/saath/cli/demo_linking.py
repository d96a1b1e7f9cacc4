"""The sample shop's owner links the number, beside the shop that is being played.

As a real owner would: asked by a sign-up, with a yes on the phone. Everything after it is what
`transition.link` does for everybody; the proof is what customers and the phone write anyway.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import msgspec
from django.db import connections

from saath.cli.doors import Doors, Installation
from saath.cli.installation import WEBHOOK_PATH
from saath.cli.linking import around_of, link_as_the_owner
from saath.cli.pretend import Simulator
from saath.cli.printing import Refusal
from saath.net import Call, Client, Response

LOOK_EVERY_S = 0.1
ENDS_WITHIN_S = 10.0
OK = 200


@contextmanager
def linked_by_its_owner(
    doors: Doors[Any], installation: Installation, simulator: str, url: str
) -> Iterator[None]:
    """Link in a thread, as soon as the simulator answers, for as long as the block runs."""
    over = threading.Event()

    def act() -> None:
        try:
            _link(doors, installation, (simulator, f"{url}{WEBHOOK_PATH}"), over.is_set)
        except Refusal as refused:  # the page says so as well
            if not over.is_set():  # who stops the demo in the middle has asked for it
                click.echo(f"saath: {refused.message}", err=True)
        finally:
            connections.close_all()

    owner = threading.Thread(target=act, name="owner", daemon=True)
    owner.start()
    try:
        yield
    finally:
        over.set()
        owner.join(ENDS_WITHIN_S)


def _link(
    doors: Doors[Any],
    installation: Installation,
    places: tuple[str, str],
    is_over: Callable[[], bool],
) -> None:
    simulator, callback_url = places
    with around_of(doors, installation, callback_url) as around:
        meta = Simulator(simulator, around.client)
        while not _is_open(meta, around.client):
            if is_over():
                return
            time.sleep(LOOK_EVERY_S)
        link_as_the_owner(around, meta, shares=True)


def _is_open(meta: Simulator, client: Client) -> bool:
    """Whether the shop is open: its customers come with everything that they ever wrote."""
    answer = client.send(Call("GET", f"{meta.base_url}/_sim/state"))
    if not isinstance(answer, Response) or answer.status != OK:
        return False
    return bool(msgspec.json.decode(answer.body)["people"])
