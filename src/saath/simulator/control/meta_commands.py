"""Commands of Meta's side and of time: judgements, templates, faults, settings, the clock."""

from collections.abc import Callable
from dataclasses import fields

from saath.simulator.cast import CAST
from saath.simulator.control.commands import DONE, Command, Parameter, WrongParameter
from saath.simulator.faults import CATALOGUE, UnknownFault
from saath.simulator.people import Object
from saath.simulator.script import Script
from saath.simulator.settings import Settings
from saath.simulator.templates import Template
from saath.simulator.world import World


def restrict(world: World, given: Object) -> Object:
    world.account.restrict(given["type"], given["days"])
    return DONE


def ban(world: World, given: Object) -> Object:
    world.account.ban(given["state"], given["date"])
    return DONE


def violation(world: World, given: Object) -> Object:
    world.account.violate(given["type"])
    return DONE


def quality(world: World, given: Object) -> Object:
    world.account.set_quality(given["rating"].upper())
    return DONE


def tier(world: World, given: Object) -> Object:
    world.account.set_tier(given["tier"])
    return DONE


def template(world: World, given: Object) -> Object:
    """Meta judges a template."""
    found = world.templates.find(given["name"], given["language"])
    if found is None:
        raise WrongParameter("no template has this name and language")
    acts = _template_acts(world, found, given["value"])
    act = acts.get(given["act"])
    if act is None:
        raise WrongParameter(f"act is one of {', '.join(acts)}")
    act()
    return {"status": found.status, "category": found.category}


def _template_acts(world: World, found: Template, value: str) -> dict[str, Callable[[], None]]:
    templates = world.templates
    return {
        "approve": lambda: templates.approve(found),
        "reject": lambda: templates.reject(found, value or "INVALID_FORMAT"),
        "pause": lambda: templates.pause(found),
        "unpause": lambda: templates.unpause(found),
        "quality": lambda: templates.set_quality(found, value or "YELLOW"),
        "category": lambda: templates.recategorise(found, value or "MARKETING"),
    }


def account_event(world: World, given: Object) -> Object:
    """Tell any management webhook, as it is."""
    world.ground.management(given["field"], given["value"])
    return DONE


def revoke_token(world: World, _given: Object) -> Object:
    for token in world.api.tokens.issued.values():
        token.revoked = token.kind != "APP"
    return DONE


def fault(world: World, given: Object) -> Object:
    """Switch a fault on or off."""
    try:
        world.ground.faults.set(
            given["name"], given["strength"], times=given["times"], variant=given["variant"]
        )
    except UnknownFault as error:
        raise WrongParameter(str(error)) from error
    return {"on": world.ground.faults.on}


def calm(world: World, _given: Object) -> Object:
    world.ground.faults.calm()
    return {"on": {}}


def advance(world: World, given: Object) -> Object:
    """Let the clock jump."""
    if given["seconds"] < 0:
        raise WrongParameter("time only goes forward: seconds must not be negative")
    world.advance(world.now + int(given["seconds"] * 1_000))
    return {"now": world.now}


def webhook(world: World, given: Object) -> Object:
    """Set the app's callback URL, as in the app dashboard."""
    world.subscribe(given["url"])
    return DONE


def choose(world: World, given: Object) -> Object:
    """Change settings of the world."""
    known = {field.name: type(getattr(Settings(), field.name)) for field in fields(Settings)}
    for name, value in given["values"].items():
        if name not in known or not isinstance(value, known[name]):
            raise WrongParameter(f"{name!r} is not a setting, or not of its type")
        setattr(world.ground.settings, name, value)
    return {name: getattr(world.ground.settings, name) for name in known}


def is_open(world: World) -> bool:
    """Whether the people of the sample shop are here: they come once."""
    return all(role.key in world.ground.people for role in CAST)


def shop(world: World, given: Object) -> Object:
    """Let the sample shop live in this world."""
    if is_open(world):
        raise WrongParameter("the sample shop is open already")
    script = Script(world, pace=given["pace"], left=given["count"] or None)
    script.prepare()
    script.open()
    return {"people": list(script.people)}


JUDGEMENTS = (
    Command(
        "restrict",
        "Meta restricts what the number may send.",
        (
            Parameter("type", "restriction type", str, "RESTRICTED_BIZ_INITIATED_MESSAGING"),
            Parameter("days", "until it ends", int, 3),
        ),
        restrict,
    ),
    Command(
        "ban",
        "Meta disables the account, or reinstates it.",
        (
            Parameter("state", "DISABLE, REINSTATE, SCHEDULE_FOR_DISABLE", str, "DISABLE"),
            Parameter("date", "as Meta writes it: April 17, 2025", str, ""),
        ),
        ban,
    ),
    Command(
        "violation",
        "Meta reports a violation of its policy.",
        (Parameter("type", "type", str, "SPAM"),),
        violation,
    ),
    Command(
        "quality",
        "Meta rates the quality of the number.",
        (Parameter("rating", "GREEN, YELLOW, RED"),),
        quality,
    ),
    Command(
        "tier",
        "Meta sets how many people a day may be written to first.",
        (Parameter("tier", "TIER_250, TIER_2K, TIER_10K, TIER_100K, TIER_UNLIMITED"),),
        tier,
    ),
    Command(
        "template",
        "Meta judges a template.",
        (
            Parameter("name", "its name"),
            Parameter("language", "its language", str, "en"),
            Parameter("act", "approve, reject, pause, unpause, quality, category"),
            Parameter("value", "reason, score or category", str, ""),
        ),
        template,
    ),
    Command(
        "event",
        "Meta tells anything else: any management webhook.",
        (Parameter("field", "webhook field"), Parameter("value", "its value", dict)),
        account_event,
    ),
    Command("revoke-token", "Every access token becomes invalid (190).", (), revoke_token),
)
WORLD = (
    Command("advance", "Let the clock jump.", (Parameter("seconds", "how far", float),), advance),
    Command(
        "fault",
        "Switch a fault on (strength 0 to 1) or off (0). Names: " + ", ".join(CATALOGUE) + ".",
        (
            Parameter("name", "of the fault"),
            Parameter("strength", "probability", float, 1.0),
            Parameter("times", "only so often; 0 always", int, 0),
            Parameter("variant", "where a fault has several", str, ""),
        ),
        fault,
    ),
    Command("calm", "Switch all faults off.", (), calm),
    Command(
        "webhook",
        "Deliver to this callback URL from now on.",
        (Parameter("url", "the callback URL"),),
        webhook,
    ),
    Command(
        "settings",
        "Change settings of the world.",
        (Parameter("values", "names and values", dict, {}),),
        choose,
    ),
    Command(
        "shop",
        "Let the sample shop live here.",
        (
            Parameter("pace", "times as quick as life", float, 3.0),
            Parameter("count", "end after so many acts; 0 never", int, 0),
        ),
        shop,
    ),
)
