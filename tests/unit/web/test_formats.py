"""Times, durations and numbers as people in India read them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

import tests.stores  # noqa: F401  # sets Django up
from saath.web import formats

IST = ZoneInfo("Asia/Kolkata")
NOON = int(datetime(2026, 11, 21, 6, 30, tzinfo=UTC).timestamp() * 1000)
DAY = formats.DAY_MS


@pytest.fixture(autouse=True, params=["en-in"])
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    with translation.override(request.param):
        yield


@pytest.mark.parametrize(
    ("hour", "clock", "period"),
    [(0, "12:05", "am"), (1, "1:05", "am"), (12, "12:05", "pm"), (13, "1:05", "pm")],
)
def test_clocks_have_twelve_hours(hour: int, clock: str, period: str) -> None:
    at = datetime(2026, 11, 21, hour, 5, tzinfo=IST)
    moment = formats.moment(int(at.timestamp() * 1000), IST)
    assert (moment.clock, moment.period) == (clock, period)


def test_a_moment_tells_machines_utc() -> None:
    assert formats.moment(NOON, IST).iso == "2026-11-21T06:30:00.000Z"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (0, "12:00 pm"),
        (12 * formats.HOUR_MS, "12:00 am"),
        (12 * formats.HOUR_MS + 1, "Yesterday"),
        (2 * DAY, "19 Nov"),
        (365 * DAY, "Nov 2025"),
    ],
)
def test_the_further_back_the_shorter(ago: int, said: str) -> None:
    assert formats.when(NOON - ago, NOON, IST) == said


def test_days_of_a_thread_have_headings() -> None:
    today = formats.local(NOON, IST).date()
    days = [formats.local(NOON - n * DAY, IST).date() for n in range(3)]
    headings = [formats.heading(on, today) for on in days]
    assert headings == ["Today, 21 Nov 2026", "Yesterday, 20 Nov 2026", "19 Nov 2026"]


@pytest.mark.parametrize("language", ["hi"], indirect=True)
def test_hindi_has_its_own_words_and_latin_digits() -> None:
    today = formats.local(NOON, IST).date()
    assert formats.heading(today, today) == "आज, 21 नव॰ 2026"
    assert formats.short(2 * formats.HOUR_MS) == "2 घं"


@pytest.mark.parametrize(
    ("ms", "said"),
    [(59_999, "now"), (60_000, "1 m"), (3_599_999, "59 m"), (3_600_000, "1 h"), (DAY, "1 d")],
)
def test_a_wait_is_told_in_its_largest_unit(ms: int, said: str) -> None:
    assert formats.short(ms) == said


@pytest.mark.parametrize(
    ("ms", "said"), [(1, "1 m"), (3_599_999, "59 m"), (DAY - 6 * 60_000, "23 h 54 m")]
)
def test_what_is_left_is_told_exactly(ms: int, said: str) -> None:
    assert formats.exact(ms) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("919876543210", "+91 98765 43210"),
        ("14155550123", "+1 415-555-0123"),
        ("0", "+0"),
        ("", ""),
    ],
)
def test_numbers_are_spaced_as_in_their_country(digits: str, said: str) -> None:
    assert formats.phone(digits) == said


@pytest.mark.parametrize(
    ("count", "said"), [(12, "12 bytes"), (120 * 1024, "120 KB"), (1_500_000, "1.4 MB")]
)
def test_sizes_are_written_for_people(count: int, said: str) -> None:
    assert formats.size(count) == said
