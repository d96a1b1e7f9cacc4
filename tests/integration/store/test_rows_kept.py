"""What is saved is what is loaded, on both databases, whatever is in the texts."""

from dataclasses import is_dataclass
from types import UnionType
from typing import Any, TypeAliasType, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.message import Edit, Message, Reaction, Receipt
from saath.domain.notice import Notice
from saath.domain.person import Alias
from saath.domain.states import States
from saath.domain.step import Keys
from saath.journal import Journal
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.load import load
from saath.store.models import Notice as NoticeRow
from saath.store.save import save
from saath.store.tenancy import as_business

BUSINESS = "tea-house"
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
)
aliases = made(Alias, person=PERSON)
conversations = made(
    Conversation, person=PERSON, heard=marks, spoke=marks, asked=marks, answered=marks
)


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


def test_the_merged_take_their_rows_along(shared_journal: Journal) -> None:
    empty()
    one, two = Alias("a", "pf", "phone", "91", "a"), Alias("b", "pf", "bsuid", "IN.1", "b")
    said = [Message("m1", "7", "w1", "b", 5, "in"), Message("m2", "7", "w2", "b", 6, "in")]
    before = States(
        aliases={"a": one, "b": two},
        conversations={("b", "7"): Conversation("b", "7", heard=(6, "m2"))},
        messages={message.id: message for message in said},
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


def test_a_notice_is_kept_once(shared_journal: Journal) -> None:
    empty()
    told = Notice("n", "operator", "", 5, "field", "event", "{}")
    for _ in range(2):
        with as_business(BUSINESS):
            save(BUSINESS, States(notices={"n": told}))
    with as_business(BUSINESS, reads=True):
        assert NoticeRow.objects.get().detail == "{}"


def empty() -> None:
    """Start from nothing."""
    with as_business(BUSINESS):
        for table in ("message", "alias", "conversation", "notice"):
            dialect(TABLES).run(f"DELETE FROM {table} WHERE business = ?", (BUSINESS,))  # noqa: S608
