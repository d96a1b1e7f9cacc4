"""Meta's errors: codes, titles, HTTP statuses, and the shape of an error answer.

Codes and statuses: developers.facebook.com/documentation/business-messaging/whatsapp/support/
error-codes, read Sep 2026. Where Meta documents no code for a case, the code is marked "guess".
"""

from dataclasses import dataclass, field

from saath.simulator.people import Object

HREF = "/documentation/business-messaging/whatsapp/support/error-codes"

TITLES: dict[int, str] = {
    1: "An unknown error occurred",
    2: "Service temporarily unavailable",
    3: "Capability or permissions issue",
    4: "Application request limit reached",
    10: "Application does not have permission for this action",
    100: "Invalid parameter",
    190: "Invalid OAuth access token",
    200: "Permissions error",
    368: "Temporarily blocked for policies violations",
    80007: "There have been too many calls to this WhatsApp Business account",
    130403: "Forbidden: the user is blocked by the business",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131031: "Business Account locked",
    131042: "Business eligibility payment issue",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131050: "User has stopped receiving marketing messages from this business",
    131051: "Unsupported message type",
    131052: "Media download error",
    131053: "Media upload error",
    131055: "Method not allowed",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131057: "Account in maintenance mode",
    131062: "Business-scoped User ID recipients are not supported for this message",
    131063: "Marketing messages are disabled on Cloud API for this account",
    132000: "Template param count mismatch",
    132001: "Template does not exist",
    132005: "Template hydrated text too long",
    132012: "Template parameter format mismatch",
    132015: "Template is paused",
    132016: "Template is disabled",
    133004: "Server temporarily unavailable",
    133010: "Phone number not registered",
    134100: "Only marketing messages supported",
    134101: "Template syncing",
    135000: "Generic user error",
    137000: "Identity key hash mismatch",
    139100: "Failed to block/unblock users",
    2388019: "Message template limit exceeded",
    2388024: "Content in this language already exists",
    2388040: "Character limit exceeded",
    2388047: "Message header format is incorrect",
    2388072: "Message body format is incorrect",
    2388073: "Message footer format is incorrect",
    2388293: "Parameters words ratio exceeds limit",
    2388299: "Leading or trailing parameters are not allowed",
    2494100: "Phone number is in maintenance mode",
    2593107: "Synchronization request limit exceeded",
    2593108: "Synchronization request made outside of the allowed time window",
}

STATUSES = {
    190: 401,
    0: 401,
    10: 403,
    200: 403,
    368: 403,
    130497: 403,
    131005: 403,
    131031: 403,
    132001: 404,
    3: 500,
    131000: 500,
    131016: 500,
    131045: 500,
    131057: 500,
    133000: 500,
    2: 503,
    133004: 503,
}

SUBCODES = {130429: 2494055, 131047: 2494010}


@dataclass(slots=True)
class GraphError(Exception):
    """An error answer of the Graph API."""

    code: int
    details: str = ""
    subcode: int = 0
    status: int = 0
    message: str = ""
    type: str = "OAuthException"
    extra: Object = field(default_factory=dict)

    @property
    def http(self) -> int:
        return self.status or STATUSES.get(self.code, 400)

    def document(self, trace: str) -> Object:
        title = self.message or f"(#{self.code}) {TITLES.get(self.code, 'Error')}"
        error: Object = {"message": title, "type": self.type, "code": self.code}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        subcode = self.subcode or SUBCODES.get(self.code, 0)
        if subcode:
            error["error_subcode"] = subcode
        return {"error": error | self.extra | {"fbtrace_id": trace}}


def told(code: int, details: str) -> Object:
    """An error as webhooks carry it."""
    title = TITLES[code]
    data = {"details": details}
    return {"code": code, "title": title, "message": title, "error_data": data, "href": HREF}


def no_such(node: str, method: str = "get") -> GraphError:
    """The answer for an object that does not exist or is not ours."""
    text = (
        f"Unsupported {method} request. Object with ID '{node}' does not exist, cannot be loaded "
        "due to missing permissions, or does not support this operation."
    )
    return GraphError(100, message=text, subcode=33, type="GraphMethodException")
