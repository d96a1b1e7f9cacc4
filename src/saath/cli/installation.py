"""`saath init` and `saath keys new`: make an installation, and keys for programs.

An installation is made in the order in which everything is written: journal, tables, store. A
run that was cut off is finished by the next one.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import USAGE, Result, refuse, show
from saath.cli.speaking import graph_options, point, read_line, read_secret
from saath.domain.policy import Number, Policy
from saath.journal import create_journal
from saath.requests import publish
from saath.store import founding
from saath.store.founding import Founded, Founding
from saath.store.generation import migrate_all

# The simulator's own ids, so that an installation and a simulator fit together unasked.
SIMULATED = Number("106540352242922", "102290129340398", "506914307656634", "+91 55500 43210")
WEBHOOK_PATH = "/webhooks/whatsapp"


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids that the caller named; None for those left to the simulator."""

    phone_number_id: str | None
    waba_id: str | None
    portfolio_id: str | None
    display_phone_number: str | None

    def number(self) -> Number:
        """The number to register: a real one gets no id of the simulator by accident."""
        if self.phone_number_id in {None, SIMULATED.phone_number_id}:
            return Number(
                SIMULATED.phone_number_id,
                self.waba_id or SIMULATED.waba_id,
                self.portfolio_id or SIMULATED.portfolio_id,
                self.display_phone_number or SIMULATED.display_phone_number,
            )
        return Number(
            self.phone_number_id or "",
            self.waba_id or SIMULATED.waba_id,
            self.portfolio_id or SIMULATED.portfolio_id,
            self.display_phone_number or "",
        )

    def contradicts(self, founded: Founded) -> bool:
        """Whether another number than the installation's was asked for."""
        pairs = (
            (self.phone_number_id, founded.phone_number_id),
            (self.waba_id, founded.waba_id),
            (self.portfolio_id, founded.portfolio_id),
        )
        return any(asked is not None and asked != kept for asked, kept in pairs)


NAME_MAX = 200


def _named(_ctx: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is None:
        return None
    if not name.strip() or not name.isprintable() or len(name) > NAME_MAX:
        raise click.BadParameter(f"A name is one line of 1 to {NAME_MAX} characters.")
    return name.strip()


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever makes an installation says of it; an empty secret is drawn."""

    number: Number
    password: str
    name: str = ""
    app_secret: str = ""


@click.command()
@data_option
@click.option(
    "--name",
    callback=_named,
    help="What the shop is called; shown on every page. May be changed later.",
)
@click.option("--phone-number-id", help="Meta's id of the number; the simulator's if not given.")
@click.option("--waba-id", help="Meta's id of the WhatsApp Business Account.")
@click.option("--portfolio-id", help="Meta's id of the business portfolio.")
@click.option("--display-phone-number", help="The number as people dial it.")
@click.option(
    "--app-secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with the app's secret, by which WhatsApp signs; one is made if not given.",
)
@graph_options
@json_option
@click.pass_obj
def init(
    doors: Doors[Installation],
    /,
    data: Path,
    *,
    as_json: bool,
    graph_url: str | None,
    graph_token_file: Path | None,
    **given: Any,
) -> None:
    """Make an installation in a folder. A second time shows no secret and changes nothing but
    its name and where it sends, if --name or --graph-url is given.

    \b
    Example: saath init --data ~/saath --name "Meera Sarees"
    """
    name, secret_file = given.pop("name"), given.pop("app_secret_file")
    asked, line = Asked(**given), read_line(graph_url, graph_token_file)
    app_secret = read_secret(secret_file, "secret") if secret_file else ""
    installation = doors.create(data)
    _make_tables(installation)
    founded = founding.find()
    if founded is None:
        told = Told(asked.number(), doors.new_secret(), name or "", app_secret)
        result = _found(doors, installation, told)
    elif asked.contradicts(founded):
        refuse(
            f"{data} already holds number {founded.phone_number_id} of account {founded.waba_id} "
            f"in portfolio {founded.portfolio_id}. Use another folder, or leave the ids out.",
            USAGE,
        )
    elif app_secret:
        refuse(f"{data} keeps the app secret it was made with. Use another folder.", USAGE)
    else:
        result = _describe(founded, None)
        if name:
            founding.rename(founded.business, name)
    if line is not None:
        number = (result["business"], result["phone_number_id"])
        point(doors, installation, number, line)
    show(result, as_json=as_json, tell=partial(_tell, folder=data))


def make(doors: Doors[Any], installation: Installation, password: str, name: str) -> Result:
    """Make the simulator's installation in an empty folder and tell what `init` tells."""
    _make_tables(installation)
    return _found(doors, installation, Told(SIMULATED, password, name))


def _make_tables(installation: Installation) -> None:
    create_journal(installation.journal_place)
    migrate_all()


def _found(doors: Doors[Any], installation: Installation, told: Told) -> Result:
    secrets = Founding(
        business=doors.new_id().lower(),
        name=told.name,
        number=told.number,
        user="owner",
        password=told.password,
        api_key=f"saath_{doors.new_secret()}",
        app_secret=told.app_secret or doors.new_bytes(16).hex(),
        verify_token=doors.new_secret(),
        provider="simulator" if told.number.waba_id == SIMULATED.waba_id else "meta",
    )
    policy = Policy(secrets.business, version=1, numbers=(told.number,))
    publish(doors.journal(installation), policy, now=doors.now())
    founded = founding.found(
        secrets,
        installation.key,
        now=doors.now(),
        nonces=(doors.new_bytes(12), doors.new_bytes(12)),
    )
    return _describe(founded, secrets)


def _describe(founded: Founded, secrets: Founding | None) -> Result:
    """The object that `--json` prints; what was told once is null afterwards."""
    return {
        "business": founded.business,
        "phone_number_id": founded.phone_number_id,
        "waba_id": founded.waba_id,
        "portfolio_id": founded.portfolio_id,
        "api_key": secrets.api_key if secrets else None,
        "webhook": {
            "path": WEBHOOK_PATH,
            "verify_token": secrets.verify_token if secrets else None,
            "app_secret": secrets.app_secret if secrets else None,
        },
        "sign_in": {
            "url_path": "/sign-in",
            "user": founded.user,
            "password": secrets.password if secrets else None,
        },
    }


def _tell(result: Result, folder: Path) -> str:
    sign_in, webhook = result["sign_in"], result["webhook"]
    if result["api_key"] is None:
        return f"Already made: business {result['business']}, number {result['phone_number_id']}."
    return "\n".join([
        f"Made. Business {result['business']}, number {result['phone_number_id']}.",
        "Shown once, keep them:",
        f"  sign in    {sign_in['user']}  {sign_in['password']}",
        f"  API key    {result['api_key']}",
        f"  webhook    path         {webhook['path']}",
        f"             verify token {webhook['verify_token']}",
        f"             app secret   {webhook['app_secret']}",
        f"Nothing automatic is on. Next: saath up --data {folder}",
    ])  # fmt: skip


@click.group()
def keys() -> None:
    """Keys with which programs use the API."""


@keys.command("new")
@data_option
@click.option("--name", default="", help="What the key is for.")
@json_option
@click.pass_obj
def new_key(doors: Doors[Installation], data: Path, name: str, *, as_json: bool) -> None:
    """Make another API key. It is shown once and kept only as a hash."""
    installation = doors.open(data)
    founded = founding.require()
    key = f"saath_{doors.new_secret()}"
    founding.add_key(founded.business, key, installation.key, name=name, now=doors.now())
    show({"api_key": key, "name": name}, as_json=as_json, tell=lambda made: str(made["api_key"]))
