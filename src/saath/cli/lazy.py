"""A group of commands whose modules are loaded when they are asked for.

Loading them all took longer than most commands take; only `--help` needs every one.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, override

import click


class LazyGroup(click.Group):
    """`places` says where each command is: "module:name"."""

    def __init__(self, *, places: Mapping[str, str], **options: Any) -> None:
        """Load nothing yet."""
        super().__init__(**options)
        self._places = places

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them, as `--help` shows them."""
        return sorted(self._places)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None for a name that there is not."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _colon, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command
