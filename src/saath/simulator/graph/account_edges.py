"""The WhatsApp Business Account: its fields and its numbers; the portfolio above it."""

from saath.simulator.account import Account
from saath.simulator.errors import GraphError
from saath.simulator.graph.exchange import Request
from saath.simulator.graph.health import health
from saath.simulator.ground import Ground
from saath.simulator.people import Object

NAMESPACE = "5f3a41c2_77d0_4b7e_9c1a_2d8e60b1f9a4"


def account_fields(ground: Ground, account: Account, request: Request) -> Object:
    """Fields of the account."""
    ids = ground.ids
    known: Object = {
        "id": ids.waba_id,
        "name": ids.verified_name,
        "currency": "INR",
        "country": "IN",
        "timezone_id": "71",
        "message_template_namespace": NAMESPACE,
        "account_review_status": "APPROVED",
        "business_verification_status": "verified",
        "ownership_type": "CLIENT_OWNED",
        "status": "DISABLED" if account.banned else "ACTIVE",
        "is_enabled_for_insights": True,
        "owner_business_info": {"id": ids.portfolio_id, "name": ids.verified_name},
        "primary_business_location": "IN",
        "marketing_messages_lite_api_status": "INELIGIBLE",
        "marketing_messages_onboarding_status": "INELIGIBLE_USING_WHATSAPP_BUSINESS_APP",
        "disable_marketing_messages_on_cloud_api": False,
        "on_behalf_of_business_info": None,
        "subscribed_apps": None,
        "health_status": health(ground, account),
    }
    wanted = request.wanted() or ["name", "timezone_id", "message_template_namespace"]
    for name in wanted:
        if name not in known:
            raise GraphError(100, message=f"(#100) Tried accessing nonexisting field ({name})")
    shown = {name: known[name] for name in wanted if known[name] is not None}
    return shown | {"id": ids.waba_id}


def page(rows: list[Object], request: Request) -> Object:
    """A page of a list with Graph's cursors."""
    limit, start = _count(request, "limit", 25), _count(request, "after", 0)
    if request.query.get("before"):
        start = max(0, _count(request, "before", 0) - limit)
    shown = rows[start : start + limit]
    if not shown:
        return {"data": []}
    end = start + len(shown)
    paging: Object = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(rows):
        paging["next"] = f"https://graph.facebook.com/next?after={end}&limit={limit}"
    return {"data": shown, "paging": paging}


def _count(request: Request, name: str, usual: int) -> int:
    given = request.query.get(name) or str(usual)
    if not given.isdigit():
        raise GraphError(100, message=f"(#100) Param {name} is not valid.")
    return int(given)
