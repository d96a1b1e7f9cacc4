"""What a number said and heard in the last second, whatever its clock did before."""

import pytest

from saath.deliver.pace import RECOVERS_EVERY_MS, Pace
from saath.domain.limits import CLOCK_BACK_MS, HOUR, OWN_SHARE_PER_SECOND

FULL = OWN_SHARE_PER_SECOND.value

NOW = 1_700_000_000_000
DAY = 24 * HOUR


def test_only_the_last_second_counts() -> None:
    pace = Pace()
    for at in (NOW - 1000, NOW - 999, NOW):
        pace.sent("551", at)
        pace.heard("551", 2, at)
    assert pace.lately("551", NOW) == (NOW - 999, NOW)
    assert pace.inbound("551", NOW) == 4
    assert (pace.lately("552", NOW), pace.inbound("552", NOW)) == ((), 0)


def test_a_clock_that_was_set_back_leaves_nothing_behind() -> None:
    pace = Pace()
    pace.sent("551", NOW + DAY)
    pace.heard("551", 20, NOW + DAY)
    pace.silence("551", NOW + DAY + 5000, NOW + DAY)
    assert pace.lately("551", NOW) == ()
    assert pace.inbound("551", NOW) == 0
    assert pace.silent_until("551", NOW) == 0


def test_a_silenced_number_waits_for_the_latest_moment_it_was_told() -> None:
    pace = Pace()
    pace.silence("551", NOW + 5000, NOW)
    pace.silence("551", NOW + 1000, NOW)
    assert pace.silent_until("551", NOW) == NOW + 5000
    assert pace.silent_until("551", NOW + 5000) == 0
    assert pace.silent_until("552", NOW) == 0


@pytest.mark.parametrize("back", [HOUR, HOUR - 4000, CLOCK_BACK_MS.value + 1])
def test_a_clock_that_was_set_back_makes_no_number_wait_longer(back: int) -> None:
    pace = Pace()
    pace.silence("551", NOW + 2000, NOW)
    assert pace.silent_until("551", NOW - back) == 0
    pace.silence("551", NOW - back + 1000, NOW - back)
    assert pace.silent_until("551", NOW - back) == NOW - back + 1000


def test_a_clock_that_is_only_corrected_breaks_no_silence() -> None:
    pace = Pace()
    pace.silence("551", NOW + 2000, NOW)
    assert pace.silent_until("551", NOW - 3000) == NOW + 2000


def test_a_number_that_was_too_fast_goes_at_half_its_pace_and_recovers_step_by_step() -> None:
    pace = Pace()
    assert pace.share("551", NOW) == FULL
    pace.slow("551", NOW)
    assert pace.share("551", NOW) == FULL // 2
    assert pace.share("551", NOW + 3 * RECOVERS_EVERY_MS) == FULL // 2 + 3
    assert pace.share("551", NOW + DAY) == FULL
    assert pace.share("552", NOW) == FULL


def test_a_number_never_slows_to_nothing() -> None:
    pace = Pace()
    for _ in range(10):
        pace.slow("551", NOW)
    assert pace.share("551", NOW) == 1
