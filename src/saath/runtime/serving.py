"""Serve one ASGI application with granian inside this process, until told to stop.

Inside this process, because the process that answers Meta is also the one that holds the folder's
journal: one process, one lock, one thing to kill.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn

import uvloop
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server


def run(serving: Coroutine[Any, Any, None]) -> None:
    """Run what serves to its end, on a loop of libuv.

    Every request comes to the loop from a thread of the server, and every append from another:
    there libuv takes a third more deliveries a second than asyncio's own loop (bench acknowledge).
    """
    asyncio.run(serving, loop_factory=uvloop.new_event_loop)


def leave(code: int) -> NoReturn:
    """End this process without taking Python down. Call it once everything is closed.

    Threads of the server may still be at work and touch a Python that is half gone, which aborts
    the process (seen about once in a hundred ends; granian issues 693 and 799, read 2026-11-22).
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def serve(
    application: Callable[..., Awaitable[None]],
    host: str,
    port: int,
    *,
    ready: Callable[[], None],
) -> None:
    """Answer requests until SIGTERM or SIGINT. `ready` is called once connections are taken."""
    options: dict[str, Any] = {"interface": Interfaces.ASGINL, "websockets": False, "backlog": 1024}
    server = Server(application, host, port, log_level=LogLevels.error, log_access=False, **options)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    serving = asyncio.create_task(server.serve())
    await _accepting(host, port, serving)
    ready()
    await serving


async def _accepting(host: str, port: int, serving: asyncio.Task[None]) -> None:
    """Return when a connection is taken, or when the server ended before it took one."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
