"""`health_status`: whether messages can be sent, and which entity stands in the way."""

from saath.simulator.account import Account
from saath.simulator.ground import Ground
from saath.simulator.people import Object


def health(ground: Ground, account: Account) -> Object:
    """Judge the number, the account, the portfolio and the app."""
    number = _entity("PHONE_NUMBER", ground.ids.phone_number_id, _number_trouble(account))
    waba = _entity("WABA", ground.ids.waba_id, _account_trouble(ground, account))
    business = _entity("BUSINESS", ground.ids.portfolio_id, [])
    app = _entity("APP", ground.ids.app_id, [])
    entities = [number, waba, business, app]
    blocked = any(entity["can_send_message"] == "BLOCKED" for entity in entities)
    return {"can_send_message": "BLOCKED" if blocked else "AVAILABLE", "entities": entities}


def _entity(kind: str, entity_id: str, errors: list[Object]) -> Object:
    can = "BLOCKED" if errors else "AVAILABLE"
    entity: Object = {"entity_type": kind, "id": entity_id, "can_send_message": can}
    return entity | ({"errors": errors} if errors else {})


def _trouble(code: int, what: str, how: str) -> Object:
    return {"error_code": code, "error_description": what, "possible_solution": how}


def _number_trouble(account: Account) -> list[Object]:
    if account.bond != "CONNECTED":
        text = "The phone number is not connected to the platform."
        return [_trouble(133010, text, "Reconnect in the WhatsApp Business App.")]
    return []


def _account_trouble(ground: Ground, account: Account) -> list[Object]:
    if account.banned:
        return [_trouble(131031, "The account is disabled.", "Appeal in Business Support.")]
    if ground.faults.strength("payment"):
        return [_trouble(131042, "No valid payment method.", "Add a payment method.")]
    return []
