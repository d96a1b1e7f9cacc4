"""Which port of this machine a command listens on."""

import socket
from contextlib import suppress


def free_port(usual: int = 0) -> int:
    """The usual port if nobody has it, else one that the system gives."""
    for wanted in (usual, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    return usual
