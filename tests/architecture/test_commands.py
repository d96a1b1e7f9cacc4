"""Every command and option has its place in docs/reference, and nothing else has."""

import re
from collections.abc import Iterator

import click
import pytest

from tests.architecture.tree import ROOT

PAGES = [ROOT / "docs" / "reference" / name for name in ("commands.md", "simulator-commands.md")]
SAID_ONCE = {"--json", "--url"}  # at the top of the simulator's page, for all of its commands


@pytest.fixture
def commands() -> dict[str, click.Command]:
    """Every command an operator can type. Imported late: a broken command fails these tests only."""
    import tests.stores  # noqa: F401, PLC0415 - sets Django up: commands import models
    from saath.cli.root import saath  # noqa: PLC0415 - see above

    return dict(_commands(saath, "saath"))


def test_every_command_has_a_heading_and_every_heading_a_command(
    commands: dict[str, click.Command],
) -> None:
    assert set(commands) == set(_sections())


def test_every_option_is_in_the_section_of_its_command(commands: dict[str, click.Command]) -> None:
    sections = _sections()
    silent = [
        f"{name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option not in sections.get(name, "")
        if not (name.startswith("saath sim ") and option in SAID_ONCE)
    ]
    assert not silent, "\n".join(silent)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        elif not command.hidden:
            yield f"{path} {name}", command


def _sections() -> dict[str, str]:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    parts = re.split(r"^## (saath .+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
