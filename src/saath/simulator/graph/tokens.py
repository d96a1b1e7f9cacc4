"""Access tokens: which exist, what they may do, and the code that buys one.

Flow: embedded-signup/onboarding-business-app-users and Facebook Login's manual flow, as of 2026.
"""

import hmac
from dataclasses import dataclass, field

from saath.simulator.account import Account
from saath.simulator.clock import DAY
from saath.simulator.errors import GraphError
from saath.simulator.graph.exchange import Request
from saath.simulator.ground import Ground
from saath.simulator.people import Object

CUSTOMER_TOKEN_LIVES = 60 * DAY
SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging")


@dataclass(slots=True)
class Token:
    """One access token."""

    text: str
    kind: str  # SYSTEM_USER, APP
    issued: int
    expires: int = 0  # 0: never
    revoked: bool = False


@dataclass(slots=True)
class Tokens:
    """All tokens of the app."""

    ground: Ground
    account: Account
    issued: dict[str, Token] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids, now = self.ground.ids, self.ground.clock.now
        self.issued[ids.token] = Token(ids.token, "SYSTEM_USER", now)
        app = f"{ids.app_id}|{ids.app_secret}"
        self.issued[app] = Token(app, "APP", now)

    def check(self, request: Request) -> Token:
        """Find the caller's token, or refuse."""
        token = self.issued.get(self.given(request))
        if token is None:
            text = "Invalid OAuth access token - Cannot parse access token"
            raise GraphError(190, message=text)
        self._alive(token)
        return token

    def _alive(self, token: Token) -> None:
        expired = 0 < token.expires <= self.ground.clock.now
        if expired or token.revoked or self.ground.faults.strikes("token"):
            text = "Error validating access token: Session has expired"
            raise GraphError(190, message=text, subcode=463)

    @staticmethod
    def given(request: Request) -> str:
        header = request.headers.get("authorization", "")
        kind, _, text = header.partition(" ")
        if kind.lower() in {"bearer", "oauth"}:
            return text.strip()
        return request.query.get("access_token") or request.text("access_token")

    def buy(self, request: Request) -> Object:
        """`/oauth/access_token`: a code, or the app's own credentials, for a token."""
        ids = self.ground.ids
        secret = request.text("client_secret")
        if request.text("client_id") != ids.app_id:
            raise GraphError(101, message="Error validating application. Invalid application ID.")
        if not hmac.compare_digest(secret.encode(), ids.app_secret.encode()):
            raise GraphError(1, message="Error validating client secret.")
        if request.text("grant_type") == "client_credentials":
            return {"access_token": f"{ids.app_id}|{ids.app_secret}", "token_type": "bearer"}
        self._spend(request.text("code"))
        return self._new()

    def _spend(self, code: str) -> None:
        account = self.account
        if code in account.used_codes:
            text = "This authorization code has been used."
            raise GraphError(100, message=text, subcode=36009)
        expires = account.codes.get(code)
        if expires is None:
            raise GraphError(100, message="Invalid verification code format.", subcode=36009)
        if expires <= self.ground.clock.now:
            text = "This authorization code has expired."
            raise GraphError(100, message=text, subcode=36007)
        account.used_codes.add(code)

    def _new(self) -> Object:
        now = self.ground.clock.now
        text = "EAA" + self.ground.chance.hexadecimal("customer-token", 60)
        self.issued[text] = Token(text, "SYSTEM_USER", now, now + CUSTOMER_TOKEN_LIVES)
        lives = CUSTOMER_TOKEN_LIVES // 1000
        return {"access_token": text, "token_type": "bearer", "expires_in": lives}

    def debug(self, request: Request) -> Object:
        """`/debug_token`: what a token is and which accounts it was granted."""
        self.check(request)
        asked = self.issued.get(request.text("input_token"))
        if asked is None:
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return {"data": {"error": error, "is_valid": False, "scopes": []}}
        now, ids = self.ground.clock.now, self.ground.ids
        alive = not asked.revoked and (not asked.expires or asked.expires > now)
        data: Object = {
            "app_id": ids.app_id,
            "type": asked.kind,
            "application": "Saath simulator",
            "expires_at": asked.expires // 1000,
            "data_access_expires_at": 0,
            "is_valid": alive,
            "issued_at": asked.issued // 1000,
        }
        if asked.kind != "APP":
            granted = [{"scope": scope, "target_ids": [ids.waba_id]} for scope in SCOPES]
            data |= {"scopes": list(SCOPES), "granular_scopes": granted, "user_id": "122100"}
        return {"data": data}
