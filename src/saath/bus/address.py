"""Where things are: a folder or a database, and socket paths of any length.

The journal uses these too, so that both floors agree on what an address is.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUN_PATH_BYTES = 100
"""Linux takes 108 bytes for the path of a Unix socket, macOS and the BSDs 104, with the final 0
(unix(7), checked 2026-11-21)."""

DESCRIPTORS = Path("/proc/self/fd")


def is_postgresql(where: Path | str) -> bool:
    """Tell a database's address from a folder."""
    return str(where).startswith(("postgresql://", "postgres://"))


@contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """Give an address for the socket at `path` that the system accepts, however deep it lies.

    A long one is reached through the descriptor of its folder. The address is good for `bind`,
    `connect` and `sendto` inside the block; the socket itself stays where `path` says.
    """
    if len(os.fsencode(path)) <= SUN_PATH_BYTES:
        yield str(path)
        return
    if not DESCRIPTORS.is_dir():
        raise OSError(
            f"{path.parent} is too long a path for a Unix socket on this system"
            f" ({SUN_PATH_BYTES} bytes). Choose a shorter folder."
        )
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield str(DESCRIPTORS / str(folder) / path.name)
    finally:
        os.close(folder)
