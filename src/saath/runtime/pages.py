"""The half of the application that needs Django: pages and API, and the live events beside them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, cast

from django.core.asgi import get_asgi_application

from saath.bus import LoopListener, open_waiter, open_waker
from saath.journal import Journal
from saath.runtime.asking_middleware import Door, bind
from saath.runtime.folder import Folder
from saath.runtime.ids import new_id
from saath.runtime.metrics import Figures, Metrics
from saath.transition.watch import Place
from saath.web.hub.app import Hub
from saath.web.hub.session import business_of

if TYPE_CHECKING:
    from saath.runtime.asgi import App


@asynccontextmanager
async def opened_pages(
    folder: Folder, journal: Journal, answers: Counter[int]
) -> AsyncIterator[tuple[dict[str, "App"], "App"]]:
    """The applications beside Django by their path, and Django's."""
    hub = Hub(business_of, boot=new_id())
    waiter = open_waiter(folder.journal_place, "tables")
    with (
        closing(LoopListener(waiter, asyncio.get_running_loop(), hub.woken)),
        closing(open_waker(folder.journal_place)) as waker,
    ):
        bind(Door(journal, waker, place=Place(folder.path, folder.engine)))
        beside: dict[str, App] = {"/events": hub, "/metrics": Metrics(Figures(journal, answers))}
        yield beside, cast("App", get_asgi_application())
