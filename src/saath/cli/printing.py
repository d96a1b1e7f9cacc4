"""How results and refusals reach a person or a program, and which exit code they carry.

`--json` prints exactly one object on stdout; everything else goes to stderr.
"""

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NoReturn, override

import click

type Result = Mapping[str, Any]

DEFECT, USAGE, CONFIG, UNREADABLE, REFUSED = 1, 2, 3, 4, 5
TRY_LATER, PARTIAL, INTERRUPTED = 7, 8, 130


class Refusal(click.ClickException):
    """One sentence with a next step, and the exit code of the table in docs/reference/cli.md."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        """`exit_code` is 2 usage, 3 configuration, 4 unreadable input, 5 refused."""
        super().__init__(sentence)
        self.code = exit_code

    @override
    def show(self, file: Any = None) -> None:
        """Print the sentence; to a program, as a problem object as well."""
        said = typeable(self.message)
        if "--json" in sys.argv:
            click.echo(json.dumps({"title": said, "exit_code": self.code}))
        click.echo(f"saath: {said}", err=True)


def refuse(sentence: str, exit_code: int) -> NoReturn:
    """Stop with a sentence."""
    raise Refusal(sentence, exit_code)


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with its noun: 1 chat, 2,000 chats, 2 people."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def show(result: Result, *, as_json: bool, tell: Callable[[Result], str]) -> None:
    """Print one result: an object for programs, `tell`'s words for people."""
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else typeable(tell(result)))


def typeable(text: str) -> str:
    """Put the folder that was named into commands that say DIR: they can be typed as they stand."""
    given = sys.argv[1:]
    folders = [after for word, after in pairwise([*given, ""]) if word == "--data"]
    folders += [word.removeprefix("--data=") for word in given if word.startswith("--data=")]
    if not any(folders):
        return text
    return text.replace("--data DIR", f"--data {shlex.quote(folders[0])}")
