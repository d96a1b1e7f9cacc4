"""The three pages: the phone, the customers, the world."""

from html import escape
from importlib.resources import files

from saath.simulator.control.meta_commands import is_open
from saath.simulator.control.table import COMMANDS
from saath.simulator.faults import CATALOGUE
from saath.simulator.graph.exchange import Response
from saath.simulator.page.bubbles import thread
from saath.simulator.page.pieces import (
    chat_list,
    choice,
    face,
    fold,
    form,
    hidden,
    moment,
    shown,
    spoken,
    words,
)
from saath.simulator.people import Person
from saath.simulator.world import World

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'"
STATIC = {
    "style.css": "text/css",
    "live.js": "text/javascript",
    "sdk.js": "text/javascript",
    "popup.js": "text/javascript",
}
POPUP = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign up</title>'
    '<link rel="stylesheet" href="/_sim/style.css"><script src="/_sim/popup.js" defer></script>'
    "</head><body><header><strong>Simulator</strong><small>Pretend sign-up</small></header><main>"
    '<div class="page"><section><h1>Connect your WhatsApp Business App</h1><p>Open the phone and '
    'answer the request: <a href="/_sim/phone" target="_blank">the phone</a>.</p>'
    '<p role="status" id="state">Waiting for the phone.</p><button id="leave">Cancel</button>'
    "</section></div></main></body></html>"
)
MEDIA = ("text", "image", "document", "audio", "video", "sticker")


def page(world: World, name: str, query: dict[str, str]) -> Response | None:
    """Give a page or a file of the pages, or nothing."""
    if name in STATIC:
        text = (files("saath.simulator.page") / name).read_bytes()
        return Response(200, text, {"content-type": f"{STATIC[name]}; charset=utf-8"})
    if name == "popup":
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        return Response(200, POPUP.encode(), headers)
    pages = {"": _phone, "phone": _phone, "customers": _customers, "world": _world}
    if name not in pages:
        return None
    return _whole(pages[name](world, query), name or "phone", query)


def _whole(inner: str, name: str, query: dict[str, str]) -> Response:
    links = "".join(
        f'<a href="/_sim/{key}"{_current(key, name)}>{label}</a>'
        for key, label in (("phone", "Phone"), ("customers", "Customers"), ("world", "World"))
    )
    problem = query.get("problem", "")
    alert = f'<p role="alert" class="problem">{escape(problem)}</p>' if problem else ""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name.capitalize()} · Saath simulator</title>"
        '<link rel="stylesheet" href="/_sim/style.css"><script src="/_sim/live.js" defer></script>'
        f'</head><body><header><strong>Simulator</strong><nav aria-label="Pages">{links}</nav>'
        "<small>A pretend WhatsApp. Nothing here reaches anybody.</small></header>"
        f'<main id="page" class="{name}">{alert}<div class="page">{inner}</div></main></body></html>'
    )
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
    return Response(200, html.encode(), headers)


def _current(key: str, name: str) -> str:
    return ' aria-current="page"' if key == name else ""


def _chosen(world: World, query: dict[str, str]) -> Person | None:
    return world.ground.find(query.get("chat", ""))


def _device(world: World, where: str, person: Person | None, *, ours: bool) -> str:
    """The screen that is held in the hand: the chats, or one of them."""
    if person is None:
        title = world.ids.verified_name if ours else "Customers"
        head = f'<header class="bar"><h1>{escape(title)}</h1></header>'
        return f'<section class="device">{head}{chat_list(world, where, "")}</section>'
    back = f"/_sim/{where}?chat={person.key}"
    name = shown(person) if ours else person.name
    head = (
        f'<header class="bar"><a class="back" href="/_sim/{where}" aria-label="All chats">‹</a>'
        f"{face(person)}<h1 dir=auto>{escape(name)}</h1></header>"
    )
    said = thread(spoken(world, person)[-60:], back, ours=ours)
    command = "echo" if ours else "message"
    return f'<section class="device">{head}{said}{_composer(command, person, back)}</section>'


def _composer(command: str, person: Person, back: str) -> str:
    said = words("text", "Message").replace("<input", '<input placeholder="Message"')
    inner = hidden("person", person.key) + said
    return form(command, back, inner + choice("type", "Kind", MEDIA), "Send", "composer")


def _beside(world: World, where: str, person: Person | None, more: str) -> str:
    """What is beside the screen: the other chats, and what else can be done."""
    chats = chat_list(world, where, person.key) if person else ""
    return f"<aside>{more}{chats}</aside>"


def _phone(world: World, query: dict[str, str]) -> str:
    person = _chosen(world, query)
    more = _phone_state(world)
    if person:
        save = words("name", "Name in the phone book", person.saved_as)
        book = form(
            "contact", f"/_sim/phone?chat={person.key}", hidden("person", person.key) + save, "Save"
        )
        more += fold("Contact", book)
    return _device(world, "phone", person, ours=True) + _beside(world, "phone", person, more)


def _phone_state(world: World) -> str:
    """What the phone itself shows: link request, on or off, automatic texts."""
    account, phone, back = world.account, world.phone, "/_sim/phone"
    intro = "What you write here reaches the customer, and Saath hears of it as an echo."
    parts = [f"<h2>The owner's phone</h2><p>{intro}</p>"]
    if account.asked:
        yes = choice("share_history", "Share chats of the last 6 months", ("yes", "no"))
        parts.append("<h2>Connect to Business Platform?</h2>")
        parts.append(form("answer-link", back, hidden("accept", "yes") + yes, "Connect"))
        parts.append(form("answer-link", back, hidden("accept", "no"), "Not now"))
    state = "on" if phone.online else "off"
    parts.append(f"<p>Phone {state} · platform {account.state.lower()}</p>")
    parts.append(_phone_settings(world, back))
    return "".join(parts)


def _phone_settings(world: World, back: str) -> str:
    texts = world.phone.automatic
    fields = words("greeting", "Greeting", texts.greeting) + words("away", "Away", texts.away)
    rows = [
        form("automatic", back, fields, "Save automatic texts"),
        form("offline", back, "", "Switch the phone off"),
        form("online", back, "", "Switch the phone on"),
        form("change-phone", back, "", "Move to a new phone"),
        form("disconnect", back, hidden("reason", "ACCOUNT_DISCONNECTED"), "Disconnect"),
    ]
    return fold("Settings of the phone", "".join(rows))


def _customers(world: World, query: dict[str, str]) -> str:
    person = _chosen(world, query)
    back = f"/_sim/customers?chat={person.key}" if person else "/_sim/customers"
    new = words("name", "Name") + words("username", "Username (hides the phone)")
    more = "<h2>The customers</h2><p>Choose whom to be, and write to the shop.</p>"
    more += fold("New customer", form("person", back, new, "Add"))
    if person:
        ad = hidden("person", person.key) + words("text", "By an ad")
        odd = form("unavailable", back, hidden("person", person.key), "Send something unavailable")
        more += fold("More", form("from-ad", back, ad, "Come") + odd)
    screen = _device(world, "customers", person, ours=False)
    return screen + _beside(world, "customers", person, more)


def _world(world: World, _query: dict[str, str]) -> str:
    back, faults = "/_sim/world", world.ground.faults
    clock = f"<p>World time: {moment(world.now)}</p>"
    jump = form("advance", back, words("seconds", "Seconds", "3600"), "Let time jump")
    shop = "" if is_open(world) else form("shop", back, "", "Open the sample shop")
    rows = "".join(
        f"<tr><td>{fault.number}</td><td>{fault.name}</td><td>{escape(fault.what)}</td>"
        f"<td>{faults.strength(fault.name):g}</td><td>{faults.struck.get(fault.name, 0)}</td></tr>"
        for fault in CATALOGUE.values()
    )
    names = choice("name", "Fault", CATALOGUE) + words("strength", "Strength, 0 to 1", "0.2")
    table = (
        '<div class="wide" tabindex="0" role="region" aria-label="Faults"><table><thead><tr>'
        "<th>No.</th><th>Fault</th><th>What it does</th><th>On</th><th>Struck</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    told = world.truth.counts()
    counts = "".join(f"<li>{name}: {count}</li>" for name, count in told.items())
    commands = "".join(
        f"<li><code>{c.name}</code> {escape(c.what)}</li>" for c in COMMANDS.values()
    )
    return (
        f"<section><h1>The world</h1>{clock}{jump}{shop}<h2>Told and acknowledged</h2>"
        f"<ul>{counts}</ul><h2>Faults</h2>{form('fault', back, names, 'Set')}"
        f"{form('calm', back, '', 'All off')}{table}<h2>Commands of the API</h2>"
        f'<p><a href="/_sim/openapi.json">OpenAPI</a></p><ul>{commands}</ul></section>'
    )
