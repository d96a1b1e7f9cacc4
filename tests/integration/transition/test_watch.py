"""What is measured of a business, and the sweep that acts on it, on both databases."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from django.conf import settings

from saath import project
from saath.bus import Wake
from saath.domain.evidence import Evidence, Report
from saath.domain.facts import AttemptMade, OutcomeKnown
from saath.domain.ids import alias_id
from saath.domain.intention import Intention
from saath.domain.lights import kept_signs
from saath.domain.outgoing import Outgoing
from saath.domain.policy import Number, Policy
from saath.journal import Journal
from saath.project import open_writer
from saath.queries.alerts import list_mended, list_open
from saath.queries.evidence import list_tiers
from saath.queries.signs import words_of
from saath.runtime.watching import Sweep
from saath.store import founding, sightings
from saath.store.bodies import encode_attempt, encode_outcome
from saath.store.bodies import entry as own_entry
from saath.store.founding import Founding
from saath.store.lines import GraphLine, set_line
from saath.store.models import Cursor
from saath.store.tenancy import as_business
from saath.transition.alerts import Channels, Wish, add_recipient
from saath.transition.contingency import remember
from saath.transition.watch import Place, Watch, measure
from saath.transition.watch.measuring import encode
from tests import deliveries as meta
from tests.deliveries import BUSINESS, DAY, NUMBER, PORTFOLIO, WABA
from tests.integration.transition.listeners import Mailbox
from tests.sending import CHITRA

START = DAY * 1000
KEY = b"\x5a" * 32
REGISTERED = Policy(BUSINESS, 1, (Number(NUMBER, WABA, PORTFOLIO),))


@dataclass(slots=True)
class Shop:
    """A founded installation with its own clock."""

    journal: Journal
    place: Place
    now: int = START
    wakes: list[Wake] = field(default_factory=list)

    def wake(self, wake: Wake) -> None:
        """Pages are told."""
        self.wakes.append(wake)

    def close(self) -> None:
        """Nothing is open."""

    def tells(self, change: dict[str, object], *, late_s: float = 0) -> None:
        """A delivery arrives so long after Meta's time."""
        at = self.now + int(late_s * 1000)
        self.journal.append([meta.entry(meta.delivery(change), at=at)])

    def folds(self) -> None:
        """The worker catches up."""
        writer = open_writer(self.journal, BUSINESS, self.journal.take(BUSINESS))
        while project.live(writer).moved:
            pass

    def measured(self) -> Evidence:
        """What is known now."""
        return measure(BUSINESS, journal=self.journal, place=self.place, now=self.now)

    def sweep(self) -> Sweep:
        """A worker's sweep."""
        channels = Channels(b"s" * 32, "saath@shop.example")
        return Sweep(self.journal, self.place, self, KEY, channels, lambda: self.now)


@pytest.fixture
def shop(journal: Journal, tmp_path: Path) -> Shop:
    """One business, one number, everything folded."""
    journal.append([meta.policy_entry(REGISTERED)])
    number = REGISTERED.numbers[0]
    first = Founding(BUSINESS, number, "meena", "ek do", "key", "secret", "verify", "meta")
    founding.found(first, KEY, now=START, nonces=(b"1" * 12, b"2" * 12))
    engine = "sqlite" if (tmp_path / "journal.db").exists() else "postgresql"
    made = Shop(journal, Place(tmp_path, engine))
    made.folds()
    return made


def test_lag_echo_wait_and_the_phone_are_measured(shop: Shop) -> None:
    shop.tells(meta.said("wamid.1", 0, "hello", phone=CHITRA))
    shop.now += 20_000
    assert shop.measured().flow.lag_ms == 20_000
    shop.folds()
    found = shop.measured()
    assert (found.flow.lag_ms, found.flow.waiting_since) == (0, START)
    assert (found.flow.echo_ms, found.numbers[0].phone_seen_at) == (None, 0)
    at = (shop.now - START) // 1000
    shop.tells(meta.echoed("wamid.2", at, "ji", phone=CHITRA), late_s=3)
    shop.folds()
    found = shop.measured()
    assert (found.flow.echo_ms, found.flow.waiting_since) == (3_000, 0)
    assert found.numbers[0].phone_seen_at == shop.now
    assert found.kept.journal == "writable"


def test_a_wait_begins_with_the_first_word_that_nobody_answered(shop: Shop) -> None:
    for number in range(3):
        shop.tells(meta.said(f"wamid.{number}", 3_600 * number, "hello?", phone=CHITRA))
    shop.now += 3 * 3_600_000
    shop.folds()
    assert shop.measured().flow.waiting_since == START


def test_the_limit_that_whatsapp_told_is_known_to_who_sends(shop: Shop) -> None:
    assert list_tiers(BUSINESS) == {}
    told = Report(shop.now, tier="TIER_10K")
    for number, body in ((NUMBER, encode(told)), ("of-a-later-release", "{")):
        seen = sightings.Seen(f"{sightings.NUMBER}{number}", shop.now, body)
        sightings.keep(BUSINESS, seen)
    assert list_tiers(BUSINESS) == {NUMBER: ("TIER_10K", shop.now)}


def test_the_phones_last_word_is_found_however_many_chats_came_after_it(shop: Shop) -> None:
    shop.tells(meta.echoed("wamid.0", 0, "ji", phone=CHITRA))
    many = [meta.said(f"wamid.{n}", n, "x", phone=f"9180000{n:05}") for n in range(1, 320)]
    shop.journal.append([meta.entry(meta.delivery(*many))])
    shop.folds()
    assert shop.measured().numbers[0].phone_seen_at == START


def test_a_delivery_that_was_claimed_later_says_nothing_about_how_fast_echoes_are(
    shop: Shop,
) -> None:
    body = meta.delivery(meta.echoed("wamid.2", 0, "ji", phone=CHITRA))
    late = replace(meta.entry(body, at=START + 90_000_000), copy_of="unclaimed:live:1")
    shop.journal.append([late])
    assert shop.measured().flow.echo_ms is None


def test_a_journal_that_lost_its_end_is_not_taken_for_well(shop: Shop) -> None:
    with as_business(BUSINESS):
        Cursor.objects.filter(business=BUSINESS, lane="live").update(position=99)
    found = shop.measured()
    assert (found.kept.journal, found.flow.lag_ms) == ("behind", None)
    (sign,) = [one for one in kept_signs(found.kept, now=shop.now) if one.id == "journal"]
    assert (sign.state, words_of(sign).sentence[:24]) == ("act", "The journal lost records")


def test_what_is_not_folded_or_not_reachable_is_not_taken_for_well(shop: Shop) -> None:
    blind = measure(BUSINESS, journal=None, place=shop.place, now=shop.now)
    assert (blind.kept.journal, blind.flow.lag_ms) == (None, None)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> Mailbox:
    """Where the owner reads."""
    options = {"host": "127.0.0.1", "port": mailbox.port, "timeout": 5}
    monkeypatch.setattr(settings, "MAILERS", {"default": {"OPTIONS": options}}, raising=False)
    mailbox.mails.clear()
    return mailbox


def test_the_sweep_opens_tells_and_closes_by_itself(shop: Shop, mail: Mailbox) -> None:
    add_recipient(BUSINESS, Wish("o@shop.example", "check", "hi", "meena"), now=START)
    sweep = shop.sweep()
    sweep.once()
    assert [alert.kind for alert in list_open(BUSINESS)] == ["backup"]
    assert "बैकअप" in str(mail.mails[0]["Subject"])
    assert [wake.topic for wake in shop.wakes] == ["tables"]
    shop.now += 10_000
    sweep.once()
    assert (len(mail.mails), len(shop.wakes)) == (1, 1)
    remember([BUSINESS], file="b", records=1, verified=True, at=shop.now)
    shop.now += 10_000
    sweep.once()
    assert (list_open(BUSINESS), len(list_mended(BUSINESS))) == ((), 1)
    assert (len(mail.mails), len(shop.wakes)) == (2, 2)


def test_two_workers_sweep_and_tell_once(shop: Shop, mail: Mailbox) -> None:
    add_recipient(BUSINESS, Wish("o@shop.example", "check", "en-in", "meena"), now=START)
    first, second = shop.sweep(), shop.sweep()
    first.once()
    second.once()
    assert (len(list_open(BUSINESS)), len(mail.mails)) == (1, 1)


def test_a_letter_that_cannot_be_sent_stops_neither_the_next_nor_the_sweep(
    shop: Shop, mail: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    add_recipient(BUSINESS, Wish("https://a.in/x", "check", "en-in", "meena"), now=START)
    add_recipient(BUSINESS, Wish("https://b.in/x", "check", "en-in", "meena"), now=START)
    add_recipient(BUSINESS, Wish("o@shop.example", "check", "en-in", "meena"), now=START)

    def fall(*_args: object, **_named: object) -> None:
        raise UnicodeEncodeError("idna", "secret.in", 0, 1, "label too long")

    monkeypatch.setattr("saath.transition.alerts.posting.outside", fall)
    shop.sweep().once()
    assert len(mail.mails) == 1
    failed = [record for record in caplog.records if record.message == "watch.letter.failed"]
    assert len(failed) == 2
    assert "secret.in" not in caplog.text


def test_one_business_that_falls_over_keeps_nobody_from_being_looked_at(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def post(business: str, *_args: object, **_named: object) -> int:
        looked.append(business)
        if business == "other":
            raise ValueError
        return 0

    monkeypatch.setattr("saath.runtime.watching.list_businesses", lambda: ["other", BUSINESS])
    monkeypatch.setattr("saath.runtime.watching.post_due", post)
    shop.sweep().once()
    assert looked == ["other", BUSINESS]


def test_a_whatsapp_that_does_not_answer_is_not_known_and_asked_again_later(shop: Shop) -> None:
    set_line(GraphLine(BUSINESS, NUMBER, "http://127.0.0.1:9", "t"), KEY, nonce=b"3" * 12)
    shop.sweep().once()
    report = shop.measured().numbers[0].report
    assert report is not None
    assert (report.error, report.permission) == ("unreachable", "unknown")


def test_while_whatsapp_puts_off_what_is_sent_it_is_asked_why_within_half_a_minute(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def ask(_business: str, _lines: object, *, now: int, older_than: int) -> None:
        asked.append(now - START)
        assert older_than <= (15 * 60_000 if now == START else 20_000)

    monkeypatch.setattr("saath.runtime.watching.ask_all", ask)
    sweep = shop.sweep()
    sweep.once()
    shop.tells(meta.said("wamid.1", 0, "hello", phone=CHITRA))
    person = alias_id(BUSINESS, PORTFOLIO, "phone", CHITRA)
    wish = Intention(
        key="k1", person=person, phone_number_id=NUMBER, outgoing=Outgoing("text", text="Yes"),
        source="agent", author="Beena", automatic=False, created_at=START, due_at=START,
        expires_at=START + 60_000,
    )  # fmt: skip
    put_off = OutcomeKnown("k1", person, NUMBER, 1, "deferred", code=190, retry_at=START + 60_000)
    made = encode_attempt(AttemptMade(wish, 1))
    shop.journal.append([own_entry(BUSINESS, "attempt", made, now=START)])
    shop.journal.append([own_entry(BUSINESS, "outcome", encode_outcome(put_off), now=START)])
    shop.folds()
    for _sweep in range(4):
        shop.now += 10_000
        sweep.once()
    assert asked == [0, 20_000, 40_000]


def test_a_page_measures_at_most_once_in_five_seconds(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    measures: Callable[..., Evidence] = measure

    def counting(*args: str, **named: object) -> Evidence:
        asked.append(1)
        return measures(*args, **named)

    monkeypatch.setattr("saath.transition.watch.standing.measure", counting)
    ticks = [0.0]
    watch = Watch(shop.journal, shop.place, lambda: ticks[0])
    for _look in range(3):
        watch.standing(BUSINESS, shop.now)
    ticks[0] = 5.1
    watch.standing(BUSINESS, shop.now)
    assert len(asked) == 2
