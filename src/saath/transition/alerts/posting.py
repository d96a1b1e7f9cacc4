"""Send the letters that are due: by e-mail with the operator's mail server, or to a webhook.

A letter is claimed before it is sent, by moving the time it is due: of several workers one sends
it. Its id travels with it (webhook-id, Message-ID), so that a second try is known as the same.
Signatures follow Standard Webhooks (standardwebhooks.com, read 2026-11-22).
"""

import base64
import hmac
import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
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
AT_ONCE, AT_ONCE_MS = 20, MINUTE_MS // 2
"""So many, and for so long, before it is another business's turn."""
FAILURE_MAX = 200
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


def post_due(
    business: str,
    channels: Channels,
    *,
    clock: Callable[[], int],
    guard: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> int:
    """Send what is due, one after the other; return how many letters were looked after.

    Each is sent within a `guard`: what goes wrong with one may be kept from those behind it.
    """
    began, count = clock(), 0
    while count < AT_ONCE and clock() - began < AT_ONCE_MS:
        letter = _claim(business, clock())
        if letter is None:
            break
        count += 1
        with guard():
            _look_after(letter, channels, clock)
    return count


def _look_after(letter: Letter, channels: Channels, clock: Callable[[], int]) -> None:
    with as_business(letter.business, PRIMARY, reads=True):
        known = Recipient.objects.using(PRIMARY).filter(business=letter.business)
        recipient = known.filter(id=letter.recipient).first()
    now = clock()
    if recipient is None or now - letter.created_at > OLD_MS:
        _settle(letter, "removed" if recipient is None else "too old", final=True, now=now)
        return
    if letter.tries >= TRIES_MAX:  # no try of it came to an end
        _settle(letter, "it could not be sent", final=True, now=now)
        return
    failure = _send(letter, recipient, channels, clock)
    _settle(letter, failure, final=False, now=clock())


def _claim(business: str, now: int) -> Letter | None:
    """Take the letter that is due longest; it goes to whoever moved its time first."""
    with as_business(business, PRIMARY):
        rows = Letter.objects.using(PRIMARY).filter(business=business, done_at=0)
        for letter in list(rows.filter(due_at__lte=now).order_by("due_at", "id")[:AT_ONCE]):
            mine = rows.filter(id=letter.id, due_at=letter.due_at)
            if mine.update(due_at=now + CLAIM_MS, tries=letter.tries + 1):
                return letter
    return None


def _settle(letter: Letter, failure: str, *, final: bool, now: int) -> None:
    tries, failure = letter.tries + 1, failure[:FAILURE_MAX]
    with as_business(letter.business, PRIMARY):
        row = Letter.objects.using(PRIMARY).filter(business=letter.business, id=letter.id)
        if not failure or final or tries >= TRIES_MAX:
            row.update(done_at=now, failure=failure)
        else:
            row.update(due_at=now + BACK_OFF_MS[tries - 1], failure=failure)


def _send(
    letter: Letter, recipient: Recipient, channels: Channels, clock: Callable[[], int]
) -> str:
    """Send one letter; the reason when it did not arrive, empty when it did."""
    if recipient.kind == "email":
        return _mail(letter, recipient, channels)
    return _post(letter, recipient, channels, clock)


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


def _post(
    letter: Letter, recipient: Recipient, channels: Channels, clock: Callable[[], int]
) -> str:
    body = letter.body.encode()
    headers = {"content-type": "application/json", "user-agent": "Saath"}
    call = Call(
        "POST",
        recipient.address,
        headers,
        body,
        TIMEOUT_S,
        limit_bytes=ANSWER_BYTES_MAX,
        deadline_s=TIMEOUT_S,
    )
    try:
        bound = outside(call, inside=channels.inside)
    except NotOutside as refused:
        return str(refused)
    # Signed once its host is known: a receiver refuses what was signed long ago.
    proof = signed(letter.id, body, secret_of(channels.secret, recipient.id), now=clock())
    bound = replace(bound, headers={**bound.headers, **proof})
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
