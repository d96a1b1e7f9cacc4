"""Who asks: the bearer key of a program, found by its keyed hash. Keys themselves are kept nowhere."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, override

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from saath.store.kinds import PRIMARY
from saath.store.models import ApiKey
from saath.store.tenancy import across_businesses

KEY_BYTES_MAX = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """A program: the business of its key, and the key's id and name."""

    business: str
    id: str
    name: str


class Bearer(HttpBearer):
    """Gives the caller of the key; ninja answers 401 when there is none."""

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose key this is."""
        if not token or len(token) > KEY_BYTES_MAX:
            return None
        with across_businesses(PRIMARY):
            key = ApiKey.objects.using(PRIMARY).filter(hash=hashed(token), revoked_at=0).first()
        return Caller(key.business, str(key.pk), key.name) if key else None


def hashed(token: str) -> str:
    """What is kept of a key; `vault.keyed_hash` with the purpose "api_key" computes the same."""
    given: Any = settings
    return hmac.new(given.API_KEY_SECRET, token.encode(), sha256).hexdigest()
