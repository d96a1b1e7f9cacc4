"""The control API described by itself: OpenAPI 3.1, made from the table of commands."""

from saath.simulator.control.commands import Command, Parameter
from saath.simulator.control.table import COMMANDS
from saath.simulator.people import Object

TYPES: dict[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    dict: "object",
    list: "array",
}
VIEWS = {
    "/_sim/state": "The world at a glance: ids, clock, account, phone, people, faults.",
    "/_sim/chats/{person}": "One chat as it really is.",
    "/_sim/truth": "What really happened: receipts, acceptances, deliveries.",
    "/_sim/faults": "The catalogue of faults and what is on.",
}


def document(base_url: str) -> Object:
    """The whole description."""
    paths: Object = {path: {"get": _view(path, what)} for path, what in VIEWS.items()}
    paths |= {f"/_sim/{name}": {"post": _post(c)} for name, c in COMMANDS.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Saath simulator: controls", "version": "1"},
        "servers": [{"url": base_url or "/"}],
        "paths": paths,
    }


def _view(path: str, what: str) -> Object:
    view: Object = {"summary": what, "operationId": path.split("/")[2], "responses": _answers()}
    if "{person}" in path:
        schema = {"type": "string"}
        view["parameters"] = [{"name": "person", "in": "path", "required": True, "schema": schema}]
    return view


def _post(command: Command) -> Object:
    needed = [p.name for p in command.parameters if p.needed]
    schema: Object = {
        "type": "object",
        "additionalProperties": False,
        "properties": {p.name: _property(p) for p in command.parameters},
    }
    if needed:
        schema["required"] = needed
    body = {"required": bool(needed), "content": {"application/json": {"schema": schema}}}
    answers = _answers() | {"422": {"description": "Not possible; `sentence` says why."}}
    return {
        "summary": command.what,
        "operationId": command.name,
        "requestBody": body,
        "responses": answers,
    }


def _property(parameter: Parameter) -> Object:
    shape: Object = {"type": TYPES[parameter.type], "description": parameter.what}
    return shape if parameter.needed else shape | {"default": parameter.default}


def _answers() -> Object:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {"200": {"description": "Done.", "content": content}}
