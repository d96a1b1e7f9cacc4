"""Whom a portfolio wrote to first, over all of its numbers, and how many it may."""

from dataclasses import replace

from saath.domain.conversation import Conversation
from saath.domain.intention import Intention
from saath.domain.limits import DAY
from saath.domain.number_state import NumberState
from saath.domain.outgoing import Outgoing, Template
from saath.domain.policy import Number, Policy
from saath.domain.reaching import NOT_TOLD, Portfolio, reached, sharing
from saath.domain.states import Draft, States
from tests.unit.domain.story import START

ONE, TWO = Number("551", "waba-1", "portfolio-asha"), Number("552", "waba-2", "portfolio-asha")
ALONE = Number("553", "waba-3", "")
POLICY = Policy("asha-sarees", 1, (ONE, TWO, ALONE))
OFFER = Outgoing("template", template=Template("offer", "en"))


def wish(person: str, number: str = "551", outgoing: Outgoing = OFFER) -> Intention:
    return Intention(
        key=person, person=person, phone_number_id=number, outgoing=outgoing, source="agent",
        author="Beena", automatic=False, created_at=START, due_at=START, expires_at=START,
    )  # fmt: skip


def draft(*known: Conversation, states: tuple[NumberState, ...] = ()) -> Draft:
    return Draft(
        States(
            conversations={(one.person, one.phone_number_id): one for one in known},
            numbers={state.account_id: state for state in states},
        )
    )


def test_numbers_of_one_portfolio_share_its_limit_and_others_have_their_own() -> None:
    assert sharing(POLICY, "551") == sharing(POLICY, "552") == (ONE, TWO)
    assert sharing(POLICY, "553") == (ALONE,)
    assert sharing(POLICY, "559") == ()


def test_who_was_written_to_from_either_number_within_a_day_is_known() -> None:
    both = Portfolio((ONE, TWO), people=7, now=START)
    lately = Conversation("asha", "552", reached_at=START - DAY + 1)
    before = Conversation("bela", "551", reached_at=START - DAY)
    seen = draft(lately, before)
    assert reached(both, seen, "asha").is_known
    assert not reached(both, seen, "bela").is_known
    assert not reached(both, seen, "chitra").is_known
    assert reached(both, seen, "chitra").people == 7


def test_who_was_just_chosen_counts_once_and_only_for_the_same_portfolio() -> None:
    both = Portfolio((ONE, TWO), people=7, now=START)
    seen = draft(Conversation("asha", "552", reached_at=START - 1))
    answer = Outgoing("text", text="Yes.")
    chosen = [
        *(wish("asha"), wish("bela"), wish("bela", "552")),
        *(wish("dev", "553"), wish("esha", outgoing=answer)),
    ]
    found = reached(both, seen, "chitra", chosen)
    assert (found.people, found.is_known) == (8, False)
    assert reached(both, seen, "bela", chosen).is_known
    assert not reached(both, seen, "dev", chosen).is_known


def test_the_last_word_of_whatsapp_counts_whoever_it_came_to() -> None:
    both = Portfolio((ONE, TWO), people=0, now=START)
    assert both.allowed(draft()) == 250
    told = NumberState("waba-2", people_a_day=2_000, people_told_at=5)
    seen = draft(states=(told,))
    assert both.allowed(seen) == 2_000
    assert replace(both, tiers=(NOT_TOLD, ("TIER_NOT_SET", 9))).allowed(seen) == 2_000
    assert replace(both, tiers=(("TIER_10K", 4), NOT_TOLD)).allowed(seen) == 2_000
    assert replace(both, tiers=(("TIER_10K", 6), NOT_TOLD)).allowed(seen) == 10_000
    # Of two words of the same moment the lower counts.
    assert replace(both, tiers=(("TIER_10K", 5), ("TIER_250", 5))).allowed(seen) == 250
