"""Golden deliveries: Meta's documented shapes in our own words, with the facts they must give."""

from pathlib import Path

import pytest

from saath.domain import facts as every_fact
from saath.domain.facts import Fact
from saath.whatsapp.parse import parse
from tests.golden.facts_text import WEBHOOKS, deliveries, expected, written

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "webhooks.md"
OURS = {
    "OwnFact",
    "PolicyPublished",
    "RequestMade",
    "AttemptMade",
    "OutcomeKnown",
    "TimerFell",
    "MediaFact",
    "MediaFetched",
    "MediaUploaded",
    "LinkFact",
    "SyncAlarmed",
    "SyncAnswered",
    "SyncAsked",
}
NOT_FROM_META = {"Fact", "MessageFact", "PersonFact", "NumberFact", "SendingFact", *OURS}
NOT_FACTS = {"Origin", "Status"}


@pytest.mark.parametrize(
    "delivery", deliveries(), ids=lambda path: path.relative_to(WEBHOOKS).with_suffix("").as_posix()
)
def test_a_delivery_says_what_is_written_beside_it(delivery: Path) -> None:
    assert written(parse(delivery.read_bytes())) == expected(delivery).read_text(encoding="utf-8")


def test_no_expected_facts_are_left_without_a_delivery() -> None:
    assert {expected(path) for path in deliveries()} == set(WEBHOOKS.rglob("*.facts"))


def test_the_page_names_every_golden_delivery() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [path.relative_to(WEBHOOKS).with_suffix("").as_posix() for path in deliveries()]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_page_names_every_fact() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in _fact_names() if f"`{name}`" not in page] == []


def test_the_golden_deliveries_give_every_fact() -> None:
    told: list[Fact] = [fact for path in deliveries() for fact in parse(path.read_bytes())]
    assert {type(fact).__name__ for fact in told} == _fact_names()


def _fact_names() -> set[str]:
    return set(every_fact.__all__) - NOT_FROM_META - NOT_FACTS
