"""Commands of the owner: the phone in hand, its link to the platform, its automatic texts."""

from saath.simulator.control.commands import DONE, Command, Parameter, switch, told, who
from saath.simulator.control.customer_commands import DATA, KIND, PERSON, REPLY, TEXT, bytes_of
from saath.simulator.people import Object
from saath.simulator.sync import MEDIA
from saath.simulator.world import World


def echo(world: World, given: Object) -> Object:
    """Send from the owner's phone."""
    person, kind = who(world, given["person"]), given["type"]
    content: Object = {"text": {"body": given["text"]}}
    if kind in MEDIA:
        data = bytes_of(given["data"])
        content = world.customers.media_content(kind, caption=given["text"], data=data)
    via = "companion" if given["companion"] else "phone"
    return told(world.phone.send(person, kind, content, reply_to=given["reply_to"], via=via))


def contact(world: World, given: Object) -> Object:
    """Save, rename or remove somebody in the phone book."""
    person = who(world, given["person"])
    if given["remove"]:
        world.phone.remove_contact(person)
    else:
        world.phone.save_contact(person, given["name"] or person.name)
    return DONE


def automatic(world: World, given: Object) -> Object:
    """Set the greeting and away texts of the app; empty switches one off."""
    texts = world.phone.automatic
    texts.greeting, texts.away = given["greeting"], given["away"]
    texts.away_now = bool(given["away"]) and given["away_now"]
    return DONE


def ask_link(world: World, _given: Object) -> Object:
    world.account.ask_link()
    return {"asked": True}


def answer_link(world: World, given: Object) -> Object:
    """Answer the link request; a yes gives the code that the browser would get."""
    share = given["share_history"]
    code = world.account.answer_link(accept=given["accept"], share_history=share)
    return {"code": code, "waba_id": world.ids.waba_id if code else ""}


def decline_history(world: World, _given: Object) -> Object:
    world.account.decline_history()
    return DONE


def share_history(world: World, given: Object) -> Object:
    world.account.share_history = given["share"]
    return DONE


def offline(world: World, given: Object) -> Object:
    """Switch the phone off; after so many days it comes back (0: stays off)."""
    world.account.set_online(online=False)
    if given["days"]:
        back = int(given["days"] * 86_400_000)
        world.ground.schedule.after(back, lambda: world.account.set_online(online=True))
    return DONE


def online(world: World, _given: Object) -> Object:
    world.account.set_online(online=True)
    return DONE


def change_phone(world: World, given: Object) -> Object:
    world.account.change_phone(given["minutes"])
    return DONE


def offboard(world: World, _given: Object) -> Object:
    world.account.offboard()
    return DONE


def reconnect(world: World, _given: Object) -> Object:
    world.account.reconnect()
    return DONE


def disconnect(world: World, given: Object) -> Object:
    world.account.remove(given["reason"], given["initiated_by"])
    return DONE


COMMANDS = (
    Command(
        "echo",
        "The owner writes or sends something on the phone.",
        (
            PERSON,
            TEXT,
            KIND,
            REPLY,
            DATA,
            switch("companion", "from a linked device instead", on=False),
        ),
        echo,
    ),
    Command(
        "contact",
        "The owner saves, renames or removes a contact.",
        (
            PERSON,
            Parameter("name", "new name", str, ""),
            switch("remove", "remove", on=False),
        ),
        contact,
    ),
    Command(
        "automatic",
        "The owner sets the app's greeting and away texts.",
        (
            Parameter("greeting", "sent on a first message", str, ""),
            Parameter("away", "sent while away", str, ""),
            switch("away_now", "the owner is away", on=True),
        ),
        automatic,
    ),
    Command("ask-link", "A partner's sign-up asks the phone to link.", (), ask_link),
    Command(
        "answer-link",
        "The owner answers the link request.",
        (
            switch("accept", "yes or no", on=True),
            switch("share_history", "share chats of 6 months", on=True),
        ),
        answer_link,
    ),
    Command("decline-history", "The owner does not share history.", (), decline_history),
    Command(
        "share-history",
        "The owner shares history with the next link, or does not.",
        (switch("share", "on", on=True),),
        share_history,
    ),
    Command(
        "offline",
        "The phone is off; 14 days of it end the link.",
        (Parameter("days", "comes back after so many; 0 never", float, 0.0),),
        offline,
    ),
    Command("online", "The phone is on again.", (), online),
    Command(
        "change-phone",
        "The owner moves to a new phone: cut, back minutes later.",
        (Parameter("minutes", "until it reconnects", int, 5),),
        change_phone,
    ),
    Command("offboard", "The link is cut (ACCOUNT_OFFBOARDED), until `reconnect`.", (), offboard),
    Command("reconnect", "The link is back (ACCOUNT_RECONNECTED).", (), reconnect),
    Command(
        "disconnect",
        "The owner disconnects in the app, or the system does (PARTNER_REMOVED).",
        (
            Parameter("reason", "disconnection_info.reason", str, ""),
            Parameter("initiated_by", "USER or SYSTEM", str, "USER"),
        ),
        disconnect,
    ),
)
