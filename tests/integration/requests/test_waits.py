"""Since when a conversation waits, in the list and on the thread, whatever settled what was before."""

from collections.abc import Callable

import pytest

from saath.domain.facts.requests import NeedsReply
from saath.journal import Entry, Journal
from saath.project import live, open_writer
from saath.queries.inbox import read_list
from saath.store.bodies import Action
from tests.asking import NOON, asked, request, text
from tests.deliveries import BUSINESS, delivery, echoed, entry, policy_entry, said

ASHA, RAVI = "919000000002", "919000000004"
HOUR_S = 3600
NOW = NOON + 9 * HOUR_S * 1000


def says(phone: str, hours: float, number: int = 0) -> Entry:
    """A customer writes so many hours after noon."""
    at = int(hours * HOUR_S)
    return entry(delivery(said(f"wamid.{phone}.{number}", at, "Hello?", phone=phone)))


def picks_up(phone: str, hours: float) -> Entry:
    """The owner answers on the phone."""
    told = echoed(f"wamid.echo.{phone}", int(hours * HOUR_S), "On the phone", phone=phone)
    return entry(delivery(told))


def asks(action: Action, hours: float) -> Entry:
    """A person of the team asks something of the chat with Asha."""
    at = NOON + int(hours * HOUR_S) * 1000
    return asked(request(ASHA, action, at=at), at=at)


@pytest.fixture
def waits(journal: Journal) -> Callable[..., list[tuple[str, float]]]:
    """Let things happen; who waits by then, the longest wait first, and since which hour."""

    def happen(*entries: Entry) -> list[tuple[str, float]]:
        journal.append([policy_entry(), *entries])
        writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
        while live(writer).moved:
            pass
        found = read_list(BUSINESS, NOW).waiting
        return [(c.contact.phone, (c.waiting_since - NOON) / 1000 / HOUR_S) for c in found]

    return happen


@pytest.mark.parametrize("settles", [NeedsReply(value=False), text("Yes.")])
def test_a_wait_begins_with_the_first_message_after_what_settled_the_others(
    waits: Callable[..., list[tuple[str, float]]], settles: Action
) -> None:
    """Whoever wrote first and was settled stands behind whoever has waited longer since."""
    found = waits(
        says(ASHA, 1, 1), asks(settles, 2), says(RAVI, 3), says(ASHA, 4, 2), says(ASHA, 6, 3)
    )
    assert found == [(RAVI, 3), (ASHA, 4)]


def test_a_call_answered_on_the_phone_ends_the_wait_after_a_settled_one(
    waits: Callable[..., list[tuple[str, float]]],
) -> None:
    found = waits(
        says(ASHA, 1, 1), asks(NeedsReply(value=False), 2), says(ASHA, 3, 2), picks_up(ASHA, 4),
        says(ASHA, 5, 3), says(ASHA, 6, 4),
    )  # fmt: skip
    assert found == [(ASHA, 5)]
