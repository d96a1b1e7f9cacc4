"""Who opens a stream: the session of the page, asked once in a thread whose connections then close.

A stream that kept its connection would empty the pool: fifteen of them starved a pool of ten in
the trial of 2026-11-21.
"""

from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connections
from django.http import HttpRequest, parse_cookie

from saath.store.models import User
from saath.web.hub.app import Scope


async def business_of(scope: Scope) -> str | None:
    """The business of the person signed in with this request's cookie, or None."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    key = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    return await sync_to_async(_business, thread_sensitive=False)(key)


def _business(session_key: str) -> str | None:
    engine: Any = import_module(settings.SESSION_ENGINE)
    request = HttpRequest()
    request.session = engine.SessionStore(session_key)
    try:
        user = get_user(request)
    finally:
        connections.close_all()
    return user.business if isinstance(user, User) else None
