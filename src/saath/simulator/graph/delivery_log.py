"""`message_history`: what became of an outgoing message, for programs that lost webhooks.

Shape: reference v23.0, `/<PHONE_ID>/message_history` and `/<MESSAGE_HISTORY_ID>/events`.
"""

from saath.simulator.errors import no_such
from saath.simulator.graph.account_edges import page
from saath.simulator.graph.exchange import Request
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object


def entries(ground: Ground, request: Request) -> Object:
    """Entries for one message id."""
    message = ground.messages.get(request.text("message_id"))
    if message is None or message.via != "api":
        return {"data": []}
    row: Object = {"id": entry_id(message), "message_id": message.wamid}
    if "events" in request.query.get("fields", ""):
        row["events"] = {"data": _events(ground, message)}
    return page([row], request)


def entry_id(message: Message) -> str:
    return f"mh{abs(hash_of(message.wamid))}"


def hash_of(wamid: str) -> int:
    """A number that is the same on every machine."""
    value = 0
    for sign in wamid:
        value = (value * 131 + ord(sign)) % 10**15
    return value


def events(ground: Ground, request: Request) -> Object:
    """Events of one entry."""
    for message in ground.messages.values():
        if message.via == "api" and entry_id(message) == request.parts[0]:
            return page(_events(ground, message), request)
    raise no_such(request.parts[0])


def _events(ground: Ground, message: Message) -> list[Object]:
    told = ground.truth.acknowledged
    found: list[Object] = [{"delivery_status": "ACCEPTED", "timestamp": message.at // 1000}]
    for at, status in message.fate:
        key = f"status:{message.wamid}:{status}"
        state = "DELIVERED" if told[key] else "FAILED"
        found.append(
            {
                "delivery_status": status.upper(),
                "webhook_update_state": state,
                "timestamp": at // 1000,
                "application": {"id": ground.ids.app_id},
            }
        )
    return found
