"""Django's authentication backend: finding a user comes before anybody's business is known."""

from functools import partial
from typing import Any, override

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password

from saath.store.kinds import PRIMARY
from saath.store.models import User
from saath.store.tenancy import across_businesses, as_business


class SignIn(BaseBackend):
    """Named in the settings as AUTHENTICATION_BACKENDS."""

    @override
    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **_other: object,
    ) -> User | None:
        """Return the user with this name and password. Takes as long for an unknown name."""
        user = _find(username=username or "")
        if user is None:
            make_password(password)
            return None
        # Without a transaction: nobody waits for a writer that is busy with argon2.
        known = check_password(password or "", user.password, partial(_renew, user))
        return user if known and user.is_active else None

    @override
    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session."""
        user = _find(pk=user_id)
        return user if user is not None and user.is_active else None


def _renew(user: User, password: str) -> None:
    """Write an outdated hash anew."""
    user.set_password(password)
    with as_business(user.business, PRIMARY):
        user.save(update_fields=["password"])


def _find(**by: object) -> User | None:
    with across_businesses(PRIMARY):
        return User.objects.filter(**by).first()
