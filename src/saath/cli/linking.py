"""`saath link`, `saath sync`, `saath number`: link a number, see what came over, how it lives."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from saath.bus import open_waker
from saath.cli.doors import Doors, Installation
from saath.cli.installation import WEBHOOK_PATH
from saath.cli.options import data_option, json_option
from saath.cli.ports import free_port
from saath.cli.pretend import Simulator, pretend_meta
from saath.cli.printing import REFUSED, TRY_LATER, USAGE, Result, counted, refuse, show
from saath.domain.ledger import OVER
from saath.domain.policy import Number
from saath.net import Client
from saath.queries.ledger import get_ledger
from saath.queries.numbers import get_number, list_numbers
from saath.store import founding
from saath.store.linking import Door, Partner, Safe, set_door, verify_token
from saath.transition.around import Around
from saath.transition.link import LinkView, ask_again, present
from saath.transition.link import link as carry_out
from saath.transition.link.partners import join
from saath.transition.link.problems import words_of
from saath.transition.link.steps import Stopped
from saath.transition.link.told import link_told, number_told
from saath.transition.sync.told import ledger_told
from saath.whatsapp.adapters import ADAPTERS

NONCE_BYTES = 12
WITHIN_S = 60.0
HISTORY_S, HURRY_S = 240, 2
KNOWN_AFTER_S = 5.5
"""A running Saath reads its directory anew every five seconds."""
NOWHERE = (
    "Nothing runs here that a served simulator could deliver to. Start Saath first (saath up), or "
    "say with --address where it answers."
)
META = "https://graph.facebook.com"
META_SDK = "https://connect.facebook.net/en_US/sdk.js"


@click.command()
@data_option
@click.option("--simulator", is_flag=True, help="Link the simulator's number, to the very end.")
@click.option("--simulator-url", help="A simulator that is served already; else one is started.")
@click.option(
    "--history",
    type=click.Choice(["share", "decline"]),
    default="share",
    show_default=True,
    help="What the simulator's owner answers about the history.",
)
@click.option("--app-id", help="The id of your own Meta app, for the page Move > Link.")
@click.option("--config-id", default="", help="Its configuration of Facebook Login for Business.")
@click.option(
    "--app-secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with the app's secret.",
)
@click.option(
    "--partner",
    type=click.Choice([name for name, adapter in ADAPTERS.items() if not adapter.can.signs]),
    help="A provider that linked the number already.",
)
@click.option(
    "--api-key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with the partner's key of the number.",
)
@click.option("--phone-number-id", default="", help="Meta's id of the partner's number.")
@click.option("--waba-id", default="", help="Meta's id of its account.")
@click.option("--address", help="Where Saath answers, if it runs as separate processes.")
@json_option
@click.pass_obj
def link(
    doors: Doors[Installation],
    /,
    data: Path,
    *,
    simulator: bool,
    history: str,
    as_json: bool,
    **given: Any,
) -> None:
    """Link a number: with the simulator at once, with Meta on the page Move > Link.

    \b
    Example: saath link --simulator --data ~/saath
    """
    installation = doors.open(data)
    simulator_url = given["simulator_url"]
    if given["partner"]:
        _join(doors, installation, given, as_json=as_json)
        return
    if not simulator:
        _keep_app(doors, installation, given, as_json=as_json)
        return
    if simulator_url and not (given["address"] or doors.address(installation)):
        refuse(NOWHERE, USAGE)
    with ExitStack() as opened:
        here = opened.enter_context(_product(doors, installation, given["address"]))
        around = opened.enter_context(around_of(doors, installation, f"{here}{WEBHOOK_PATH}"))
        meta = opened.enter_context(_meta(doors, installation, around, simulator_url))
        linked = _link(around, meta, shares=history == "share")
        sync = _await_sync(around, meta, linked.phone_number_id, own=simulator_url is None)
        result = link_told(linked) | {"sync": sync}
    show(result, as_json=as_json, tell=_tell_link)


def _join(
    doors: Doors[Installation], installation: Installation, given: dict[str, Any], *, as_json: bool
) -> None:
    """Keep a number that a partner linked, and tell the address it must deliver to, once."""
    ids, token = (given["phone_number_id"], given["waba_id"]), _secret(given["api_key_file"])
    if not all((*ids, token)):
        refuse("A partner needs --phone-number-id, --waba-id and --api-key-file.", USAGE)
    business, adapter = founding.require().business, ADAPTERS[given["partner"]]
    partner = Partner(business, adapter.name, adapter.url, token, doors.new_secret())
    with around_of(doors, installation, "") as around:
        try:
            path = join(around, partner, Number(*ids, "", linked_at=doors.now()))
        except Stopped as stopped:
            words = words_of(stopped.problem)
            refuse(f"{words.happened} {words.next_step}", REFUSED)
    result = {"provider": adapter.name, "phone_number_id": ids[0], "webhook_path": path}
    show(result, as_json=as_json, tell=_tell_partner)


def _tell_partner(result: Result) -> str:
    return (
        f"Kept. Let {result['provider']} deliver to this path of your public address. It is shown"
        f" once and is a secret:\n  {result['webhook_path']}"
    )


def _keep_app(
    doors: Doors[Installation], installation: Installation, app: dict[str, Any], *, as_json: bool
) -> None:
    """Keep the app that the page links through: of Meta, or of a simulator that is served."""
    business = founding.require().business
    if app["simulator_url"]:
        with Client() as client:
            door = _door_of(business, Simulator(app["simulator_url"].rstrip("/"), client))
    elif app["app_id"]:
        secret = _secret(app["app_secret_file"])
        door = Door(business, "meta", app["app_id"], secret, META, app["config_id"], META_SDK)
    else:
        refuse("Say which: --simulator, or --app-id and --app-secret-file of your Meta app.", USAGE)
    set_door(door, _safe(doors, installation), now=doors.now())
    show({"app_id": door.app_id, "next": "/move/link"}, as_json=as_json, tell=_tell_app)


def _tell_app(result: Result) -> str:
    return f"Kept. Open the page {result['next']} and press Link."


def _secret(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        refuse(f"{path} cannot be read. It must hold the app's secret as one line.", USAGE)


def _safe(doors: Doors[Any], installation: Installation) -> Safe:
    return Safe(installation.key, lambda: doors.new_bytes(NONCE_BYTES))


@contextmanager
def _product(
    doors: Doors[Installation], installation: Installation, address: str | None
) -> Iterator[str]:
    """Where Saath answers: given, running already, or run here for as long as it takes."""
    known = address or doors.address(installation)
    if known:
        yield known.rstrip("/")
        return
    with doors.running(installation, free_port()) as url:
        yield url


@contextmanager
def around_of(
    doors: Doors[Installation], installation: Installation, callback_url: str
) -> Iterator[Around]:
    """What linking needs of the outside, for as long as the block runs."""
    with (
        closing(doors.journal(installation)) as journal,
        closing(open_waker(installation.journal_place)) as waker,
        Client() as client,
    ):
        safe = _safe(doors, installation)
        known = partial(time.sleep, KNOWN_AFTER_S)
        yield Around(journal, waker, safe, client, doors.now, doors.new_id, callback_url, known)


@contextmanager
def _meta(
    doors: Doors[Installation], installation: Installation, around: Around, url: str | None
) -> Iterator[Simulator]:
    """A simulator that is there, or one of our own that shares our secrets."""
    if url is not None:
        yield Simulator(url.rstrip("/"), around.client)
        return
    business, number = founding.require().business, founding.require().phone_number_id
    secret = founding.read_app_secret(business, number, installation.key)
    token = verify_token(business, around.safe)
    with pretend_meta(around.client, now=doors.now(), app_secret=secret, verify=token) as meta:
        yield meta


def link_as_the_owner(around: Around, meta: Simulator, *, shares: bool) -> None:
    """The owner of a simulated phone says yes, and the number is linked; refuses if that stops."""
    door = _door_of(founding.require().business, meta)
    set_door(door, around.safe, now=around.clock())
    meta.do("ask-link")
    told = meta.do("answer-link", accept=True, share_history=shares)
    view = carry_out(around, door, code=told["code"], waba_id=told["waba_id"])
    if view.state == "stopped":
        words = words_of(view.problem)
        refuse(f"{words.happened} {words.next_step}", REFUSED)


def _link(around: Around, meta: Simulator, *, shares: bool) -> LinkView:
    """Link; then a customer writes and the phone answers, as proof."""
    business = founding.require().business
    link_as_the_owner(around, meta, shares=shares)
    person = _somebody(meta)
    meta.do("message", person=person, text="Hello")
    meta.do("echo", person=person, text="Hello! We are linked.")
    return _until(lambda: present(around, business), lambda seen: seen.state == "active")


def _door_of(business: str, meta: Simulator) -> Door:
    """The pretend app of a simulator."""
    who, base = meta.look("identity"), meta.base_url
    app = (who["app_id"], who["app_secret"], base, "simulator", f"{base}/_sim/sdk.js")
    return Door(business, "simulator", *app)


def _somebody(meta: Simulator) -> str:
    people = meta.look("state")["people"]
    key = people[0]["key"] if people else ""
    return str(key or meta.do("person", name="Asha", key="proof")["key"])


def _until[T](look: Callable[[], T], enough: Callable[[T], bool]) -> T:
    """Look again and again until it is so; refuse when it does not come true."""
    deadline = time.monotonic() + WITHIN_S
    while not enough(seen := look()):
        if time.monotonic() > deadline:
            refuse("Nothing arrived from the simulator. Is Saath running? See its log.", TRY_LATER)
        time.sleep(0.05)
    return seen


def _await_sync(around: Around, meta: Simulator, number: str, *, own: bool) -> Result:
    """What came over. A world of our own ends with this command, so its history is hurried."""
    business = founding.require().business

    def look() -> Any:
        return get_ledger(business, number, around.clock())

    def is_over(seen: Any) -> bool:
        """What was not taken at once is told again later: later is hurried as well."""
        if seen.history.state not in OVER:
            meta.do("advance", seconds=HURRY_S)
        return seen.history.state in OVER

    if own:
        meta.do("advance", seconds=HISTORY_S)
        ledger: Any = _until(look, is_over)
    else:
        ledger = look()
    return ledger_told(ledger, around.clock())


def _tell_link(result: Result) -> str:
    proof, history = result["proof"], result["sync"]["history"]
    return "\n".join([
        f"Linked: {result['phone_number_id']} is {result['state']}.",
        f"  a customer's message was here after {proof['inbound_ms']} ms",
        f"  a message of the phone was here after {proof['echo_ms']} ms",
        f"  history: {history['state']}, {counted(history['count'], 'message')}",
        "Nothing automatic is on. See: saath sync --data DIR, saath number --data DIR",
    ])  # fmt: skip


number_option = click.option("--number", help="The phone number id; the first if not given.")


@click.command()
@data_option
@number_option
@click.option("--ask", is_flag=True, help="First ask for what WhatsApp put off; nothing twice.")
@json_option
@click.pass_obj
def sync(
    doors: Doors[Installation], data: Path, number: str | None, *, ask: bool, as_json: bool
) -> None:
    """Show what was asked for of the past, what came and what is missing."""
    installation = doors.open(data)
    business, now = founding.require().business, doors.now()
    if ask:
        _ask_again(doors, installation, business)
    ledger = get_ledger(business, _number(business, number), now, days=True)
    if ledger is None:
        refuse(NO_NUMBER, USAGE)
    show(ledger_told(ledger, now), as_json=as_json, tell=_tell_sync)


def _ask_again(doors: Doors[Installation], installation: Installation, business: str) -> None:
    with around_of(doors, installation, "") as around:
        asked = ask_again(around, business)
    for what, became in asked.items():
        click.echo(f"Asked for {what}: {became}.", err=True)
    if not asked:
        click.echo("Nothing was put off, so nothing was asked for.", err=True)


def _tell_sync(result: Result) -> str:
    lines = []
    for name in ("contacts", "history"):
        line = result[name]
        lines.append(f"{name:9} {line['state']:13} {line['count']} received, {line['progress']} %")
    for gap in result["gaps"]:
        what = f"chunk {gap['chunk']}" if gap["chunk"] is not None else "the end"
        lines.append(f"  missing: phase {gap['phase']}, {what} ({gap['from']} to {gap['to']})")
    return "\n".join(lines)


@click.command()
@data_option
@number_option
@json_option
@click.pass_obj
def number(doors: Doors[Installation], data: Path, number: str | None, *, as_json: bool) -> None:
    """Show the state of a number and everything that befell it."""
    doors.open(data)
    business = founding.require().business
    view = get_number(business, _number(business, number), doors.now())
    if view is None:
        refuse(NO_NUMBER, USAGE)
    show(number_told(view), as_json=as_json, tell=_tell_number)


def _tell_number(result: Result) -> str:
    head = f"{result['phone_number_id']} is {result['state']} since {result['since'] or 'ever'}."
    events = [
        f"  {told['at'] or '-'}  {told['what']} {told['event']}" for told in result["timeline"]
    ]
    return "\n".join([head, *events])


NO_NUMBER = "This installation has no such number. See which: saath number --data DIR"


def _number(business: str, asked: str | None) -> str:
    known = list_numbers(business)
    return asked or (known[0] if known else founding.require().phone_number_id)
