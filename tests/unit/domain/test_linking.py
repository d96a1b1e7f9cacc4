"""Linking a number: what was asked and answered is told once, and a new link ends a removal."""

import json
from dataclasses import replace

import pytest

from saath.domain.facts import PolicyPublished
from saath.domain.facts.linking import LinkFact, SyncAlarmed, SyncAnswered, SyncAsked
from saath.domain.policy import HOUR_MS
from tests.unit.domain.story import NUMBER, WABA, Story

LINKED = 1_795_000_000_000
ASKED = SyncAsked(NUMBER, "history", LINKED, LINKED + 5)
ANSWERED = SyncAnswered(NUMBER, "history", LINKED, LINKED + 9, "accepted", "request-1")
ALARM = SyncAlarmed(NUMBER, "contacts", LINKED, 6)


@pytest.mark.parametrize(
    ("fact", "event", "at"),
    [
        (ASKED, "asked", LINKED + 5),
        (ANSWERED, "accepted", LINKED + 9),
        (ALARM, "alarm", LINKED + 6 * HOUR_MS),
    ],
)
def test_what_we_asked_for_is_a_notice_of_its_link(fact: LinkFact, event: str, at: int) -> None:
    (notice,) = Story().tell(fact).tell(fact).states.notices.values()
    assert (notice.what, notice.event, notice.at) == ("sync", event, at)
    assert json.loads(notice.detail)["linked_at"] == LINKED


def test_a_policy_with_a_new_link_ends_a_removal_and_nothing_else() -> None:
    story = Story().account("PARTNER_REMOVED")
    assert story.states.numbers[WABA].life == "removed"
    assert story.states.numbers[WABA].at == story.now
    story.after(seconds=5)
    numbers = tuple(replace(number, linked_at=story.now) for number in story.policy.numbers)
    story.tell(PolicyPublished(replace(story.policy, numbers=numbers)))
    assert story.states.numbers[WABA].life == "active"


@pytest.mark.parametrize(
    ("event", "detail", "life"),
    [
        ("ACCOUNT_OFFBOARDED", "{}", "suspended"),
        ("ACCOUNT_DELETED", "{}", "banned"),
        ("PARTNER_ADDED", "{}", "active"),
    ],
)
def test_a_state_says_since_when_it_holds(event: str, detail: str, life: str) -> None:
    story = Story().after(hours=1).account(event, detail)
    state = story.states.numbers[WABA]
    assert (state.life, state.at) == (life, story.now)
