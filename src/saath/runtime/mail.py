"""The operator's mail server and what alerts may call, from saath.toml and the environment.

The environment wins: SAATH_MAIL_HOST, _PORT, _USER, _PASSWORD_FILE, _FROM, _SECURITY and
SAATH_ALERTS_INSIDE (hosts of the own network, with commas). Without a host no mail is sent.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMES = ("host", "port", "user", "password_file", "from", "security")
TIMEOUT_S = 10


def mail_settings(folder: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings for mail, and the hosts inside that alerts may be posted to."""
    said = _read(folder / "saath.toml")
    mail = said.get("mail") if isinstance(said.get("mail"), dict) else {}
    given = {name: str((mail or {}).get(name, "")) for name in NAMES}
    given |= {n: v for n in NAMES if (v := environ.get(f"SAATH_MAIL_{n.upper()}", ""))}
    return {
        "MAILERS": {"default": {"OPTIONS": _options(given, folder)}} if given["host"] else {},
        "DEFAULT_FROM_EMAIL": given["from"] or "saath@localhost",
        "ALERTS_INSIDE": _inside(said, environ),
    }


def _options(given: Mapping[str, str], folder: Path) -> dict[str, Any]:
    security = given["security"] or "starttls"
    return {
        "host": given["host"],
        "port": int(given["port"]) if given["port"].isdigit() else 587,
        "username": given["user"] or None,
        "password": _password(given["password_file"], folder),
        "use_tls": security == "starttls",
        "use_ssl": security == "tls",
        "timeout": TIMEOUT_S,
    }


def _password(name: str, folder: Path) -> str | None:
    if not name:
        return None
    try:
        return (folder / name).read_text().strip()
    except OSError:
        return None


def _inside(said: Mapping[str, Any], environ: Mapping[str, str]) -> frozenset[str]:
    told = said.get("alerts")
    listed = told.get("inside", []) if isinstance(told, dict) else []
    hosts = environ.get("SAATH_ALERTS_INSIDE", "").split(",") + [str(host) for host in listed]
    return frozenset(host.strip().lower() for host in hosts if host.strip())


def _read(path: Path) -> dict[str, Any]:
    """Whoever opens the folder says what is wrong with this file; here it only says nothing."""
    try:
        return tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
