"""Checks of what runs: the server, the sweep, the address outside and its certificate.

`saath up` leaves in DIR/up.json where it listens; it is believed only while somebody holds its lock.
"""

import fcntl
import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

from saath.net import Call, Client, Response
from saath.store.kinds import PRIMARY
from saath.store.sightings import SWEEP, list_seen
from saath.store.tenancy import as_business
from saath.transition.doctor.checks import Check, Finding, Ward

UP_FILE, LOCK_FILE = "up.json", "up.lock"
TIMEOUT_S = 4.0
SWEEP_OLD_MS = 3 * 60_000
DAY_S = 86_400
TLS_CHECK_DAYS, TLS_ACT_DAYS = 14, 3


def is_held(path: Path) -> bool:
    """Whether another process holds this lock. Never makes the file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def up_says(folder: Path) -> dict[str, str]:
    """Where the running server listens; nothing when none runs."""
    if not is_held(folder / LOCK_FILE):
        return {}
    with suppress(OSError, ValueError):
        told = json.loads((folder / UP_FILE).read_text())
        return (
            {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}
        )
    return {}


def _running(ward: Ward) -> Iterator[Finding]:
    if not is_held(ward.folder / LOCK_FILE):
        said = "Saath does not run from this folder."
        if _works_apart(ward):
            said = "A worker of its own looks around; whether a server listens is not known here."
        impact = "WhatsApp's messages wait at WhatsApp, for days at most."
        state = "check" if ward.engine == "sqlite" else "unknown"
        yield Finding("up.running", state, said, impact, "saath up --data DIR")  # type: ignore[arg-type]  # one of the states
        return
    url = up_says(ward.folder).get("url", "")
    answer = _get(f"{url}/healthz") if url else None
    if answer == 200:
        yield Finding("up.running", "ok", f"Saath answers at {url}.")
    else:
        said = f"Saath runs, but does not answer at {url or 'its address'}."
        impact = "Pages do not open, and WhatsApp's messages are refused."
        yield Finding("up.running", "act", said, impact, "Restart it, and look at its log.")


def _watching(ward: Ward) -> Iterator[Finding]:
    """The sweep leaves a trace every minute."""
    if not (is_held(ward.folder / LOCK_FILE) or _works_apart(ward)):
        yield Finding("up.watching", "none", "Nothing runs, so nothing watches.")
    elif _looks_around(ward):
        yield Finding("up.watching", "ok", "The worker looks around.")
    else:
        said = "The worker has not looked around for minutes (it may just be starting)."
        impact = "Nobody is told when something goes wrong."
        yield Finding("up.watching", "check", said, impact, "Restart it: saath up --data DIR")


def _works_apart(ward: Ward) -> bool:
    """Whether `saath work` runs, on this machine or another: it holds no lock of the folder."""
    return ward.engine == "postgresql" and _looks_around(ward)


def _looks_around(ward: Ward) -> bool:
    """Whether a worker swept every business lately, wherever it runs."""
    seen = []
    for business in ward.businesses:
        with as_business(business, PRIMARY, reads=True):
            seen.append(list_seen(business).get(SWEEP))
    return bool(seen) and all(one and ward.now - one.at <= SWEEP_OLD_MS for one in seen)


def _outside(ward: Ward) -> Iterator[Finding]:
    url = ward.public_url or up_says(ward.folder).get("public_url", "")
    if not url:
        said = "No address outside is known to Saath."
        mend = "Behind a proxy: saath up --public-url https://... (docs/how-to/deploy.md)"
        yield Finding("public.url", "none", said, "WhatsApp cannot reach a server inside.", mend)
        return
    answer = _get(f"{url.rstrip('/')}/healthz")
    if answer == 200:
        yield Finding("public.url", "ok", f"{url} leads to Saath.")
    else:
        told = f"answers {answer}" if answer else "does not answer"
        impact = "WhatsApp cannot deliver messages."
        mend = "Look at the proxy, the name and the firewall (docs/how-to/deploy.md)."
        yield Finding("public.url", "act", f"{url} {told}.", impact, mend)
    yield from _certificate(url, ward.now)


def _certificate(url: str, now: int) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme != "https":
        impact = "WhatsApp delivers to https only; passwords travel in clear."
        mend = "Put a proxy with a certificate in front (docs/how-to/deploy.md)."
        yield Finding("public.tls", "act", "The address outside is not https.", impact, mend)
        return
    days = days_left(parts.hostname or "", parts.port or 443, now)
    if days is None:
        said = "The certificate of the address outside could not be read, or is not valid."
        yield Finding("public.tls", "act", said, "WhatsApp delivers nothing.", "Renew it.")
        return
    state = "act" if days < TLS_ACT_DAYS else "check" if days < TLS_CHECK_DAYS else "ok"
    impact = "" if state == "ok" else "When it ends, WhatsApp delivers nothing."
    said = f"The certificate lasts for {days} days."
    yield Finding("public.tls", state, said, impact, "" if state == "ok" else "Renew it.")  # type: ignore[arg-type]  # one of the states


def days_left(host: str, port: int, now: int) -> int | None:
    """How long the certificate there lasts; None when none can be trusted."""
    context = ssl.create_default_context()
    try:
        with (
            closing(socket.create_connection((host, port), TIMEOUT_S)) as plain,
            context.wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            certificate = wrapped.getpeercert() or {}
    except (OSError, ValueError):
        return None
    ends = str(certificate.get("notAfter", ""))
    return int((ssl.cert_time_to_seconds(ends) - now / 1000) // DAY_S) if ends else None


def _get(url: str) -> int | None:
    with Client() as client:
        result = client.send(Call("GET", url, timeout_s=TIMEOUT_S))
    return result.status if isinstance(result, Response) else None


CHECKS = (Check("up", _running), Check("up", _watching), Check("public", _outside))
