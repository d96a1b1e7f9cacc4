"""The half of the application that needs Django: pages and API, and the live events beside them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, cast

from django.core.asgi import get_asgi_application

from saath.bus import LoopListener, open_waiter
from saath.runtime.folder import Folder
from saath.runtime.ids import new_id
from saath.web.hub.app import Hub
from saath.web.hub.session import business_of

if TYPE_CHECKING:
    from saath.runtime.asgi import App


@asynccontextmanager
async def opened_pages(folder: Folder) -> AsyncIterator[tuple["App", "App"]]:
    """The application of /events, and Django's."""
    hub = Hub(business_of, boot=new_id())
    waiter = open_waiter(folder.journal_place, "tables")
    with closing(LoopListener(waiter, asyncio.get_running_loop(), hub.woken)):
        yield hub, cast("App", get_asgi_application())
