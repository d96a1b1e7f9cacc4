"""Identifiers of the pretend account, and how Meta-looking identifiers are minted.

The default ids are the same in every installation: a program can be pointed at the simulator
without being told anything. Phone numbers begin with +91 5: no Indian mobile number does.
"""

import base64
from dataclasses import dataclass

from saath.simulator.chance import Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Who we are to Meta: one app, one portfolio, one account, one number."""

    app_id: str = "884213007615527"
    app_secret: str = ""
    verify_token: str = ""
    token: str = ""
    waba_id: str = "102290129340398"
    phone_number_id: str = "106540352242922"
    portfolio_id: str = "506914307656634"
    partner_portfolio_id: str = "731905528164420"
    display_phone_number: str = "+91 55500 43210"
    verified_name: str = "Meera Sarees"

    @property
    def digits(self) -> str:
        return "".join(sign for sign in self.display_phone_number if sign.isdigit())


FIXED = Ids()


def with_secrets(ids: Ids, chance: Chance) -> Ids:
    """Fill in the secrets nobody gave, the same for the same seed."""
    return Ids(
        app_id=ids.app_id,
        app_secret=ids.app_secret or chance.hexadecimal("app_secret", 32).lower(),
        verify_token=ids.verify_token or f"verify-{chance.digits('verify_token', 12)}",
        token=ids.token or f"EAA{chance.hexadecimal('token', 48)}",
        waba_id=ids.waba_id,
        phone_number_id=ids.phone_number_id,
        portfolio_id=ids.portfolio_id,
        partner_portfolio_id=ids.partner_portfolio_id,
        display_phone_number=ids.display_phone_number,
        verified_name=ids.verified_name,
    )


def wamid(chance: Chance, counterpart: str, *, outbound: bool) -> str:
    """Mint a message id in Meta's form: base64 around the counterpart's number and a random id."""
    digits = counterpart.encode()
    own = chance.hexadecimal("wamid", 20).encode()
    direction = b"\x11" if outbound else b"\x12"
    raw = b"\x1c\x18" + bytes([len(digits)]) + digits
    raw += b"\x15\x02\x00" + direction + b"\x18" + bytes([len(own)]) + own + b"\x00"
    return "wamid." + base64.b64encode(raw).decode()


def bsuid(chance: Chance, country: str = "IN") -> str:
    """Mint a business-scoped user id."""
    return f"{country}.{chance.digits('bsuid', 20)}"
