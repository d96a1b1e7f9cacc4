"""Asking is answered once, for ever: done, refused, not yet, or that the key was used before."""

from dataclasses import dataclass, field, replace

import pytest

from saath.bus import Wake
from saath.domain.actor import Actor
from saath.domain.facts import RequestMade
from saath.domain.facts.requests import Note
from saath.journal import Journal
from saath.project import Writer, live, open_writer
from saath.requests import Done, KeyReused, Pending, Refused, Waiting, ask, peek, request_id
from saath.store.models import Alias, Message, Result
from saath.store.tenancy import as_business
from tests.asking import AGENT, NOON, Wakes, request, text
from tests.deliveries import BUSINESS, delivery, entry, policy_entry, said

ASHA, RAVI = "919000000002", "919000000004"


@dataclass
class Desk:
    """Somebody who asks, and a writer that folds while they sleep."""

    journal: Journal
    writer: Writer
    wakes: Wakes = field(default_factory=Wakes)
    slept: float = 0.0
    folds: bool = True

    def ask(self, made: RequestMade, now: int = NOON) -> object:
        """Ask and wait."""
        waiting = Waiting(clock=lambda: self.slept, sleep=self._sleep, limit_s=3.0)
        return ask(self.journal, self.wakes, BUSINESS, made, now=now, waiting=waiting)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        if self.folds:
            live(self.writer)


@pytest.fixture
def desk(journal: Journal) -> Desk:
    """A customer has just written."""
    journal.append([policy_entry(), entry(delivery(said("wamid.1", 0, "Open?", phone=ASHA)))])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    return Desk(journal, writer)


def messages() -> list[str]:
    """The words of every message out, and every note."""
    with as_business(BUSINESS, reads=True):
        told = Message.objects.filter(direction__in=("out", "note")).order_by("text")
        return list(told.values_list("text", flat=True))


def head(desk: Desk) -> int:
    """How many records there are."""
    return desk.journal.head(BUSINESS, "live").head


def test_a_reply_is_done_as_soon_as_it_is_folded(desk: Desk) -> None:
    made = request(ASHA, text("Yes, until nine."))
    answer = desk.ask(made)
    assert isinstance(answer, Done)
    with as_business(BUSINESS, reads=True):
        assert Message.objects.get(id=answer.message).text == "Yes, until nine."
    assert desk.slept < 0.1
    assert desk.wakes.said == [Wake("live", BUSINESS)]


def test_the_same_key_gives_the_same_answer_and_asks_nothing(desk: Desk) -> None:
    first = desk.ask(request(ASHA, text("Yes")))
    before = head(desk)
    assert desk.ask(request(ASHA, text("Yes"), at=NOON + 9_999)) == first
    assert head(desk) == before
    assert messages() == ["Yes"]


def test_the_same_key_for_something_else_is_told(desk: Desk) -> None:
    desk.ask(request(ASHA, text("Yes")))
    made = request(ASHA, text("No"))
    assert desk.ask(made) == KeyReused(made.id)
    assert isinstance(desk.ask(request(RAVI, text("Yes"))), KeyReused)
    assert messages() == ["Yes"]


def test_another_actor_may_use_the_same_key(desk: Desk) -> None:
    desk.ask(request(ASHA, Note("one")))
    answer = desk.ask(request(ASHA, Note("two"), actor=Actor("agent", "8", "Uma")))
    assert isinstance(answer, Done)
    assert request_id(BUSINESS, AGENT, "1") != request_id("other", AGENT, "1")


def test_two_at_once_with_one_key_do_one_thing(desk: Desk) -> None:
    made, other = request(ASHA, Note("one")), request(ASHA, Note("two"))
    desk.folds = False
    assert isinstance(desk.ask(made), Pending)
    assert isinstance(desk.ask(other), Pending)
    live(desk.writer)
    assert isinstance(desk.ask(made), Done)
    assert desk.ask(other) == KeyReused(other.id)
    assert messages() == ["one"]


def test_what_is_not_folded_in_time_is_pending_and_done_later(desk: Desk) -> None:
    made = request(ASHA, Note("later"))
    desk.folds = False
    assert desk.ask(made) == Pending(made.id)
    assert desk.slept >= 3.0
    assert peek(BUSINESS, made) is None
    live(desk.writer)
    assert isinstance(peek(BUSINESS, made), Done)


def test_a_refusal_is_kept_for_ever_as_well(desk: Desk) -> None:
    answer = desk.ask(request(RAVI, text("Hello?")))
    assert isinstance(answer, Refused)
    assert answer.refusal.reason == "unknown-conversation"
    with as_business(BUSINESS, reads=True):
        assert Result.objects.get().message == ""
    desk.journal.append([entry(delivery(said("wamid.2", 1, "Hi", phone=RAVI)))])
    assert desk.ask(request(RAVI, text("Hello?"))) == answer


def test_somebody_wrote_meanwhile_is_a_refusal_that_names_the_last_message(desk: Desk) -> None:
    with as_business(BUSINESS, reads=True):
        seen = Message.objects.get().id
    desk.journal.append([entry(delivery(said("wamid.2", 5, "Forget it", phone=ASHA)))])
    answer = desk.ask(request(ASHA, text("Yes", seen)))
    assert isinstance(answer, Refused)
    assert answer.refusal.reason == "conversation-moved-on"
    assert answer.refusal.detail[0][1] != seen


def test_any_name_of_a_person_leads_to_their_conversation(desk: Desk) -> None:
    both = said("wamid.2", 1, "It is me", phone=ASHA, bsuid="IN.77")
    desk.journal.append([entry(delivery(both))])
    live(desk.writer)
    fresh = open_writer(desk.journal, BUSINESS, desk.journal.take(BUSINESS))
    desk.writer = fresh
    for key, name in enumerate(_names()):
        made = request(ASHA, Note(f"note {key}"), key=str(key))
        answer = desk.ask(replace(made, person=name))
        assert isinstance(answer, Done), name
    assert len(_names()) == 2


def test_the_same_person_by_another_name_is_the_same_request(desk: Desk) -> None:
    both = said("wamid.2", 1, "It is me", phone=ASHA, bsuid="IN.77")
    desk.journal.append([entry(delivery(both))])
    live(desk.writer)
    made = request(ASHA, Note("one"))
    answers = {desk.ask(replace(made, person=name)) for name in _names()}
    assert len(answers) == 1


def _names() -> list[str]:
    with as_business(BUSINESS, reads=True):
        return sorted(Alias.objects.values_list("id", flat=True))
