"""The laws of folding: order, duplicates and batches change nothing."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from saath.domain.facts import Fact, MessageReceived
from saath.domain.facts.messages import StatusChanged
from saath.domain.person import card
from saath.domain.states import Draft, States
from saath.domain.status import RANK, shown
from saath.domain.step import fold, keys, step
from tests.property.worlds_of_facts import POLICY, facts


def folded(told: list[Fact]) -> States:
    states = States()
    for number, fact in enumerate(told):
        states.absorb(step(states, fact, POLICY, now=number))
    return states


def folded_at_once(told: list[Fact]) -> States:
    """The same, all facts into one draft."""
    states = States()
    draft = Draft(states)
    for number, fact in enumerate(told):
        fold(draft, fact, POLICY, now=number)
    states.absorb(draft.changes)
    return states


def picture(states: States) -> dict[str, object]:
    """Everything deliveries decide, named as a person would name it; nothing read off a clock."""
    return {
        "people": sorted(
            (p, sorted(a), card(states.aliases[k] for k in a)) for p, a in states.people.items()
        ),
        "aliases": sorted(states.aliases.values(), key=lambda a: a.id),
        "conversations": {
            k: replace(c, control_at=0, control_until=0, automatic_run=0)
            for k, c in sorted(states.conversations.items())
        },
        "messages": {
            k: replace(m, person=states.find(m.person)) for k, m in sorted(states.messages.items())
        },
        "notices": sorted(
            (
                replace(n, at=0) if n.what in {"history", "sync"} else n
                for n in states.notices.values()
            ),
            key=lambda n: n.id,
        ),
    }


@settings(max_examples=400)
@given(st.lists(facts, max_size=12), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(told: list[Fact], chance: random.Random) -> None:
    again = told + chance.sample(told, k=len(told) // 2)
    chance.shuffle(again)
    assert picture(folded(told)) == picture(folded(again))


@settings(max_examples=300)
@given(st.lists(facts, max_size=12))
def test_one_draft_for_all_is_a_step_for_each(told: list[Fact]) -> None:
    assert picture(folded_at_once(told)) == picture(folded(told))


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_every_person_is_known_by_the_smallest_of_their_names(told: list[Fact]) -> None:
    states = folded(told)
    for person, names in states.people.items():
        assert person == min(names)
        assert all(states.aliases[name].person == person for name in names)
    assert not set(states.people) & set(states.merged)


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_a_merge_never_crosses_a_portfolio(told: list[Fact]) -> None:
    states = folded(told)
    for names in states.people.values():
        assert len({states.aliases[name].portfolio for name in names}) == 1


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_restrictions_win_in_every_merge(told: list[Fact]) -> None:
    states = folded(told)
    for names in states.people.values():
        aliases = [states.aliases[name] for name in names]
        assert card(aliases).stopped_marketing == any(a.marketing == "stop" for a in aliases)


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_no_message_that_was_told_is_lost(told: list[Fact]) -> None:
    states = folded(told)
    for fact in told:
        if isinstance(fact, MessageReceived):
            kept = [
                m
                for m in states.messages.values()
                if m.wamid == fact.wamid and m.phone_number_id == fact.phone_number_id
            ]
            assert len(kept) == 1
            assert not kept[0].is_stub


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_a_shown_status_never_moves_backward(told: list[Fact]) -> None:
    states = States()
    seen: dict[str, int] = {}
    for number, fact in enumerate(told):
        states.absorb(step(states, fact, POLICY, now=number))
        for key, message in states.messages.items():
            receipt = shown(message.receipts)
            rank = RANK[receipt.status] if receipt else -1
            assert rank >= seen.get(key, -1)
            seen[key] = rank


@settings(max_examples=200)
@given(st.lists(facts, max_size=12))
def test_history_opens_no_window_and_asks_for_nothing(told: list[Fact]) -> None:
    past: list[Fact] = [
        replace(f, origin="history") if isinstance(f, MessageReceived) else f
        for f in told
        if not isinstance(f, StatusChanged) and "Unrecognized" not in type(f).__name__
    ]
    for conversation in folded(past).conversations.values():
        assert conversation.window_closes_at == 0
        assert not conversation.needs_reply


@settings(max_examples=200)
@given(facts)
def test_a_fact_asks_only_for_states_it_named(fact: Fact) -> None:
    """Whoever folds loads by `keys` alone; a state touched but not named would be lost."""
    named = keys([fact], POLICY)
    changed = step(States(), fact, POLICY, now=1)
    assert set(changed.aliases) <= named.aliases
    assert set(changed.messages) <= named.messages
