"""Whether a port can be had. Not here: who listens on it then (`serving`)."""

import errno
import socket


class PortTaken(Exception):
    """Somebody else listens there."""


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts, instead of failing in the middle."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            mend = (
                "Stop what listens there, or choose another with --port."
                if error.errno in {errno.EADDRINUSE, errno.EACCES}
                else "Choose an address of this machine with --host."
            )
            raise PortTaken(
                f"Port {port} on {host} cannot be used ({error.strerror}). {mend}"
            ) from None
