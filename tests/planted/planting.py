"""How a bug is described, put in, and taken out again."""

import importlib
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


def _found(place: str) -> tuple[Any, str]:
    """The owner and the name of "module:thing" or "module:Class.method"."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    return owner, name
