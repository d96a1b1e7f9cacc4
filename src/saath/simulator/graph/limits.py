"""The words of a refusal about a parameter: missing, invalid, too long."""

from typing import Any

from saath.simulator.errors import GraphError
from saath.simulator.people import Object


def missing(name: str) -> GraphError:
    return GraphError(131008, details=f"Required parameter is missing: {name}")


def invalid(details: str) -> GraphError:
    return GraphError(131009, details=details)


def section(body: Object, name: str) -> Object:
    """Give an object inside another, or refuse."""
    found = body.get(name)
    if not isinstance(found, dict):
        raise missing(name) if found is None else invalid(f"{name} must be an object")
    return found


def rows(body: Object, name: str, least: int, most: int) -> list[Object]:
    """Give a list of objects with a length between two bounds, or refuse."""
    found: Any = body.get(name)
    if not isinstance(found, list):
        raise missing(name)
    if not least <= len(found) <= most:
        raise invalid(f"{name}: between {least} and {most} entries are allowed")
    if not all(isinstance(item, dict) for item in found):
        raise invalid(f"{name} must be objects")
    return found


def some(body: Object, name: str) -> list[Object]:
    """Give a list of objects that may be left out, or refuse another thing in its place."""
    return rows(body, name, 0, 1_000) if body.get(name) is not None else []


def required(body: Object, name: str, path: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        absent = value is None or value == ""
        raise missing(path) if absent else invalid(f"{path} must be a string")
    return value


def longest(text: str, most: int, path: str) -> None:
    if len(text) > most:
        raise invalid(f"{path} is too long: at most {most} characters")


def bounded(body: Object, name: str, most: int, path: str) -> str:
    """A required text with a greatest length."""
    text = required(body, name, path)
    longest(text, most, path)
    return text


def unique(values: list[str], path: str) -> None:
    if len(set(values)) != len(values):
        raise invalid(f"{path} must be unique")
