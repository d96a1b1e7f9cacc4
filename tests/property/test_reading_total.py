"""Whatever comes in, every page and every answer of the API can still be read.

What nobody understands is kept and shown; it must not take with it what stands beside it.
"""

import json
from collections.abc import Iterator
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.stores  # sets Django up, before anything below imports a model
from saath.api.keys import hashed
from saath.domain.policy import Number, Policy
from saath.journal import Entry, Journal, Lane
from saath.project import bulk, live, open_writer
from saath.store.policies import POLICY_FORMAT, encode_policy
from saath.whatsapp.peek import peek
from tests.journeys.shop import give_key, hire, open_for_business
from tests.property.json_trees import spoiled_deliveries
from tests.unit.web.browsing import signed_in

shared_journal = tests.stores.shared_journal

NUMBER = "700100200300401"
"""The number of the golden deliveries."""
NOW = 1_790_000_000_000
PAGES = ("/inbox", "/operator", "/move/number", "/move/sync", "/move/contacts", "/health")
ANSWERS = ("/conversations", "/sync", "/health", f"/numbers/{NUMBER}")
PARTS = st.one_of(
    spoiled_deliveries(),
    spoiled_deliveries(within="history"),
    spoiled_deliveries(within="state_sync"),
)
businesses = (f"total-{number}" for number in count())


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=20)
@given(st.lists(PARTS, min_size=4, max_size=10))
def test_everything_can_be_read_whatever_came_in(
    shared_journal: Journal, deliveries: list[object]
) -> None:
    business = next(businesses)
    fold(shared_journal, business, [json.dumps(tree).encode() for tree in deliveries])
    browser = signed_in(f"owner-of-{business}")
    key = {"Authorization": f"Bearer key-of-{business}"}
    listed = browser.get("/api/v1/conversations?limit=100", headers=key).json()["data"]
    for page in (*PAGES, *(f"/inbox/{one['id']}" for one in listed)):
        assert browser.get(page).status_code == 200, page
    for answer in (*ANSWERS, *of_conversations(listed)):
        assert browser.get(f"/api/v1{answer}", headers=key).status_code == 200, answer


def of_conversations(listed: list[dict[str, str]]) -> Iterator[str]:
    for one in listed:
        yield f"/conversations/{one['id']}"
        yield f"/conversations/{one['id']}/messages?limit=100"


def fold(journal: Journal, business: str, bodies: list[bytes]) -> None:
    """A business of its own for every example, with the number of the golden deliveries."""
    open_for_business(business, "Total")
    hire(f"owner-of-{business}", "owner", "ek do teen", business)
    give_key(hashed(f"key-of-{business}"), business)
    number = Number(NUMBER, "800100200300401", "900100200300401", "919800000001", NOW - 1)
    policy = encode_policy(Policy(business, 1, (number,)))
    told = [Entry(business, "live", "policy", POLICY_FORMAT, "saath", NOW - 1, policy)]
    for body in bodies:
        lane: Lane = "bulk" if peek(body).bulk else "live"
        told.append(Entry(business, lane, "delivery", 1, "meta", NOW, body))
    journal.append(told)
    writer = open_writer(journal, business, journal.take(business))
    while live(writer).moved or bulk(writer).moved:
        pass
    assert not writer.parked
