"""Something needs somebody, somebody is told once, and told again when it is mended."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import base64
import hmac
import json
from contextlib import suppress
from hashlib import sha256

import pytest
from django.conf import settings

from saath.domain.lights import Sign, State
from saath.journal import Journal
from saath.net import TOO_SLOW, Call, Client, NotOutside, Result, Unknown
from saath.queries.alerts import list_mended, list_open
from saath.store.kinds import PRIMARY
from saath.store.models import Recipient
from saath.store.tenancy import as_business
from saath.transition.alerts import (
    BadRecipient,
    Channels,
    Wish,
    add_recipient,
    ask_test,
    list_recipients,
    note_seen,
    post_due,
    reconcile,
    remove_recipient,
    secret_of,
)
from tests.integration.transition.listeners import Hook, Mailbox

NOW = 1_795_250_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE
SHOP = "tea-house"
INSIDE = frozenset({"127.0.0.1"})
CHANNELS = Channels(b"s" * 32, "saath@shop.example", INSIDE, "https://saath.example/alerts")

pytestmark = pytest.mark.usefixtures("journal")


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox, hook: Hook) -> None:
    options = {"host": "127.0.0.1", "port": mailbox.port, "timeout": 5}
    monkeypatch.setattr(settings, "MAILERS", {"default": {"OPTIONS": options}}, raising=False)
    mailbox.mails.clear()
    hook.posts.clear()
    hook.status = 200


def looks(state: State, now: int, name: str = "disk") -> bool:
    """The sweep finds the disk in this state."""
    sign = Sign(name, "kept", state, f"{name}.full", values=(("free_bytes", 100_000_000),))
    return reconcile(SHOP, [sign], present=(), now=now)


def tell(address: str, least: str = "act", language: str = "en-in") -> str:
    """Somebody is to be told."""
    return add_recipient(SHOP, Wish(address, least, language, "meena", INSIDE), now=NOW)


def posts(now: int, channels: Channels = CHANNELS) -> int:
    """What is due then is sent."""
    return post_due(SHOP, channels, clock=lambda: now)


def test_an_alert_is_opened_once_told_once_and_told_to_be_mended(
    mailbox: Mailbox, journal: Journal
) -> None:
    tell("owner@shop.example")
    assert looks("act", NOW)
    assert not looks("act", NOW + 10_000)
    posts(NOW + 10_000)
    posts(NOW + 20_000)
    (mail,) = mailbox.mails
    assert mail["To"] == "owner@shop.example"
    assert mail["From"] == "saath@shop.example"
    assert str(mail["Subject"]).startswith("Saath needs you: The disk is nearly full")
    assert "https://saath.example/alerts" in mail.get_content()  # type: ignore[attr-defined]
    assert looks("green", NOW + HOUR)
    posts(NOW + HOUR)
    assert str(mailbox.mails[1]["Subject"]).startswith("Back to normal")
    assert (list_open(SHOP), len(list_mended(SHOP))) == ((), 1)
    assert looks("act", NOW + 2 * HOUR)
    assert len(list_open(SHOP)) == 1


def test_a_webhook_is_signed_and_named_so_that_twice_is_known_as_once(hook: Hook) -> None:
    key = tell(hook.url)
    looks("act", NOW)
    posts(NOW)
    ((headers, body),) = hook.posts
    told = json.loads(body)
    assert (told["event"], told["kind"], told["state"]) == ("opened", "disk", "act")
    secret = base64.b64decode(secret_of(CHANNELS.secret, key).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    proof = base64.b64encode(hmac.new(secret, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{proof}"
    assert headers["webhook-timestamp"] == str(NOW // 1000)


def test_what_does_not_arrive_is_tried_again_later_and_later_under_the_same_id(hook: Hook) -> None:
    tell(hook.url)
    hook.status = 503
    looks("act", NOW)
    for at in (NOW, NOW + 10_000, NOW + 40_000, NOW + 60_000, NOW + 3 * MINUTE):
        posts(at)
    assert len(hook.posts) == 3
    assert list_recipients(SHOP)[0].failure == "it answered 503"
    hook.status = 200
    posts(NOW + HOUR)
    posts(NOW + 24 * HOUR)
    assert len({headers["webhook-id"] for headers, _body in hook.posts}) == 1
    assert len(hook.posts) == 4
    assert list_recipients(SHOP)[0].failure == ""


def test_yesterdays_letters_are_not_sent_after_a_restore(mailbox: Mailbox) -> None:
    tell("owner@shop.example")
    looks("act", NOW)
    posts(NOW + 25 * HOUR)
    assert mailbox.mails == []
    posts(NOW + 26 * HOUR)
    assert list_recipients(SHOP)[0].failure == "too old"


def test_nobody_is_told_of_what_only_needs_a_look_unless_they_want_to(mailbox: Mailbox) -> None:
    tell("owner@shop.example")
    tell("tech@shop.example", "check", "hi")
    looks("check", NOW)
    posts(NOW)
    assert [mail["To"] for mail in mailbox.mails] == ["tech@shop.example"]


def test_who_takes_note_is_named_and_nobody_is_told_again(mailbox: Mailbox) -> None:
    tell("owner@shop.example")
    looks("act", NOW)
    posts(NOW)
    (alert,) = list_open(SHOP)
    assert note_seen(SHOP, alert.id, by="Meena", now=NOW + 1)
    assert not note_seen(SHOP, alert.id, by="Arjun", now=NOW + 2)
    assert list_open(SHOP)[0].seen_by == "Meena"
    looks("act", NOW + 9 * 24 * HOUR)
    posts(NOW + 9 * 24 * HOUR)
    assert len(mailbox.mails) == 1


def test_a_test_arrives_and_somebody_removed_hears_nothing_more(mailbox: Mailbox) -> None:
    key = tell("owner@shop.example")
    assert ask_test(SHOP, key, now=NOW)
    posts(NOW)
    assert "test" in str(mailbox.mails[0]["Subject"])
    looks("act", NOW)
    assert remove_recipient(SHOP, key)
    posts(NOW)
    assert len(mailbox.mails) == 1
    assert not ask_test(SHOP, key, now=NOW)


def test_without_a_mail_server_a_letter_waits_and_the_page_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "MAILERS", {})
    tell("owner@shop.example")
    looks("act", NOW)
    posts(NOW)
    assert "no mail server" in list_recipients(SHOP)[0].failure


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "http://example.in/x",
        "https://user:word@example.in/",
        "ftp://example.in",
        "https://",
        "a@b@c",
        f"https://{'a' * 70}.in",
        "https://a..in",
        "x" * 501 + "@example.in",
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(BadRecipient):
        tell(address)


def test_a_name_that_leads_inside_is_not_called(hook: Hook) -> None:
    tell("https://localhost/alerts")
    looks("act", NOW)
    posts(NOW, Channels(CHANNELS.secret))
    assert hook.posts == []
    assert "not on the public internet" in list_recipients(SHOP)[0].failure


def test_each_letter_is_signed_at_the_moment_it_is_sent(hook: Hook) -> None:
    ticks = iter(range(NOW, NOW + HOUR, 1_000))
    tell(hook.url)
    looks("act", NOW)
    looks("act", NOW, "journal")
    assert post_due(SHOP, CHANNELS, clock=lambda: next(ticks)) == 2
    first, second = (int(headers["webhook-timestamp"]) for headers, _body in hook.posts)
    assert second - first >= 3


def test_one_mistyped_address_of_before_stops_nobody_behind_it(hook: Hook) -> None:
    key = tell("https://example.in/hook")
    with as_business(SHOP, PRIMARY):
        rows = Recipient.objects.using(PRIMARY).filter(business=SHOP, id=key)
        rows.update(address=f"https://{'a' * 70}.in/{'b' * 300}")
    tell(hook.url)
    looks("act", NOW)
    assert posts(NOW) == 2
    assert len(hook.posts) == 1
    assert {view.failure for view in list_recipients(SHOP)} == {"", "No host can have this name."}


def test_a_failure_is_cut_to_what_is_kept(monkeypatch: pytest.MonkeyPatch, hook: Hook) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise NotOutside("no " * 200)

    monkeypatch.setattr("saath.transition.alerts.posting.outside", refuse)
    tell(hook.url)
    looks("act", NOW)
    posts(NOW)
    assert len(list_recipients(SHOP)[0].failure) == 200


def test_a_webhook_that_drips_holds_a_letter_for_so_long_only(
    monkeypatch: pytest.MonkeyPatch, hook: Hook
) -> None:
    made: list[Call] = []

    def send(_client: Client, call: Call) -> Result:
        made.append(call)
        return Unknown(TOO_SLOW)

    monkeypatch.setattr(Client, "send", send)
    tell(hook.url)
    looks("act", NOW)
    posts(NOW)
    assert [call.deadline_s for call in made] == [10]
    assert list_recipients(SHOP)[0].failure == TOO_SLOW


def test_a_letter_whose_tries_all_fell_over_is_given_up(
    monkeypatch: pytest.MonkeyPatch, hook: Hook
) -> None:
    tried: list[int] = []

    def fall(*_args: object, **_named: object) -> None:
        tried.append(1)
        raise ValueError

    monkeypatch.setattr("saath.transition.alerts.posting.outside", fall)
    tell(hook.url)
    looks("act", NOW)
    for n in range(9):
        with suppress(ValueError):
            posts(NOW + n * HOUR)
    assert len(tried) == 6
    assert list_recipients(SHOP)[0].failure == "it could not be sent"
