"""The commands that make something happen: one for each row of the simulator's table.

A parameter is an option; those that must be given, and the next one, may also be plain words.
What is given is checked by the simulator, so that its API and this say the same.
"""

import base64
import json
from pathlib import Path
from typing import Any

import click

from saath.cli.options import json_option
from saath.cli.printing import UNREADABLE, refuse, show
from saath.cli.simulator.calling import do, url_option
from saath.cli.simulator.telling import tell
from saath.simulator.control.commands import Command, Parameter

WORDS = (str, int, float)


def command_for(row: Command) -> click.Command:
    """One row as a command."""

    def run(words: tuple[str, ...], base: str, *, as_json: bool, **options: Any) -> None:
        given = _given(row, words, options)
        answer = do(base, row.name, given)
        show(answer, as_json=as_json, tell=lambda answer: tell(row.name, given, answer))

    made = click.Command(row.name, callback=run, help=_help(row), short_help=row.what)
    made.params = [click.Argument(["words"], nargs=-1, metavar=_metavar(row))]
    made.params += [
        _option(parameter) for parameter in row.parameters if not _is_word_only(parameter)
    ]
    return url_option(json_option(made))


def word_order(row: Command) -> list[Parameter]:
    """What plain words stand for: everything needed, then one thing more."""
    needed = [parameter for parameter in row.parameters if parameter.needed]
    more = [p for p in row.parameters if not p.needed and p.type in WORDS and p.name != "data"]
    return needed + more[:1]


def _is_word_only(parameter: Parameter) -> bool:
    """Its option would be taken for the simulator's own address."""
    return parameter.name == "url"


def _metavar(row: Command) -> str:
    named = [(parameter.name.upper(), parameter.needed) for parameter in word_order(row)]
    return " ".join(name if needed else f"[{name}]" for name, needed in named)


def _help(row: Command) -> str:
    """The sentence, and what the plain words are."""
    lines = [f"  {p.name.upper():<10}  {_what(p)}" for p in word_order(row)]
    return "\n".join([row.what, *(["", "\b", *lines] if lines else [])])


def _what(parameter: Parameter) -> str:
    told = parameter.default not in ("", {}, None) and parameter.type is not bool
    return f"{parameter.what} (default {parameter.default})" if told else parameter.what


def _option(parameter: Parameter) -> click.Option:
    flag = parameter.name.replace("_", "-")
    if parameter.type is bool:
        names = [f"--{flag}/--no-{flag}", parameter.name]
        usual = "yes" if parameter.default else "no"
        return click.Option(names, default=None, help=f"{parameter.what}; {usual} if not given")
    if parameter.name == "data":
        file = click.Path(path_type=Path, dir_okay=False)
        return click.Option(["--file", "data"], type=file, help="a file with the bytes of a medium")
    kind = "JSON" if parameter.type in {dict, list} else flag.upper()
    return click.Option([f"--{flag}", parameter.name], metavar=kind, help=_what(parameter))


def _given(row: Command, words: tuple[str, ...], options: dict[str, Any]) -> dict[str, Any]:
    """What goes to the simulator: options, and words in the places they left."""
    given = {name: value for name, value in options.items() if value is not None}
    places = [parameter.name for parameter in word_order(row) if parameter.name not in given]
    if len(words) > len(places) and places and places[-1] == "text":
        words = (*words[: len(places) - 1], " ".join(words[len(places) - 1 :]))
    if len(words) > len(places):
        raise click.UsageError(f"Too many words: {row.name} takes {_metavar(row) or 'none'}.")
    given |= dict(zip(places, words, strict=False))
    return {p.name: _value(p, given[p.name]) for p in row.parameters if p.name in given}


def _value(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, Path):
        return _read(value)
    if parameter.type in {dict, list}:
        return _parsed(parameter, value)
    return value


def _read(path: Path) -> str:
    try:
        return base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        refuse(f"{path} cannot be read: {error.strerror}.", UNREADABLE)


def _parsed(parameter: Parameter, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise click.UsageError(
            f"{parameter.name} must be JSON, like '{{\"latency\": 20}}'."
        ) from None
