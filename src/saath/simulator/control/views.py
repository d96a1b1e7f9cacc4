"""What can be looked at: the state of the world, chats, and the ground truth."""

from saath.simulator.errors import no_such
from saath.simulator.faults import CATALOGUE
from saath.simulator.people import Message, Object, Person
from saath.simulator.world import World


def state(world: World) -> Object:
    """The world at a glance."""
    account, phone = world.account, world.phone
    return {
        "now": world.now,
        "seed": world.seed,
        "ids": identity(world, ""),
        "account": {"state": account.state, "quality": account.quality, "tier": account.tier},
        "phone": {
            "online": phone.online,
            "asked_to_link": account.asked,
            "shares_history": account.share_history,
            "greeting": phone.automatic.greeting,
            "away": phone.automatic.away,
        },
        "people": [shown_person(person, world) for person in world.ground.people.values()],
        "faults": world.ground.faults.on,
        "waiting": not world.ground.wire.quiet,
    }


def identity(world: World, base_url: str) -> Object:
    """What a program needs to use this world."""
    ids = world.ids
    return {
        "base_url": base_url,
        "token": ids.token,
        "app_id": ids.app_id,
        "app_secret": ids.app_secret,
        "waba_id": ids.waba_id,
        "phone_number_id": ids.phone_number_id,
        "portfolio_id": ids.portfolio_id,
        "display_phone_number": ids.display_phone_number,
        "verify_token": ids.verify_token,
    }


def shown_person(person: Person, world: World) -> Object:
    return {
        "key": person.key,
        "name": person.name,
        "phone": person.wa_id,
        "user_id": person.bsuid,
        "username": person.username,
        "saved_as": person.saved_as,
        "phone_visible": person.phone_visible(world.now),
        "online": person.online,
        "blocked": person.blocked,
        "messages": len(world.ground.chats[person.key]),
    }


def chat(world: World, key: str) -> Object:
    """One chat as it really is."""
    person = world.ground.find(key)
    if person is None:
        raise no_such(key)
    messages = [shown_message(message) for message in world.chat(person.key)]
    return {"person": shown_person(person, world), "messages": messages}


def shown_message(message: Message) -> Object:
    return {
        "wamid": message.wamid,
        "direction": "out" if message.outbound else "in",
        "via": message.via,
        "at": message.at,
        "type": message.type,
        "text": message.text,
        "content": message.content,
        "status": message.status if message.outbound else None,
        "edited": message.edited,
        "deleted": message.deleted,
        "reactions": message.reactions,
        "past": message.past,
        "opaque": message.opaque,
        "received_at": message.received_at,
    }


def truth(world: World) -> Object:
    """What really happened, for checks."""
    known = world.truth
    accepted = [
        {"wamid": a.wamid, "person": a.person, "at": a.at, "type": a.type, "opaque": a.opaque}
        | {"answered": a.answered}
        for a in known.acceptances
    ]
    return {
        "counts": known.counts(),
        "emitted": len(known.emitted),
        "unacknowledged": sorted(known.unacknowledged),
        "lost": sorted(known.lost),
        "refused": {str(status): count for status, count in known.refused.items()},
        "received": known.received,
        "accepted": accepted,
        "read_by_us": known.read_by_us,
        "unseen": known.unseen,
    }


def catalogue(world: World) -> Object:
    on = world.ground.faults
    rows = [
        {"name": f.name, "number": f.number, "what": f.what, "strength": on.strength(f.name)}
        | {"struck": on.struck.get(f.name, 0)}
        for f in CATALOGUE.values()
    ]
    return {"faults": rows}


def sign_up(world: World) -> Object:
    """What the popup of the sign-up waits for."""
    account = world.account
    return {"asked": account.asked, "code": account.offered, "waba_id": world.ids.waba_id}
