"""How a bug is described, put in, and taken out again."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

type Make = Callable[[Any], Any]
"""From the right thing to the wrong one."""


@dataclass(frozen=True, slots=True)
class Bug:
    """`breaks` are the invariants by any of which it counts as found."""

    name: str
    breaks: tuple[str, ...]
    places: tuple[str, ...]
    what: str
    make: Make


BUGS: dict[str, Bug] = {}


def bug(*breaks: str, at: str | tuple[str, ...]) -> Callable[[Make], Make]:
    """Register a bug under the name of its function; its docstring says what is wrong."""

    def register(make: Make) -> Make:
        name = make.__name__.replace("_", "-")
        places = (at,) if isinstance(at, str) else at
        BUGS[name] = Bug(name, breaks, places, (make.__doc__ or "").strip(), make)
        return make

    return register


@contextmanager
def planted(chosen: Bug) -> Iterator[None]:
    """The product with this bug in it."""
    with ExitStack() as held:
        for place in chosen.places:
            owner, name = _found(place)
            held.enter_context(patch.object(owner, name, chosen.make(getattr(owner, name))))
        yield


def misfits(chosen: Bug) -> list[str]:
    """The places whose callers could not call what is planted there any more: a bug that falls over
    at once hides itself behind the error.
    """
    return [place for place in chosen.places if not _fits(chosen, *_found(place))]


def _fits(chosen: Bug, owner: Any, name: str) -> bool:
    right = getattr(owner, name)
    wrong = chosen.make(right)
    if not (callable(right) and callable(wrong)):
        return callable(right) == callable(wrong)
    wanted = inspect.signature(right).parameters.values()
    places = [one for one in wanted if one.kind in {one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD}]
    names = {one.name: None for one in wanted if one.kind is one.KEYWORD_ONLY}
    try:
        inspect.signature(wrong).bind(*places, **names)
    except TypeError:
        return False
    return True


def _found(place: str) -> tuple[Any, str]:
    """The owner and the name of "module:thing" or "module:Class.method"."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    return owner, name
