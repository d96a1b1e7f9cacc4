"""What is saved is what is loaded, on both databases, whatever is in the texts."""

from dataclasses import is_dataclass, replace
from types import UnionType
from typing import Any, TypeAliasType, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.facts.messages import Failure
from saath.domain.intention import Intention, gone
from saath.domain.message import Edit, Message, Reaction, Receipt
from saath.domain.notice import Notice
from saath.domain.number_state import NumberState
from saath.domain.outgoing import Attachment, Choice, Outgoing, Template
from saath.domain.person import Alias
from saath.domain.refusals import Refusal
from saath.domain.result import Result
from saath.domain.states import States
from saath.domain.step import Keys
from saath.journal import Journal
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.load import load, load_accounts
from saath.store.models import Notice as NoticeRow
from saath.store.models import Outbox
from saath.store.save import save
from saath.store.tenancy import as_business

BUSINESS = "tea-house"
EMPTIED = ("message", "alias", "conversation", "notice", "outbox", "result", "account_state")
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from('"\\{},\x1f%?'),
    max_size=12,
)
numbers = st.integers(0, 2**62)
marks = st.tuples(numbers, texts)
contents = st.builds(Content, type=texts.filter(bool), text=texts)


def made(kind: Any, **fixed: Any) -> st.SearchStrategy[Any]:
    """Any state of a kind, with some fields fixed and every text a nasty one."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: fixed.get(name, any_of(hints[name])) for name in hints})


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type."""
    if isinstance(hint, TypeAliasType):
        return any_of(hint.__value__)
    if isinstance(hint, UnionType):
        return st.one_of([any_of(part) for part in hint.__args__])
    if hint is str:
        return texts
    if hint is int:
        return numbers
    return made(hint) if is_dataclass(hint) else st.from_type(hint)


PERSON = st.just("p1")
messages = made(
    Message,
    person=PERSON,
    content=st.none() | made(Content, type=texts.filter(bool)),
    receipts=st.lists(made(Receipt), max_size=2).map(tuple),
    edits=st.lists(made(Edit), max_size=2).map(tuple),
    reactions=st.lists(made(Reaction), max_size=2).map(tuple),
    failure=st.none() | made(Failure),
    answers=marks,
    ours=st.just(""),
)
aliases = made(Alias, person=PERSON)
moments = st.lists(numbers, max_size=3).map(tuple)
conversations = made(
    Conversation,
    person=PERSON,
    **dict.fromkeys(("heard", "spoke", "asked", "answered", "waiting"), marks),
    labels=st.lists(texts, max_size=2).map(tuple),
    attempts=moments,
    automatic=moments,
)
choices = st.lists(made(Choice), max_size=2).map(tuple)
templates = made(Template, values=st.lists(st.tuples(texts, texts), max_size=2).map(tuple))
outgoings = made(
    Outgoing,
    attachment=st.none() | made(Attachment),
    template=st.none() | templates,
    choices=choices,
)
intentions = made(
    Intention,
    person=PERSON,
    outgoing=outgoings,
    answers=marks,
    stage=st.sampled_from(["queued", "open", "unconfirmed"]),
)
refusals = made(Refusal, detail=st.lists(st.tuples(texts, texts), max_size=2).map(tuple))
results = made(Result, refusal=st.none() | refusals)


@SLOW
@given(
    said=st.lists(messages, max_size=4, unique_by=lambda m: m.id),
    named=st.lists(aliases, min_size=1, max_size=4, unique_by=lambda a: a.id),
    held=st.lists(conversations, max_size=3, unique_by=lambda c: c.phone_number_id),
)
def test_states_come_back_as_they_were(
    shared_journal: Journal,
    said: list[Message],
    named: list[Alias],
    held: list[Conversation],
) -> None:
    empty()
    states = States(
        aliases={alias.id: alias for alias in named},
        conversations={("p1", c.phone_number_id): c for c in held},
        messages={message.id: message for message in said},
    )
    with as_business(BUSINESS):
        save(BUSINESS, states)
    loaded = States()
    with as_business(BUSINESS, reads=True):
        load(BUSINESS, Keys({named[0].id}, set(states.messages)), loaded)
    assert loaded.messages == states.messages
    assert loaded.aliases == states.aliases
    assert loaded.conversations == states.conversations
    assert loaded.people == {"p1": tuple(sorted(states.aliases))}


@SLOW
@given(
    waiting=st.lists(intentions, max_size=3, unique_by=lambda i: i.key),
    answered=st.lists(results, max_size=3, unique_by=lambda r: r.id),
    accounts=st.lists(made(NumberState), max_size=2, unique_by=lambda a: a.account_id),
)
def test_what_waits_and_what_was_answered_come_back_as_they_were(
    shared_journal: Journal,
    waiting: list[Intention],
    answered: list[Result],
    accounts: list[NumberState],
) -> None:
    empty()
    states = States(
        aliases={"p1": Alias("p1", "pf", "phone", "91", "p1")},
        intentions={i.key: i for i in waiting},
        results={r.id: r for r in answered},
        numbers={a.account_id: a for a in accounts},
    )
    with as_business(BUSINESS):
        save(BUSINESS, states)
    loaded = States()
    with as_business(BUSINESS, reads=True):
        load(BUSINESS, Keys({"p1"}, results=set(states.results)), loaded)
        assert load_accounts(BUSINESS) == states.numbers
    assert loaded.intentions == states.intentions
    assert loaded.results == states.results


def test_what_came_to_its_end_is_no_row_any_more(shared_journal: Journal) -> None:
    empty()
    waits = to("p1")
    with as_business(BUSINESS):
        save(BUSINESS, States(intentions={"k": waits}))
        assert Outbox.objects.count() == 1
        save(BUSINESS, States(intentions={"k": gone(waits)}))
        assert Outbox.objects.count() == 0


def test_a_wamid_of_ours_brings_our_message_along(shared_journal: Journal) -> None:
    empty()
    ours = Message("k", "7", "w1", "p1", 5, "out", "agent", content=Content("text", "hello"))
    pointer = Message("m", "7", "w1", "p1", ours="k")
    with as_business(BUSINESS):
        save(BUSINESS, States(messages={"k": ours, "m": pointer}))
    loaded = States()
    with as_business(BUSINESS, reads=True):
        load(BUSINESS, Keys(messages={"m"}), loaded)
    assert loaded.messages == {"k": ours, "m": pointer}


def test_the_merged_take_their_rows_along(shared_journal: Journal) -> None:
    empty()
    one, two = Alias("a", "pf", "phone", "91", "a"), Alias("b", "pf", "bsuid", "IN.1", "b")
    said = [Message("m1", "7", "w1", "b", 5, "in"), Message("m2", "7", "w2", "b", 6, "in")]
    waits = to("b")
    before = States(
        aliases={"a": one, "b": two},
        conversations={("b", "7"): Conversation("b", "7", heard=(6, "m2"))},
        messages={message.id: message for message in said},
        intentions={"k": waits},
    )
    united = Conversation("a", "7", heard=(6, "m2"))
    merge = States(
        aliases={"b": Alias("b", "pf", "bsuid", "IN.1", "a")},
        conversations={("a", "7"): united},
        messages={"m2": said[1]},
        merged={"b": "a"},
    )
    with as_business(BUSINESS):
        save(BUSINESS, before)
    with as_business(BUSINESS):
        save(BUSINESS, merge)
    loaded = States()
    with as_business(BUSINESS, reads=True):
        load(BUSINESS, Keys({"b"}, {"m1", "m2"}), loaded)
    assert loaded.people == {"a": ("a", "b")}
    assert loaded.conversations == {("a", "7"): united}
    assert {message.person for message in loaded.messages.values()} == {"a"}
    assert loaded.intentions == {"k": replace(waits, person="a")}


def test_a_notice_is_kept_once(shared_journal: Journal) -> None:
    empty()
    told = Notice("n", "operator", "", 5, "field", "event", "{}")
    for _ in range(2):
        with as_business(BUSINESS):
            save(BUSINESS, States(notices={"n": told}))
    with as_business(BUSINESS, reads=True):
        assert NoticeRow.objects.get().detail == "{}"


def to(person: str) -> Intention:
    """Something that waits to be said to somebody."""
    said = Outgoing("text")
    return Intention(
        "k", person, "7", said, "api", "", automatic=False, created_at=1, due_at=2, expires_at=3
    )


def empty() -> None:
    """Start from nothing."""
    with as_business(BUSINESS):
        for table in EMPTIED:
            dialect(TABLES).run(f"DELETE FROM {table} WHERE business = ?", (BUSINESS,))  # noqa: S608
