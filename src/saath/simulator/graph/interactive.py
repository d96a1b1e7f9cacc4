"""Interactive messages: each kind's parts and limits (BASE/messages/interactive-*, 2025-2026)."""

from collections.abc import Callable

from saath.simulator.errors import GraphError
from saath.simulator.graph.limits import (
    bounded,
    invalid,
    longest,
    missing,
    rows,
    section,
    some,
    unique,
)
from saath.simulator.people import Object

HEADERS = frozenset({"text", "image", "video", "document"})
GATEWAYS = frozenset({"razorpay", "payu", "billdesk", "zaakpay"})


def check_interactive(content: Object) -> None:
    """Check one interactive message."""
    kind = content.get("type")
    if not kind:
        raise missing("interactive.type")
    check = KINDS.get(str(kind))
    if check is None:
        raise GraphError(131051, details=f"The interactive type {kind} is not supported.")
    _frame(content, str(kind))
    check(section(content, "action"), content)


def _frame(content: Object, kind: str) -> None:
    header = content.get("header")
    if isinstance(header, dict):
        _header(header)
    if kind not in {"product", "call_permission_request"}:
        limit = 4096 if kind == "list" else 1024
        bounded(section(content, "body"), "text", limit, "interactive.body.text")
    footer = content.get("footer")
    if isinstance(footer, dict):
        longest(str(footer.get("text", "")), 60, "interactive.footer.text")


def _header(header: Object) -> None:
    kind = header.get("type")
    if str(kind) not in HEADERS:
        raise invalid("interactive.header.type is not valid")
    if kind == "text":
        bounded(header, "text", 60, "interactive.header.text")
    else:
        section(header, str(kind))


def _buttons(action: Object, _content: Object) -> None:
    replies = [section(button, "reply") for button in rows(action, "buttons", 1, 3)]
    for reply in replies:
        bounded(reply, "id", 256, "button id")
        bounded(reply, "title", 20, "button title")
    unique([reply["id"] for reply in replies], "button ids")
    unique([reply["title"] for reply in replies], "button titles")


def _list(action: Object, _content: Object) -> None:
    bounded(action, "button", 20, "action.button")
    sections = rows(action, "sections", 1, 10)
    listed = [row for part in sections for row in rows(part, "rows", 1, 10)]
    if len(listed) > 10:
        raise invalid("Total row count exceed max allowed count: 10")
    if len(sections) > 1:
        for part in sections:
            bounded(part, "title", 24, "section title")
    for row in listed:
        bounded(row, "id", 200, "row id")
        bounded(row, "title", 24, "row title")
        longest(str(row.get("description", "")), 72, "row description")
    unique([row["id"] for row in listed], "row ids")


def _parameters(action: Object, name: str) -> Object:
    if action.get("name") != name:
        raise invalid(f"action.name must be {name}")
    return section(action, "parameters")


def _cta_url(action: Object, _content: Object) -> None:
    parameters = _parameters(action, "cta_url")
    bounded(parameters, "display_text", 20, "display_text")
    if not str(parameters.get("url", "")).startswith(("http://", "https://")):
        raise invalid("cta_url: url is not valid")


def _named(name: str) -> Callable[[Object, Object], None]:
    def check(action: Object, _content: Object) -> None:
        if action.get("name") != name:
            raise invalid(f"action.name must be {name}")

    return check


def _address(action: Object, _content: Object) -> None:
    if _parameters(action, "address_message").get("country") != "IN":
        raise invalid("address_message: only country IN is supported")


def _flow(action: Object, _content: Object) -> None:
    parameters = _parameters(action, "flow")
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        raise missing("exactly one of flow_id and flow_name")
    bounded(parameters, "flow_cta", 30, "flow_cta")
    bounded(parameters, "flow_message_version", 3, "flow_message_version")


def _product(action: Object, _content: Object) -> None:
    bounded(action, "catalog_id", 64, "catalog_id")
    bounded(action, "product_retailer_id", 100, "product_retailer_id")


def _products(action: Object, content: Object) -> None:
    if section(content, "header").get("type") != "text":
        raise invalid("product_list needs a text header")
    bounded(action, "catalog_id", 64, "catalog_id")
    sections = rows(action, "sections", 1, 10)
    items = [item for part in sections for item in rows(part, "product_items", 1, 30)]
    if len(items) > 30:
        raise invalid("product_list: at most 30 products")


def _carousel(action: Object, _content: Object) -> None:
    cards = rows(action, "cards", 2, 10)
    kinds = {str(section(card, "header").get("type")) for card in cards}
    if len(kinds) > 1 or not kinds <= {"image", "video"}:
        raise invalid("carousel: every card needs a header of the same type, image or video")
    if [card.get("card_index") for card in cards] != list(range(len(cards))):
        raise invalid("carousel: card_index must count from 0")


def _order(action: Object, _content: Object) -> None:
    parameters = _parameters(action, "review_and_pay")
    bounded(parameters, "reference_id", 35, "reference_id")
    if parameters.get("currency") != "INR":
        raise invalid("order_details: only INR is supported")
    order = section(parameters, "order")
    parts = {name: _amount(order, name) for name in ("subtotal", "tax", "shipping", "discount")}
    total = parts["subtotal"] + parts["tax"] + parts["shipping"] - parts["discount"]
    if _amount(parameters, "total_amount") != total:
        raise invalid("order_details: total_amount is not subtotal + tax + shipping - discount")
    for payment in some(parameters, "payment_settings"):
        gateway = payment.get("payment_gateway")
        if isinstance(gateway, dict) and str(gateway.get("type")) not in GATEWAYS:
            raise invalid("order_details: the payment gateway is not supported")


def _amount(body: Object, name: str) -> int:
    amount = body.get(name)
    if amount is None:
        return 0
    if not isinstance(amount, dict) or not isinstance(amount.get("value"), int):
        raise invalid(f"{name} must be an amount")
    return int(amount["value"])


def _order_status(action: Object, _content: Object) -> None:
    parameters = _parameters(action, "review_order")
    bounded(parameters, "reference_id", 35, "reference_id")


def _no_calls(_action: Object, _content: Object) -> None:
    raise GraphError(131051, details="Calling is not available on this number.")


KINDS: dict[str, Callable[[Object, Object], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _cta_url,
    "location_request_message": _named("send_location"),
    "request_contact_info": _named("request_contact_info"),
    "address_message": _address,
    "flow": _flow,
    "catalog_message": _named("catalog_message"),
    "product": _product,
    "product_list": _products,
    "carousel": _carousel,
    "order_details": _order,
    "order_status": _order_status,
    "call_permission_request": _no_calls,
    "voice_call": _no_calls,
}
