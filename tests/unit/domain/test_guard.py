"""What the guard stops, why, and what would make it a yes."""

from dataclasses import replace
from itertools import permutations

import pytest

from saath.domain import limits
from saath.domain.facts import AccountChanged, NumberChanged
from saath.domain.guard import Reached, refusals
from saath.domain.intention import Intention
from saath.domain.number_state import NumberState, limited, linked, live_on
from saath.domain.outgoing import Category, Outgoing, Template
from tests.unit.domain.story import HOUR, MINUTE, START, WABA, Story


def bot_wants_to_answer() -> Story:
    return Story().with_bot().customer_writes("rate?").after(seconds=4)


def agent_wants_to_answer() -> Story:
    return Story().customer_writes().after(seconds=1).replies()


def test_nothing_stands_against_a_fresh_answer() -> None:
    assert bot_wants_to_answer().verdict() == "yes"
    assert agent_wants_to_answer().verdict() == "yes"


def test_the_window_closes_five_minutes_before_whatsapp_closes_it() -> None:
    story = Story().customer_writes().after(hours=23, minutes=54).replies()
    assert story.verdict() == "yes"
    story = Story().customer_writes().after(hours=23, minutes=55).replies()
    assert story.refusal.reason == "window-closed"
    assert dict(story.refusal.detail)["closes_at"] == str(START + 24 * HOUR)


def test_history_and_echoes_open_no_window() -> None:
    story = Story().customer_writes(origin="history").owner_writes_on_phone().replies()
    assert story.refusal.reason == "window-closed"


def test_a_template_goes_through_a_closed_window() -> None:
    story = agent_wants_to_answer()
    template = replace(story.waiting[0].outgoing, type="template")
    wish = replace(story.waiting[0], outgoing=template, expires_at=START + 99 * HOUR)
    assert story.after(hours=48).verdict(wish) == "yes"


def test_an_old_wish_is_too_late() -> None:
    assert agent_wants_to_answer().after(minutes=2).verdict() == "too-late"


def test_a_clock_that_jumped_back_a_day_sends_nothing_it_should_not() -> None:
    story = bot_wants_to_answer()
    story.now += 24 * HOUR
    assert story.verdict() == "too-late"


@pytest.mark.parametrize(
    ("event", "detail", "state"),
    [
        ("ACCOUNT_OFFBOARDED", "{}", "suspended"),
        ("PARTNER_REMOVED", "{}", "removed"),
        ("DISABLED_UPDATE", '{"ban_info":{"waba_ban_state":"DISABLE"}}', "banned"),
    ],
)
def test_a_number_that_may_not_send_holds_what_waits(event: str, detail: str, state: str) -> None:
    story = agent_wants_to_answer().account(event, detail)
    refusal = next(refusals(story.waiting[0], story.scene(), now=story.now))
    assert refusal.reason == "number-unavailable"
    assert refusal.is_passing
    assert dict(refusal.detail)["state"] == state


def test_a_number_that_came_back_sends_again() -> None:
    story = agent_wants_to_answer().account("ACCOUNT_OFFBOARDED")
    assert story.after(seconds=2).account("ACCOUNT_RECONNECTED").verdict() == "yes"


def test_events_of_a_number_in_the_wrong_order_end_the_same() -> None:
    events = [
        ("ACCOUNT_OFFBOARDED", "{}", 1),
        ("ACCOUNT_RECONNECTED", "{}", 2),
        ("X", "no json", 3),
    ]
    for order in (events, events[::-1]):
        state = NumberState("waba")
        for event, detail, at in order:
            state = live_on(state, event, detail, at)
        assert (state.life, state.at) == ("active", 2)


def test_at_the_same_instant_the_stricter_word_counts() -> None:
    for order in (
        ("ACCOUNT_RECONNECTED", "PARTNER_REMOVED"),
        ("PARTNER_REMOVED", "ACCOUNT_RECONNECTED"),
    ):
        state = NumberState("waba")
        for event in order:
            state = live_on(state, event, "{}", 5)
        assert state.life == "removed"


@pytest.mark.parametrize(
    "detail", ['"text"', '{"ban_info": 1}', '{"restriction_info": 1}', '{"restriction_info": [1]}']
)
def test_details_of_another_shape_change_nothing(detail: str) -> None:
    assert live_on(NumberState("waba"), "ACCOUNT_RESTRICTION", detail, 1) == NumberState("waba")


def test_a_restriction_holds_until_it_ends() -> None:
    until = (START + HOUR) // 1000
    detail = (
        '{"restriction_info":[{"restriction_type":"RESTRICTED_CUSTOMER_INITIATED_MESSAGING",'
        f'"expiration":{until}}}]}}'
    )
    story = agent_wants_to_answer().account("ACCOUNT_RESTRICTION", detail)
    refusal = next(refusals(story.waiting[0], story.scene(), now=story.now))
    assert (refusal.reason, refusal.retry_at) == ("number-unavailable", START + HOUR)


def test_a_restriction_of_templates_stops_templates_only() -> None:
    until = (START + HOUR) // 1000
    detail = (
        '{"restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING",'
        f'"expiration":{until}}}]}}'
    )
    story = agent_wants_to_answer().account("ACCOUNT_RESTRICTION", detail)
    assert story.verdict() == "yes"
    outgoing = replace(story.waiting[0].outgoing, type="template")
    assert story.verdict(replace(story.waiting[0], outgoing=outgoing)) == "number-unavailable"


def test_a_number_nobody_registered_sends_nothing() -> None:
    assert agent_wants_to_answer().verdict(number=None) == "number-unavailable"


def test_who_said_stop_gets_no_campaign_but_an_answer() -> None:
    story = agent_wants_to_answer().prefers("stop")
    assert story.verdict() == "yes"
    assert story.verdict(replace(story.waiting[0], source="campaign")) == "opted-out"
    story.after(seconds=1).prefers("resume")
    assert story.verdict(replace(story.waiting[0], source="campaign")) == "yes"


def test_pause_holds_everything_automatic_and_nothing_else() -> None:
    assert bot_wants_to_answer().paused().verdict() == "paused"
    assert agent_wants_to_answer().paused().verdict() == "yes"


def test_one_person_is_not_flooded() -> None:
    story = agent_wants_to_answer()
    wish = story.waiting[0]
    for number in range(limits.PERSON_BURST.value):
        story.attempted(replace(wish, key=f"other{number}"))
    refusal = next(refusals(wish, story.scene(), now=story.now))
    assert refusal.reason == "too-fast"
    assert refusal.retry_at == story.now + 30_000
    story.now = refusal.retry_at
    assert story.verdict(wish) == "yes"


def test_the_number_keeps_its_pace_and_leaves_room_for_customers() -> None:
    story = agent_wants_to_answer()
    busy = tuple([story.now] * 13)
    assert story.verdict(pace=busy) == "yes"
    assert story.verdict(pace=(*busy, story.now)) == "too-fast"
    assert story.verdict(pace=busy, inbound_per_second=15) == "too-fast"
    assert story.verdict(pace=busy, own_share=13) == "too-fast"
    assert story.verdict(pace=(story.now - 1000,) * 20) == "yes"


def test_a_bot_never_speaks_a_third_time_without_a_word_back() -> None:
    story = bot_wants_to_answer()
    wish = story.waiting[0]
    for number in range(2):
        story.attempted(replace(wish, key=f"other{number}"))
    assert story.verdict(wish) == "loop"
    story.after(seconds=1).customer_writes("ok")
    assert story.verdict(wish) == "yes"


def test_a_bot_speaks_at_most_six_times_an_hour() -> None:
    story = bot_wants_to_answer()
    wish = replace(story.waiting[0], expires_at=START + 9 * HOUR)
    for number in range(6):
        story.attempted(replace(wish, key=f"other{number}")).after(minutes=1).customer_writes("ok")
    assert story.verdict(wish) == "loop"
    story.now += 60 * MINUTE
    assert story.verdict(wish) == "yes"


def test_a_parked_conversation_gets_nothing() -> None:
    assert agent_wants_to_answer().verdict(parked=True) == "parked"


def test_a_wish_that_outlived_the_bots_turn_is_stopped() -> None:
    story = bot_wants_to_answer()
    wish = story.waiting[0]
    story.owner_writes_on_phone()
    refusal = next(refusals(wish, story.scene(), now=story.now))
    assert refusal.reason == "person-active"
    assert dict(refusal.detail)["control"] == "phone"
    assert not refusal.is_passing


def test_a_clock_that_was_set_back_holds_nobody_up() -> None:
    story = agent_wants_to_answer()
    wish = story.waiting[0]
    for number in range(limits.PERSON_BURST.value):
        story.attempted(replace(wish, key=f"other{number}"))
    story.now -= 24 * 3_600_000
    assert story.verdict(replace(wish, created_at=story.now)) == "yes"


def test_what_was_asked_for_ahead_of_the_clock_is_too_late() -> None:
    story = agent_wants_to_answer()
    wish = replace(story.waiting[0], expires_at=story.now + 10**9)
    story.now -= limits.CLOCK_BACK_MS.value
    assert story.verdict(wish) == "yes"
    story.now -= 1
    assert story.verdict(wish) == "too-late"


def lives(*events: tuple[str, str, int]) -> set[str]:
    """How it ends in every order of these events."""
    ended = set[str]()
    for order in permutations(events):
        state = NumberState("waba")
        for event, detail, at in order:
            state = live_on(live_on(state, event, detail, at), event, detail, at)
        ended.add(state.life)
    return ended


def test_only_what_ends_a_thing_ends_it_whatever_the_order() -> None:
    banned = ("DISABLED_UPDATE", '{"ban_info": {"waba_ban_state": "DISABLE"}}', 3)
    mended = ("DISABLED_UPDATE", '{"ban_info": {"waba_ban_state": "REINSTATE"}}', 9)
    left, back = ("ACCOUNT_OFFBOARDED", "{}", 4), ("ACCOUNT_RECONNECTED", "{}", 5)
    removed, added = ("PARTNER_REMOVED", "{}", 6), ("PARTNER_ADDED", "{}", 7)
    assert lives(banned, left, back) == {"banned"}
    assert lives(banned, left, back, mended) == {"active"}
    assert lives(removed, ("ACCOUNT_RECONNECTED", "{}", 8)) == {"removed"}
    assert lives(left, removed, added) == {"active"}


def test_a_link_that_we_made_ends_a_removal_even_if_nobody_tells_it() -> None:
    removed = live_on(NumberState("waba"), "PARTNER_REMOVED", "{}", 6)
    assert linked(removed, 7).life == "active"
    assert linked(removed, 5).life == "removed"


def test_a_restriction_is_shown_while_it_lasts() -> None:
    state = NumberState("waba", no_replies_until=10)
    assert (state.at_now(9), state.at_now(10)) == ("restricted", "active")


def a_template_outside_the_window(category: Category = "") -> tuple[Story, Intention]:
    story = agent_wants_to_answer()
    written = Outgoing("template", template=Template("bill", "en", category=category))
    wish = replace(story.waiting[0], outgoing=written, expires_at=START + 99 * HOUR)
    return story.after(hours=48), wish


def test_one_person_too_many_a_day_is_refused() -> None:
    story, wish = a_template_outside_the_window()
    full = Reached(people=250, allowed=250)
    assert story.verdict(wish, reached=replace(full, people=249)) == "yes"
    assert story.verdict(wish, reached=full) == "limit-reached"
    refusal = next(refusals(wish, story.scene(reached=full), now=story.now))
    assert not refusal.is_passing  # a day later somebody decides anew
    # Whoever was written to today is not counted twice, and an answer counts nobody.
    assert story.verdict(wish, reached=replace(full, is_known=True)) == "yes"
    answer = agent_wants_to_answer()
    assert answer.verdict(reached=full) == "yes"


def test_who_was_not_reached_does_not_count() -> None:
    story, wish = a_template_outside_the_window()
    first = story.attempted(wish).comes_to("accepted", wamid="wamid.t").now
    again = replace(wish, key="k2")
    refused = story.after(minutes=9).attempted(again)
    assert refused.conversation.reached_at == story.now
    refused.comes_to("rejected", again.key, code=132001)
    assert story.conversation.reached_at == first
    doubted = story.after(minutes=9).attempted(replace(wish, key="k3"))
    doubted.comes_to("unconfirmed", "k3")
    assert story.conversation.reached_at == story.now


def test_only_templates_outside_the_window_reach_somebody() -> None:
    story, wish = a_template_outside_the_window()
    assert story.attempted(wish).conversation.reached_at == story.now
    inside = agent_wants_to_answer()
    assert inside.attempted().conversation.reached_at == 0
    wish = replace(inside.waiting[0] if inside.waiting else wish, outgoing=wish.outgoing, key="k2")
    assert inside.attempted(wish).conversation.reached_at == 0


@pytest.mark.parametrize(
    ("category", "verdict"),
    [("", "opted-out"), ("marketing", "opted-out"), ("utility", "yes"), ("authentication", "yes")],
)
def test_who_wants_no_offers_gets_only_templates_that_are_none(
    category: Category, verdict: str
) -> None:
    story, wish = a_template_outside_the_window(category)
    assert story.verdict(wish) == "yes"
    assert story.prefers("stop").verdict(wish) == verdict


LIMIT = '{"max_daily_conversations_per_business":%s}'


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ('"TIER_2K"', 2_000),
        ("10000", 10_000),
        ('"TIER_UNLIMITED"', 2**53),
        ('"TIER_NOT_SET"', 0),
        ("-1", 2**53),
        ("null", 0),
    ],
)
def test_the_limit_is_told_as_a_tier_or_as_a_number(told: str, people: int) -> None:
    assert limited(NumberState("waba"), LIMIT % told, 5).people_a_day == people


def test_the_latest_limit_counts_in_whatever_order_it_is_told() -> None:
    said = [(LIMIT % '"TIER_2K"', 1), (LIMIT % '"TIER_10K"', 2), (LIMIT % '"TIER_250"', 2), ("", 3)]
    for order in permutations(said):
        state = NumberState("waba")
        for detail, at in order:
            state = limited(state, detail, at)
        assert (state.people_a_day, state.people_told_at) == (250, 2)


@pytest.mark.parametrize("concerned", [WABA, "portfolio-asha"])
def test_a_limit_is_told_of_an_account_a_portfolio_or_a_number(concerned: str) -> None:
    capability = AccountChanged(
        concerned, START, "business_capability_update", "", LIMIT % '"TIER_10K"'
    )
    assert Story().tell(capability).states.numbers[WABA].people_a_day == 10_000
    quality = NumberChanged(
        "", "+91 5550 000002", START, "phone_number_quality_update", "ONBOARDING", LIMIT % 2_000
    )
    story = Story().tell(quality)
    assert WABA not in story.states.numbers  # another number
    mine = replace(quality, display_phone_number="+915 550000001")
    assert Story().tell(mine).states.numbers[WABA].people_a_day == 2_000
    strange = replace(capability, account_id="another")
    assert WABA not in Story().tell(strange).states.numbers
