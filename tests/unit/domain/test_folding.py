"""People who turn out to be one, stubs that wait, and everything that becomes a notice."""

from dataclasses import replace

import pytest

from saath.domain.content import Content
from saath.domain.facts import (
    AccountChanged,
    ContactSynced,
    ErrorReported,
    Fact,
    HistoryDeclined,
    HistoryProgressed,
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NumberChanged,
    PersonIdentified,
    PolicyPublished,
    ReactionChanged,
    TemplateChanged,
    Unrecognized,
)
from saath.domain.identity import Identity
from saath.domain.person import card
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft, States
from saath.domain.step import fold, keys, step
from tests.unit.domain.story import CHITRA, NUMBER, POLICY, Story

BY_PHONE = Identity(phone="919000000031")
BY_BSUID = Identity(bsuid="IN.31", username="chitra")
PLAIN_BSUID = Identity(bsuid="IN.31")


def text(wamid: str, who: Identity, at: int = 1000) -> MessageReceived:
    return MessageReceived(NUMBER, wamid, at, who, Content("text", wamid))


def named(story: Story) -> list[str]:
    """How each person of the story is called."""
    known = story.states
    return [card(known.aliases[key] for key in names).name for names in known.people.values()]


def test_two_names_of_one_person_become_one_conversation() -> None:
    story = Story().tell(text("w1", BY_PHONE)).tell(text("w2", BY_BSUID, 2000))
    assert len(story.states.conversations) == 2
    story.tell(PersonIdentified(NUMBER, 3000, CHITRA))
    assert len(story.states.conversations) == 1
    assert {story.states.find(m.person) for m in story.thread} == {story.person}


def test_a_person_who_changed_the_phone_stays_the_same() -> None:
    story = Story().tell(text("w1", BY_PHONE))
    new = Identity(phone="919000000099")
    story.tell(IdentityChanged(NUMBER, 2000, BY_PHONE, new)).tell(text("w2", new, 3000))
    assert len(story.states.conversations) == 1


def test_two_tellings_of_one_message_make_two_names_one_person() -> None:
    story = Story().tell(text("w1", BY_PHONE)).tell(text("w1", BY_BSUID))
    assert len(story.states.people) == 1
    assert len(story.thread) == 1


@pytest.mark.parametrize(("one", "other"), [(BY_PHONE, PLAIN_BSUID), (PLAIN_BSUID, BY_PHONE)])
def test_whoever_is_named_again_after_two_became_one_is_that_one(
    one: Identity, other: Identity
) -> None:
    """Within one batch, where the person named last is remembered. Either of two may be the one."""
    new = Identity(phone="919000000099")
    told: list[Fact] = [text("w1", one), text("w2", other), text("w1", other), text("w3", other)]
    moved: list[Fact] = [
        IdentityChanged(NUMBER, 5000, other, new),
        text("w4", new),
        text("w5", other),
    ]
    draft, story = Draft(States()), Story()
    for fact in [*told, *moved]:
        fold(draft, fact, POLICY, 1)
        story.tell(fact)
        assert draft.changes.people == story.states.people
        assert draft.changes.conversations.keys() == story.states.conversations.keys()


def test_whoever_is_named_to_two_portfolios_is_a_person_of_each() -> None:
    """Also when one object names them: two businesses' worlds never meet."""
    other = Number("552", "waba-2", "portfolio-2")
    policy = replace(POLICY, numbers=(*POLICY.numbers, other))
    draft = Draft(States())
    fold(draft, text("w1", BY_PHONE), policy, 1)
    fold(draft, replace(text("w2", BY_PHONE), phone_number_id="552"), policy, 1)
    one, another = draft.changes.messages.values()
    assert one.person != another.person
    assert {alias.portfolio for alias in draft.changes.aliases.values()} == {
        number.portfolio_id for number in policy.numbers
    }


def test_a_name_told_again_has_the_later_time() -> None:
    """Also when one object tells it: of two names the later one shows."""
    who = Identity(phone="919000000031", profile_name="Chitra")
    draft = Draft(States())
    for wamid, at in (("w1", 1000), ("w2", 5000)):
        fold(draft, text(wamid, who, at), POLICY, 1)
    (alias,) = draft.changes.aliases.values()
    assert (alias.profile, alias.profile_at) == ("Chitra", 5000)


def test_the_address_book_names_best_and_losing_it_deletes_nobody() -> None:
    story = Story().tell(text("w1", CHITRA))
    assert named(story) == ["Chitra"]
    story.tell(ContactSynced(NUMBER, 2000, BY_PHONE, "Chitra Aunty", present=True))
    assert named(story) == ["Chitra Aunty"]
    story.tell(ContactSynced(NUMBER, 1500, BY_PHONE, "Old Name", present=True))
    assert named(story) == ["Chitra Aunty"]
    story.tell(ContactSynced(NUMBER, 3000, BY_PHONE, "", present=False))
    assert named(story) == ["Chitra"]


def test_a_name_from_a_file_is_a_name_and_no_word_of_whatsapp() -> None:
    story = Story().tell(text("w1", CHITRA))
    story.tell(ContactSynced(NUMBER, 2000, BY_PHONE, "Chitra Aunty", present=True, brought=True))
    assert named(story) == ["Chitra Aunty"]
    assert not [notice for notice in story.states.notices.values() if notice.event == "heard"]
    assert not any(alias.book_told for alias in story.states.aliases.values())
    story.tell(ContactSynced(NUMBER, 1000, BY_PHONE, "Chitra", present=True))
    assert named(story) == ["Chitra Aunty"]
    assert [notice.event for notice in story.states.notices.values()] == ["heard"]
    assert any(alias.book_told for alias in story.states.aliases.values())


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (BY_PHONE, "+919000000031"),
        (BY_BSUID, "@chitra"),
        (Identity(bsuid="IN.7"), "IN.7"),
        (Identity(username="ravi"), "@ravi"),
        (Identity(), ""),
    ],
)
def test_everybody_has_the_best_name_there_is(who: Identity, name: str) -> None:
    assert named(Story().tell(text("w1", who))) == [name]


@pytest.mark.parametrize("origin", ["live", "history"])
@pytest.mark.parametrize("bot", [True, False])
def test_what_is_told_twice_is_not_written_twice(origin: str, *, bot: bool) -> None:
    story = Story().with_bot() if bot else Story()
    story.customer_writes(origin=origin).owner_writes_on_phone(origin=origin)
    for fact, policy, at in story.told:
        assert step(story.states, fact, policy, at + 1).messages == {}


def test_what_comes_before_its_message_waits_for_it() -> None:
    story = Story().tell(
        MessageEdited(NUMBER, "e1", "w1", 2000, "contact", CHITRA, Content("text", "edited"))
    )
    story.tell(ReactionChanged(NUMBER, "r1", "w1", 2500, "business", CHITRA, "🙏"))
    story.tell(MessageRevoked(NUMBER, "d1", "w1", 3000, "contact", CHITRA))
    assert story.thread == []
    story.tell(text("w1", CHITRA))
    assert story.words == ["edited"]
    message = story.thread[0]
    assert (message.revoked_at, message.reactions[0].emoji) == (3000, "🙏")


def test_what_waited_under_our_wamid_joins_our_message() -> None:
    story = Story().customer_writes().after(seconds=1).replies().attempted()
    at = story.now
    story.tell(MessageEdited(NUMBER, "e1", "w9", at, "business", CHITRA, Content("text", "better")))
    story.tell(ReactionChanged(NUMBER, "r1", "w9", at, "contact", CHITRA, "👍"))
    story.tell(MessageRevoked(NUMBER, "d1", "w9", at, "business", CHITRA))
    story.comes_to("accepted", wamid="w9")
    ours = story.thread[-1]
    assert story.words == ["hello", "better"]
    assert (ours.revoked_at, ours.reactions[0].emoji) == (at, "👍")
    story.tell(text("w9", CHITRA))  # the same wamid leads to our message from now on
    assert len(story.thread) == 2


@pytest.mark.parametrize(
    ("fact", "subject", "event"),
    [
        (HistoryProgressed(NUMBER, 0, 1, 55, 10), "number", "phase 0, chunk 1, 55 %"),
        (HistoryDeclined(NUMBER, 2593109, "{}"), "number", "declined"),
        (NumberChanged("", "915550000001", 1, "quality", "RED", "{}"), "number", "RED"),
        (AccountChanged("waba-asha", 1, "account_alerts", "X", "{}"), "account", "X"),
        (TemplateChanged("waba-asha", 1, "t", "PAUSED", "1", "offer", "hi", "{}"), "account", "PAUSED"),
        (ErrorReported(NUMBER, 1, 130429, "{}"), "number", "130429"),
        (Unrecognized("new field", "{}", phone_number_id=NUMBER), "number", "new field"),
        (Unrecognized("new field", "{}", account_id="waba-asha"), "account", "new field"),
        (Unrecognized("not JSON", "?"), "operator", "not JSON"),
    ],
)  # fmt: skip
def test_what_concerns_no_conversation_is_noticed_once(
    fact: Fact, subject: str, event: str
) -> None:
    story = Story().tell(fact).tell(fact)
    (notice,) = story.states.notices.values()
    assert (notice.subject, notice.event) == (subject, event)


@pytest.mark.parametrize(("by", "direction"), [("contact", "in"), ("business", "out")])
def test_an_unreadable_message_is_shown_in_its_conversation(by: str, direction: str) -> None:
    fact = Unrecognized("type", "{}", "messages", "", NUMBER, "w1", 1000, CHITRA, by)  # type: ignore[arg-type]
    (message,) = Story().tell(fact).thread
    assert (message.direction, message.origin) == (direction, "live")
    assert message.content == Content("unrecognized", detail="{}")


def test_an_unreadable_message_of_the_past_stays_in_the_past() -> None:
    story = Story().tell(Unrecognized("type", "{}", "history", "", NUMBER, "w1", 1000, CHITRA))
    assert story.thread[0].origin == "history"
    assert not story.conversation.needs_reply


def test_what_was_erased_says_nothing() -> None:
    story = Story().tell(Unrecognized("erased", "{}", phone_number_id=NUMBER))
    assert story.states == States()


@pytest.mark.parametrize(
    "fact",
    [
        MessageReceived("999", "w1", 1, CHITRA, Content("text", "x")),
        PersonIdentified("999", 1, CHITRA),
    ],
)
def test_what_belongs_to_another_number_is_folded_by_nobody(fact: Fact) -> None:
    story = Story().tell(fact)
    assert story.states.messages == {}
    assert story.states.people == {}
    assert next(iter(story.states.notices.values())).event == "number not registered"


def test_a_policy_changes_no_state() -> None:
    assert Story().tell(PolicyPublished(Policy("asha-sarees"))).states == States()


def test_one_person_at_two_portfolios_is_looked_up_in_both() -> None:
    other = Number("552", "waba-2", "portfolio-2")
    policy = replace(POLICY, numbers=(*POLICY.numbers, other))
    said = [MessageReceived(n, "w", 1, BY_PHONE, Content("text", "hi")) for n in (NUMBER, "552")]
    assert len(keys(said, policy).aliases) == 2


def test_facts_that_need_no_state_name_none() -> None:
    wanted = keys([HistoryProgressed(NUMBER, 0, 1, 1, 1), PolicyPublished(POLICY)], POLICY)
    assert (wanted.aliases, wanted.messages, wanted.results) == (set(), set(), set())


def test_a_person_found_through_a_chain_of_merges_is_the_last_of_it() -> None:
    states = States(merged={"c": "b", "b": "a"})
    assert states.find("c") == "a"
    draft = Draft(states)
    draft.changes.merged["a"] = "0"
    assert draft.find("c") == "0"
    assert draft.conversation("a", NUMBER) is None
