"""The proof of a link is looked for in what is new, whoever looks how often."""

from dataclasses import dataclass, replace
from typing import Any

from saath.journal import Entry, Journal, Record
from saath.store import linking as kept
from saath.transition.link import present
from saath.transition.link.proof import look
from tests.deliveries import DISPLAY, change, delivery
from tests.integration.transition.linking import BUSINESS, NUMBER, House, house

ID = NUMBER.phone_number_id
PHONE = "919811100001"


@dataclass
class Counting:
    """A journal that counts what is read of it."""

    journal: Journal
    read_records: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.journal, name)

    def read(self, business: str, lane: Any, *, after: int, limit: int) -> list[Record]:
        found = self.journal.read(business, lane, after=after, limit=limit)
        self.read_records += len(found)
        return found


def hear(made: House, wamid: str) -> None:
    """A customer writes, now."""
    said = {"from": PHONE, "id": wamid, "timestamp": str(made.now // 1000), "type": "text"}
    told = change("messages", ID, messages=[said | {"text": {"body": "hi"}}])
    made.journal.append([entry(made, told)])


def echo(made: House, wamid: str) -> None:
    """The owner writes on the phone, now."""
    said = {"from": DISPLAY, "to": PHONE, "id": wamid, "timestamp": str(made.now // 1000)}
    echoed = said | {"type": "text", "text": {"body": "ji"}}
    made.journal.append([entry(made, change("smb_message_echoes", ID, message_echoes=[echoed]))])


def entry(made: House, told: dict[str, Any]) -> Entry:
    return Entry(BUSINESS, "live", "delivery", 1, "meta", made.now, delivery(told))


def test_a_poll_costs_what_is_new(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        counted: Any = Counting(made.journal)
        around = replace(made.around, journal=counted)
        for number in range(30):
            hear(made, f"wamid.{number}")
        first = present(around, BUSINESS)
        assert (first.state, first.inbound_ms is not None) == ("waiting_for_proof", True)
        assert counted.read_records >= 30
        counted.read_records = 0
        assert present(around, BUSINESS) == first
        assert counted.read_records == 0
        hear(made, "wamid.more")
        assert present(around, BUSINESS).echo_ms is None
        assert counted.read_records == 1
        echo(made, "wamid.echo")
        assert present(around, BUSINESS).state == "active"
        assert counted.read_records == 2


def test_a_new_link_is_looked_for_from_its_own_beginning(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        hear(made, "wamid.1")
        present(made.around, BUSINESS)
        made.meta.do("advance", seconds=60)
        again = made.link()
        assert (again.state, again.inbound_ms) == ("waiting_for_proof", None)
        hear(made, "wamid.2")
        assert present(made.around, BUSINESS).inbound_ms is not None


def test_two_who_look_at_once_lose_nothing_of_the_proof(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        before = kept.newest_attempt(BUSINESS, made.around.safe)
        assert before is not None
        hear(made, "wamid.1")
        look(made.around, before)
        echo(made, "wamid.2")
        look(made.around, before)  # it read the link before the other kept what it saw
        assert present(made.around, BUSINESS).state == "active"
