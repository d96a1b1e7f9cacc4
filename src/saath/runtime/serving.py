"""Serve one ASGI application with granian inside this process, until told to stop.

Inside this process, because the process that answers Meta is also the one that holds the folder's
journal: one process, one lock, one thing to kill.
"""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server


class PortTaken(Exception):
    """Somebody else listens there."""


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts, instead of failing in the middle."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Stop what listens there, or choose another with --port."
            ) from None


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
