"""Django's settings, `saath.runtime.settings`: a function of the environment, nothing else.

SAATH_DATA is the folder, DATABASE_URL the address of a PostgreSQL database (without it, SQLite in
the folder), SAATH_KEY or DIR/key the master key. `runtime` sets them before `django.setup()`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saath.store.databases import databases
from saath.vault.keys import derive
from saath.web import configuration


def build(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return every setting. Without a master key there is no SECRET_KEY, and Django refuses it."""
    folder = Path(environ.get("SAATH_DATA", "saath-data")).absolute()
    master = _master_key(folder, environ)
    return {
        "SECRET_KEY": derive(master, "django").hex() if master else "",
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
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
            *configuration.MIDDLEWARE,
        ],
        "ROOT_URLCONF": "saath.runtime.urls",
        "API_KEY_SECRET": derive(master, "hash/api_key") if master else b"",
        "DATABASES": databases(folder, environ.get("DATABASE_URL", "")),
        "DATABASE_ROUTERS": ["saath.store.router.Router"],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "AUTH_USER_MODEL": "store.User",
        "AUTHENTICATION_BACKENDS": ["saath.store.sign_in.SignIn"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        **configuration.SETTINGS,
    }


def _master_key(folder: Path, environ: Mapping[str, str]) -> bytes:
    text = environ.get("SAATH_KEY", "")
    path = folder / "key"
    if not text and path.is_file():
        text = path.read_text()
    return bytes.fromhex(text.strip())


globals().update(build(os.environ))
