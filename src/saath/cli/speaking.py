"""Point sending at a Graph API: options of `saath init`, kept with the connection."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from saath.cli.doors import Doors, Installation
from saath.cli.printing import USAGE, refuse
from saath.store.lines import GraphLine, set_line

NONCE_BYTES = 12


def graph_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--graph-url` and `--graph-token-file` to a command."""
    url = click.option(
        "--graph-url", help="Where to send: an address of the Graph API. May be changed later."
    )
    token = click.option(
        "--graph-token-file",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A file with the access token for it.",
    )
    return url(token(command))


def read_line(url: str | None, token_file: Path | None) -> tuple[str, str] | None:
    """What was asked for: address and token ("" for the kept one); None when nothing was."""
    if url is None and token_file is None:
        return None
    if url is None:
        refuse("A token is for an address: give --graph-url as well.", USAGE)
    if not _is_address(url):
        refuse("--graph-url is not an address. Give it like https://graph.facebook.com", USAGE)
    return url, read_secret(token_file, "token") if token_file else ""


def point(
    doors: Doors[Any], installation: Installation, number: tuple[str, str], to: tuple[str, str]
) -> None:
    """Send from now on to this address. `number` is a business and its phone number id."""
    line = GraphLine(*number, *to)
    set_line(line, installation.key, nonce=doors.new_bytes(NONCE_BYTES))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def read_secret(path: Path, what: str) -> str:
    """The one line of a file; secrets are never words of a command line."""
    try:
        text = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text.isascii() or not text.isprintable() or not text or " " in text:
        refuse(f"{path} holds no {what}. It must be one line of text that can be read.", USAGE)
    return text
