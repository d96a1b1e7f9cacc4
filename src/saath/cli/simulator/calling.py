"""One call to a served simulator, and the sentence for when it does not answer or says no."""

import json
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

import click

from saath.cli.printing import CONFIG, UNREADABLE, USAGE, refuse

USUAL_PORT = 8090
USUAL_URL = f"http://127.0.0.1:{USUAL_PORT}"
URL_VARIABLE = "SAATH_SIM_URL"
PATIENCE_S = 60.0

KINDS: dict[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}

type Answer = dict[str, Any]

url_option = click.option(
    "--url",
    "base",
    default=USUAL_URL,
    envvar=URL_VARIABLE,
    metavar="BASE",
    help=f"Where the simulator is; ${URL_VARIABLE}, or {USUAL_URL}.",
)


def see(base: str, view: str) -> Answer:
    """Look at something of the world."""
    return _call(base, "GET", view, None)


def do(base: str, command: str, given: Answer) -> Answer:
    """Make something happen."""
    return _call(base, "POST", command, json.dumps(given).encode())


def _call(base: str, method: str, name: str, body: bytes | None) -> Answer:
    connection = _connection(base)
    try:
        connection.request(method, f"{urlsplit(base).path.rstrip('/')}/_sim/{quote(name)}", body)
        answer = connection.getresponse()
        said = answer.read()
    except (OSError, HTTPException):
        refuse(
            f"No simulator answers at {base}. Start one with `saath sim serve`, "
            f"or say where it is with --url or {URL_VARIABLE}.",
            CONFIG,
        )
    finally:
        connection.close()
    return _read(base, answer, said)


def _connection(base: str) -> HTTPConnection:
    try:
        parts = urlsplit(base)
        return KINDS[parts.scheme](parts.hostname or "", parts.port, timeout=PATIENCE_S)
    except (KeyError, ValueError):
        refuse(f"{base} is not an address. Give it like {USUAL_URL}", USAGE)


def _read(base: str, answer: HTTPResponse, said: bytes) -> Answer:
    """What the simulator answered; its *no* is a sentence already."""
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    if not isinstance(found, dict) or (answer.status != 200 and "sentence" not in found):
        refuse(f"What answers at {base} is no simulator. Say where it is with --url.", CONFIG)
    if answer.status != 200:
        refuse(str(found["sentence"]), UNREADABLE if answer.status == 404 else USAGE)
    return found
