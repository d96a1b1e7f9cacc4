"""Addresses of static files: the file's digest as a question mark, nothing collected, nothing built.

The files lie in the wheel and are served from there (servestatic with finders), so an installed
wheel starts without a build step. A new file has a new address, so browsers may keep each for long.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import override

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import StaticFilesStorage


class DigestStorage(StaticFilesStorage):
    """Named in the settings as STORAGES["staticfiles"]."""

    @override
    def url(self, name: str | None) -> str:
        """The address of a file, with its digest."""
        address = super().url(name)
        digest = _digest(name or "")
        return f"{address}?v={digest}" if digest else address


@cache
def _digest(name: str) -> str:
    path = find(name)
    return blake2b(Path(path).read_bytes(), digest_size=6).hexdigest() if path else ""
