"""`/<PHONE_ID>/block_users`: only people who wrote within 24 hours can be blocked."""

from saath.simulator.errors import TITLES, GraphError
from saath.simulator.graph.limits import rows
from saath.simulator.ground import Ground
from saath.simulator.people import Object, Person
from saath.simulator.pricing import Pricing


def blocked(ground: Ground) -> Object:
    """The block list."""
    people = [_row(person) for person in ground.people.values() if person.blocked]
    return {"data": people, "paging": {"cursors": {"after": "", "before": ""}}}


def _row(person: Person) -> Object:
    ids = {"input": person.wa_id, "wa_id": person.wa_id, "user_id": person.bsuid}
    return {"messaging_product": "whatsapp"} | ids


def change(ground: Ground, pricing: Pricing, body: Object, *, block: bool) -> Object:
    """Block or unblock several people; a partial failure is an error with both lists."""
    done: list[Object] = []
    failed: list[Object] = []
    for item in rows(body, "block_users", 1, 1_000):
        name = str(item.get("user") or item.get("user_id") or "")
        person = ground.find(name.removeprefix("+"))
        allowed = person is not None and (not block or pricing.window_open(person.key))
        if person is not None and allowed:
            person.blocked = block
            done.append({"input": name, "wa_id": person.wa_id, "user_id": person.bsuid})
        else:
            failed.append(_failure(name))
    listed: Object = {"added_users" if block else "removed_users": done}
    if not failed:
        return {"messaging_product": "whatsapp", "block_users": listed}
    extra: Object = {"block_users": listed | {"failed_users": failed}}
    raise GraphError(139100, details="Some users could not be changed.", extra=extra)


def _failure(name: str) -> Object:
    details = "Only users who wrote within the last 24 hours can be blocked."
    error = {"message": TITLES[139100], "code": 139101, "error_data": {"details": details}}
    return {"input": name, "errors": [error]}
