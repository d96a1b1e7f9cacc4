"""What a command is: a name, a sentence, parameters with types, and the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saath.simulator.customers import Impossible
from saath.simulator.people import Message, Object, Person
from saath.simulator.world import World


class WrongParameter(ValueError):
    """A command was called with something it cannot use; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `default` None means that it must be given."""

    name: str
    what: str
    type: type = str
    default: Any = None

    @property
    def needed(self) -> bool:
        return self.default is None


def switch(name: str, what: str, *, on: bool) -> Parameter:
    """A parameter that is yes or no."""
    return Parameter(name, what, bool, on)


YES, NO = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off"})

type Act = Callable[[World, Object], Object]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be made to happen."""

    name: str
    what: str
    parameters: tuple[Parameter, ...]
    act: Act


def given(command: Command, raw: Object) -> Object:
    """Check and convert what the caller gave."""
    known = {parameter.name for parameter in command.parameters}
    for name in raw:
        if name not in known:
            allowed = ", ".join(sorted(known)) or "none"
            raise WrongParameter(f"{command.name} has no parameter {name!r}; it takes: {allowed}")
    return {parameter.name: _one(command, parameter, raw) for parameter in command.parameters}


def _one(command: Command, parameter: Parameter, raw: Object) -> Any:
    value = raw.get(parameter.name)
    if value is None or (value == "" and parameter.type is not str):
        if parameter.needed:
            raise WrongParameter(f"{command.name} needs {parameter.name}: {parameter.what}")
        return parameter.default
    try:
        return _converted(parameter.type, value)
    except (TypeError, ValueError) as error:
        kind = parameter.type.__name__
        raise WrongParameter(f"{parameter.name} of {command.name} must be {kind}") from error


def _converted(kind: type, value: Any) -> Any:
    if kind is bool:
        word = str(value).lower()
        if word not in YES | NO:
            raise ValueError(word)
        return word in YES
    if kind in {list, dict}:
        if not isinstance(value, kind):
            raise TypeError(kind.__name__)
        return value
    return kind(value)


def who(world: World, name: str) -> Person:
    """Find a person, or say who there is."""
    person = world.ground.find(name)
    if person is None:
        known = ", ".join(list(world.ground.people)[:20]) or "nobody yet: add one with `person`"
        raise Impossible(f"nobody is called {name!r} here; known: {known}")
    return person


def which(world: World, wamid: str) -> Message:
    """Find a message."""
    message = world.ground.messages.get(wamid)
    if message is None:
        raise Impossible("no message has this id; look into the chat for its ids")
    return message


def told(message: Message) -> Object:
    """What a command answers about a message."""
    return {"wamid": message.wamid, "person": message.person, "at": message.at}


DONE: Object = {"done": True}
