"""Django's settings, `saath.runtime.settings`: a function of the environment, nothing else.

SAATH_DATA is the folder, DATABASE_URL the address of a PostgreSQL database (without it, SQLite in
the folder), SAATH_KEY or DIR/key the master key, SAATH_PUBLIC_URL the address of a reverse proxy.
`runtime` sets them before `django.setup()`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from saath.runtime.mail import mail_settings
from saath.store.databases import databases
from saath.vault.keys import derive
from saath.web import configuration

PUBLIC_URL_VARIABLE = "SAATH_PUBLIC_URL"


def build(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return every setting. Without a master key there is no SECRET_KEY, and Django refuses it."""
    folder = Path(environ.get("SAATH_DATA", "saath-data")).absolute()
    master = _master_key(folder, environ)
    return {
        "SECRET_KEY": derive(master, "django").hex() if master else "",
        "DEBUG": False,
        **_outside(environ.get(PUBLIC_URL_VARIABLE, "")),
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "saath.store",
            *configuration.APPS,
        ],
        "MIDDLEWARE": [
            *configuration.OUTER,
            "saath.runtime.stamp.stamp",
            "saath.runtime.programs.tell_programs",
            "saath.runtime.asking_middleware.give_door",
            "saath.runtime.assessing.give_assessing",
            *configuration.MIDDLEWARE,
        ],
        "ROOT_URLCONF": "saath.runtime.urls",
        "API_KEY_SECRET": derive(master, "hash/api_key") if master else b"",
        "ALERT_SECRET": derive(master, "alerts") if master else b"",
        **mail_settings(folder, environ),
        "DATABASES": databases(folder, environ.get("DATABASE_URL", "")),
        "DATABASE_ROUTERS": ["saath.store.router.Router"],
        # Bodies of uploads wait here, not on a /tmp that may be small or in memory.
        "FILE_UPLOAD_TEMP_DIR": str(folder) if folder.is_dir() else None,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "AUTH_USER_MODEL": "store.User",
        "AUTHENTICATION_BACKENDS": ["saath.store.sign_in.SignIn"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        **configuration.SETTINGS,
    }


def _outside(public_url: str) -> dict[str, Any]:
    """How the world reaches the pages: by loopback only, or also by an address behind a proxy.

    The proxy ends TLS and says so; it must strip these headers from what comes from outside.
    """
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    if not public_url:
        return {"ALLOWED_HOSTS": hosts}
    outside = urlsplit(public_url)
    is_tls = outside.scheme == "https"
    return {
        "ALLOWED_HOSTS": [*hosts, outside.hostname or ""],
        "CSRF_TRUSTED_ORIGINS": [f"{outside.scheme}://{outside.netloc}"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if is_tls else None,
        "SESSION_COOKIE_SECURE": is_tls,
        "CSRF_COOKIE_SECURE": is_tls,
    }


def _master_key(folder: Path, environ: Mapping[str, str]) -> bytes:
    text = environ.get("SAATH_KEY", "")
    path = folder / "key"
    if not text and path.is_file():
        text = path.read_text()
    return bytes.fromhex(text.strip())


globals().update(build(os.environ))
