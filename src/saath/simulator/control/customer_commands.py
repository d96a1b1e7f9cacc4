"""Commands that let customers act."""

import base64
import binascii
from itertools import chain, count

from saath.simulator.control.commands import (
    DONE,
    Command,
    Parameter,
    WrongParameter,
    switch,
    told,
    which,
    who,
)
from saath.simulator.customers import Impossible
from saath.simulator.people import Object, Person
from saath.simulator.sync import MEDIA
from saath.simulator.world import World

PERSON = Parameter("person", "key, phone, user id or username of a customer")
WAMID = Parameter("wamid", "id of a message")
TEXT = Parameter("text", "the words", str, "")
KIND = Parameter(
    "type", "text, image, audio, video, document, sticker, location, contacts", str, "text"
)
REPLY = Parameter("reply_to", "id of the message quoted", str, "")
DATA = Parameter("data", "the bytes of a medium in base64; a sample otherwise", str, "")


def bytes_of(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise WrongParameter("data must be base64") from error


def message(world: World, given: Object) -> Object:
    """Let a customer send something."""
    person = _somebody(world, given["person"])
    kind, text = given["type"], given["text"]
    customers = world.customers
    if kind == "text":
        return told(customers.write(person, text, reply_to=given["reply_to"]))
    if kind in MEDIA:
        data = bytes_of(given["data"])
        reply = given["reply_to"]
        return told(customers.media(person, kind, caption=text, data=data, reply_to=reply))
    return told(customers.send(person, kind, _content(kind, given), reply_to=given["reply_to"]))


def _somebody(world: World, name: str) -> Person:
    """Find a customer; a phone number nobody has becomes one."""
    found = world.ground.find(name)
    digits = "".join(sign for sign in name if sign.isdigit())
    if found is None and len(digits) >= 10 and not name.strip("+0123456789 -"):
        return world.ground.person(f"p{digits}", f"+{digits}", wa_id=digits)
    return found or who(world, name)


def _content(kind: str, given: Object) -> Object:
    if given["content"]:
        return {kind: given["content"]}
    if kind == "location":
        return {"location": {"latitude": 21.1702, "longitude": 72.8311, "name": given["text"]}}
    if kind == "contacts":
        name = given["text"] or "A friend"
        card = {"name": {"formatted_name": name, "first_name": name}}
        return {"contacts": [card | {"phones": [{"phone": "+91 55511 22334", "type": "CELL"}]}]}
    raise WrongParameter(f"a message of the type {kind} needs its content")


def person(world: World, given: Object) -> Object:
    """Add a customer."""
    digits = "".join(sign for sign in given["phone"] if sign.isdigit())
    key = given["key"] or _free_key(world, given["name"])
    if world.ground.find(key) is not None:
        raise Impossible(f"somebody is called {key!r} already; choose another key")
    added = world.ground.person(key, given["name"], wa_id=digits, username=given["username"])
    added.saved_as = given["saved_as"]
    return {"key": key, "phone": added.wa_id, "user_id": added.bsuid}


def _free_key(world: World, name: str) -> str:
    """A short name that nobody has: the first word in plain letters, with a number if need be."""
    first = name.partition(" ")[0].lower()
    word = "".join(sign for sign in first if sign.isascii() and sign.isalnum()) or "customer"
    tried = chain([word], (f"{word}{number}" for number in count(2)))
    return next(key for key in tried if world.ground.find(key) is None)


def edit(world: World, given: Object) -> Object:
    """Change a message; whose it is decides who does it."""
    target = which(world, given["wamid"])
    if target.outbound:
        return told(world.phone.edit(target, given["text"]))
    return told(world.customers.edit(target, given["text"]))


def revoke(world: World, given: Object) -> Object:
    target = which(world, given["wamid"])
    if target.outbound:
        return told(world.phone.revoke(target))
    return told(world.customers.revoke(target))


def react(world: World, given: Object) -> Object:
    target = which(world, given["wamid"])
    if given["by"] == "owner":
        return told(world.phone.react(target, given["emoji"]))
    return told(world.customers.react(target, given["emoji"]))


def press(world: World, given: Object) -> Object:
    """Press a button or choose a row of a message of ours."""
    offered = which(world, given["wamid"])
    chosen = {"id": given["button"], "title": given["title"] or given["button"]}
    if offered.type == "template":
        button: Object = {"payload": given["button"], "text": chosen["title"]}
    else:
        kind = "list_reply" if _is_list(offered.content) else "button_reply"
        button = {"type": kind, kind: chosen}
    return told(world.customers.press(world.ground.people[offered.person], offered, button))


def _is_list(content: Object) -> bool:
    return bool(content.get("interactive", {}).get("type") == "list")


def from_ad(world: World, given: Object) -> Object:
    person = _somebody(world, given["person"])
    return told(world.customers.from_ad(person, given["text"], given["headline"]))


def unavailable(world: World, given: Object) -> Object:
    return told(world.customers.unavailable(_somebody(world, given["person"])))


def change_number(world: World, given: Object) -> Object:
    digits = "".join(sign for sign in given["phone"] if sign.isdigit())
    return told(world.customers.change_number(who(world, given["person"]), digits))


def preference(world: World, given: Object) -> Object:
    world.customers.prefer(who(world, given["person"]), marketing=given["marketing"])
    return DONE


def presence(world: World, given: Object) -> Object:
    """Take a customer's phone offline or back, or let them block the business."""
    person = who(world, given["person"])
    person.has_blocked_us = given["blocks"]
    person.reads = given["reads"]
    if given["online"] and not person.online:
        world.arrival.come_online(person)
    person.online = given["online"]
    return DONE


def burst(world: World, given: Object) -> Object:
    """Let many messages come at once."""
    everybody = list(world.ground.people.values())
    if not everybody:
        raise WrongParameter("nobody is here to write; add customers first")
    for number in range(given["count"]):
        writer = everybody[number % len(everybody)]
        world.customers.write(writer, f"message {number + 1} of {given['count']}")
    return {"sent": given["count"]}


COMMANDS = (
    Command(
        "person",
        "Add a customer.",
        (
            Parameter("name", "profile name"),
            Parameter("key", "short name for commands; made of the name otherwise", str, ""),
            Parameter("phone", "phone number; drawn otherwise", str, ""),
            Parameter("username", "a person with one hides the phone", str, ""),
            Parameter("saved_as", "name in the owner's phone book", str, ""),
        ),
        person,
    ),
    Command(
        "message",
        "A customer writes or sends something.",
        (PERSON, TEXT, KIND, REPLY, DATA, Parameter("content", "content of other types", dict, {})),
        message,
    ),
    Command("edit", "The author changes a message.", (WAMID, Parameter("text", "new words")), edit),
    Command("revoke", "The author deletes a message for everyone.", (WAMID,), revoke),
    Command(
        "react",
        "Somebody reacts to a message; an empty emoji takes it back.",
        (
            WAMID,
            Parameter("emoji", "the emoji", str, ""),
            Parameter("by", "customer or owner", str, "customer"),
        ),
        react,
    ),
    Command(
        "press",
        "A customer presses a button or chooses a row.",
        (WAMID, Parameter("button", "its id"), Parameter("title", "its title", str, "")),
        press,
    ),
    Command(
        "from-ad",
        "A customer comes by an ad: 131060 first, then the message.",
        (
            PERSON,
            Parameter("text", "the words", str, "Can I get more info on this?"),
            Parameter("headline", "of the ad", str, "Silk week"),
        ),
        from_ad,
    ),
    Command(
        "unavailable", "A message comes that cannot be shown: only 131060.", (PERSON,), unavailable
    ),
    Command(
        "change-number",
        "A customer moves to another number, with another user id.",
        (PERSON, Parameter("phone", "the new number")),
        change_number,
    ),
    Command(
        "preference",
        "A customer stops or resumes marketing messages.",
        (PERSON, switch("marketing", "false: stop", on=False)),
        preference,
    ),
    Command(
        "presence",
        "A customer's phone goes off or on, stops reading, blocks the business.",
        (
            PERSON,
            switch("online", "phone on", on=True),
            switch("reads", "reads what comes", on=True),
            switch("blocks", "has blocked the business", on=False),
        ),
        presence,
    ),
    Command("burst", "Many messages at once.", (Parameter("count", "how many", int, 300),), burst),
)
