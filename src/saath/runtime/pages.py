"""The half of the application that needs Django: pages and API, and the live events beside them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from typing import TYPE_CHECKING

from saath.bus import LoopListener, open_waiter, open_waker
from saath.journal import Journal
from saath.media import Shelf
from saath.net import Client
from saath.runtime import assessing
from saath.runtime.asking_middleware import Door, bind
from saath.runtime.assessing import Assessing, Readers, cases_in
from saath.runtime.bodies import Uploads
from saath.runtime.directory import Directory
from saath.runtime.folder import Folder
from saath.runtime.handling import Pages, pages_and_files
from saath.runtime.ids import new_id
from saath.runtime.linking import LinkingDoor, around
from saath.runtime.metrics import Figures, Metrics
from saath.transition.keeping import keep_for_business
from saath.transition.watch import Place
from saath.web.hub.app import Hub
from saath.web.hub.session import business_of

if TYPE_CHECKING:
    from saath.runtime.asgi import App


@asynccontextmanager
async def opened_pages(
    folder: Folder, journal: Journal, answers: Counter[int], directory: Directory
) -> AsyncIterator[tuple[dict[str, "App"], "App"]]:
    """The applications beside Django by their path, and Django's."""
    hub = Hub(business_of, boot=new_id())
    waiter = open_waiter(folder.journal_place, "tables")
    with (
        closing(LoopListener(waiter, asyncio.get_running_loop(), hub.woken)),
        closing(open_waker(folder.journal_place)) as waker,
        Client() as client,
    ):
        linking = around(folder, journal, waker, client)
        place = Place(folder.path, folder.engine)
        door = Door(journal, waker, shelf=Shelf(folder.path), place=place)
        bind(door, LinkingDoor(replace(linking, connected=directory.renew)))
        beside: dict[str, App] = {"/events": hub, "/metrics": Metrics(Figures(journal, answers))}
        with (
            closing(Readers(cases_in(folder.path), keep_for_business)) as readers,
            closing(Pages()) as pages,
        ):
            assessing.bind(Assessing(cases_in(folder.path), readers.start, assessing.paper))
            yield beside, Uploads(pages_and_files(pages), folder.path)
