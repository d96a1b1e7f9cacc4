"""Send the letters that are due: by e-mail with the operator's mail server, or to a webhook.

A letter is claimed before it is sent, by moving the time it is due: of several workers one sends
it. Its id travels with it (webhook-id, Message-ID), so that a second try is known as the same.
Signatures follow Standard Webhooks (standardwebhooks.com, read 2026-11-22).
"""

import base64
import hmac
import smtplib
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec
from django.core.mail import EmailMessage, MailerDoesNotExist

from saath.net import Call, Client, NotOutside, Response, outside
from saath.store.kinds import PRIMARY
from saath.store.models import Letter, Recipient
from saath.store.tenancy import as_business
from saath.transition.alerts.letters import Body
from saath.transition.alerts.recipients import secret_of

MINUTE_MS = 60_000
BACK_OFF_MS = (MINUTE_MS // 2, 2 * MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS, 360 * MINUTE_MS)
TRIES_MAX = len(BACK_OFF_MS) + 1
CLAIM_MS = 2 * MINUTE_MS
OLD_MS = 24 * 60 * MINUTE_MS
"""After a long standstill, or a restore, nobody is told of yesterday's troubles."""
AT_ONCE = 20
TIMEOUT_S = 10.0
ANSWER_BYTES_MAX = 64_000


@dataclass(frozen=True, slots=True)
class Channels:
    """What sending needs: who signs, who the mail is from, which inside hosts may be called."""

    secret: bytes = field(repr=False)
    mail_from: str = ""
    inside: frozenset[str] = frozenset()
    page: str = ""
    """The address of the alerts page, empty when nobody outside reaches it."""


def post_due(business: str, channels: Channels, *, now: int) -> int:
    """Send what is due; return how many letters were looked after."""
    letters = _claim(business, now)
    with as_business(business, PRIMARY, reads=True):
        known = {r.id: r for r in Recipient.objects.using(PRIMARY).filter(business=business)}
    for letter in letters:
        recipient = known.get(letter.recipient)
        if recipient is None or now - letter.created_at > OLD_MS:
            _settle(letter, "removed" if recipient is None else "too old", final=True, now=now)
            continue
        _settle(letter, _send(letter, recipient, channels, now), final=False, now=now)
    return len(letters)


def _claim(business: str, now: int) -> list[Letter]:
    """Take the letters that are due; each goes to whoever moved its time first."""
    with as_business(business, PRIMARY):
        rows = Letter.objects.using(PRIMARY).filter(business=business, done_at=0)
        due = list(rows.filter(due_at__lte=now).order_by("due_at", "id")[:AT_ONCE])
        return [
            letter
            for letter in due
            if rows.filter(id=letter.id, due_at=letter.due_at).update(
                due_at=now + CLAIM_MS, tries=letter.tries + 1
            )
        ]


def _settle(letter: Letter, failure: str, *, final: bool, now: int) -> None:
    tries = letter.tries + 1
    with as_business(letter.business, PRIMARY):
        row = Letter.objects.using(PRIMARY).filter(business=letter.business, id=letter.id)
        if not failure or final or tries >= TRIES_MAX:
            row.update(done_at=now, failure=failure)
        else:
            row.update(due_at=now + BACK_OFF_MS[tries - 1], failure=failure)


def _send(letter: Letter, recipient: Recipient, channels: Channels, now: int) -> str:
    """Send one letter; the reason when it did not arrive, empty when it did."""
    if recipient.kind == "email":
        return _mail(letter, recipient, channels)
    return _post(letter, recipient, channels, now)


def _mail(letter: Letter, recipient: Recipient, channels: Channels) -> str:
    said = msgspec.json.decode(letter.body, type=Body)
    text = "\n\n".join(filter(None, (said.business, said.sentence, said.remedy, channels.page)))
    message = EmailMessage(
        " ".join(said.subject.split()),
        f"{text}\n",
        channels.mail_from or None,
        [recipient.address],
        headers={"Message-ID": f"<{letter.id}@saath.invalid>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except MailerDoesNotExist:
        return "no mail server is set up (saath.toml, [mail])"
    except (OSError, smtplib.SMTPException) as error:
        return f"the mail server: {type(error).__name__}"
    return ""


def _post(letter: Letter, recipient: Recipient, channels: Channels, now: int) -> str:
    body = letter.body.encode()
    headers = {
        "content-type": "application/json",
        "user-agent": "Saath",
        **signed(letter.id, body, secret_of(channels.secret, recipient.id), now=now),
    }
    call = Call("POST", recipient.address, headers, body, TIMEOUT_S, limit_bytes=ANSWER_BYTES_MAX)
    try:
        bound = outside(call, inside=channels.inside)
    except NotOutside as refused:
        return str(refused)
    with Client() as client:
        result = client.send(bound)
    if isinstance(result, Response):
        return "" if 200 <= result.status < 300 else f"it answered {result.status}"
    return result.reason


def signed(key: str, body: bytes, secret: str, *, now: int) -> dict[str, str]:
    """The three headers by which a receiver knows us, and a letter it has had before."""
    seconds = str(now // 1000)
    given = base64.b64decode(secret.removeprefix("whsec_"))
    proof = hmac.new(given, f"{key}.{seconds}.".encode() + body, sha256).digest()
    signature = f"v1,{base64.b64encode(proof).decode()}"
    return {"webhook-id": key, "webhook-timestamp": seconds, "webhook-signature": signature}
