"""Bodies of our own records come back as they were written, and a later release's are refused."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.domain.actor import Actor
from saath.domain.facts import (
    AttemptMade,
    MediaFetched,
    MediaUploaded,
    OutcomeKnown,
    RequestMade,
    TimerFell,
)
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    MarkRead,
    NeedsReply,
    Note,
    React,
    Reply,
    SendAgain,
    Speaking,
    Tending,
)
from saath.domain.intention import Intention
from saath.domain.outgoing import Attachment, Choice, Outgoing, Template
from saath.journal import FormatTooNew
from saath.store.bodies import (
    ACTIONS,
    SliceDue,
    decode_attempt,
    decode_outcome,
    decode_request,
    decode_timer,
    encode_attempt,
    encode_errand,
    encode_outcome,
    encode_request,
    encode_timer,
    entry,
    read_outcome,
)

# A NUL comes back as something else: see `test_storable`.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
numbers = st.integers(0, 2**62)
marks = st.tuples(numbers, texts)
outgoings = st.builds(
    Outgoing,
    st.sampled_from(["text", "image", "template", "buttons", "list", "reaction", "read"]),
    texts,
    texts,
    st.none() | st.builds(Attachment, texts, texts, texts, st.booleans()),
    st.none()
    | st.builds(
        Template,
        texts,
        texts,
        st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
        st.sampled_from(["", "utility"]),
    ),
    texts,
    st.lists(st.builds(Choice, texts, texts, texts), max_size=2).map(tuple),
    texts,
)
labels = st.lists(texts, max_size=2).map(tuple)
actions: dict[str, st.SearchStrategy[Any]] = {
    "reply": st.builds(Reply, outgoings, texts),
    "label": st.builds(Label, labels, labels),
    "control": st.builds(Control, st.sampled_from(["agent", "bot", "nobody"])),
    "needs_reply": st.builds(NeedsReply, st.booleans(), texts),
    "claim": st.just(Claim()),
    "send_again": st.builds(SendAgain, texts),
    "mark_read": st.builds(MarkRead, texts),
    "note": st.builds(Note, texts),
    "react": st.builds(React, texts, texts),
    "assign": st.builds(Assign, texts, texts),
}
actors = st.builds(Actor, st.sampled_from(["agent", "api", "saath"]), texts, texts)
requests = st.builds(
    RequestMade, texts, actors, texts, texts, st.one_of(*actions.values()), numbers
)
intentions = st.builds(
    Intention,
    *(texts, texts, texts, outgoings, st.sampled_from(["agent", "bot", "api"]), texts),
    *(st.booleans(), numbers, numbers, numbers, marks, st.booleans()),
    *(st.sampled_from(["queued", "open"]), numbers, numbers),
)


@given(requests)
def test_a_request_comes_back_as_it_was(made: RequestMade) -> None:
    assert decode_request(encode_request(made)) == made


@given(st.builds(AttemptMade, intentions, numbers))
def test_an_attempt_comes_back_as_it_was(made: AttemptMade) -> None:
    assert decode_attempt(encode_attempt(made)) == made


@given(st.builds(OutcomeKnown, texts, texts, texts, numbers, st.just("deferred"), texts, numbers))
def test_an_outcome_comes_back_as_it_was(known: OutcomeKnown) -> None:
    assert decode_outcome(encode_outcome(known)) == known
    assert read_outcome(encode_outcome(known)) == known


def test_outcomes_without_an_attempt_carry_their_name_and_come_back() -> None:
    fetched = MediaFetched("k", "m", "p", "7", "kept", 1, "ab", "image/png", 3)
    uploaded = MediaUploaded("i", "p", "7", "ab", "image/png", "77", 9)
    for fact in (fetched, uploaded):
        assert read_outcome(encode_errand(fact)) == fact
    with pytest.raises(FormatTooNew):
        read_outcome(b'{"type":"templates"}')


@given(
    st.builds(TimerFell, st.sampled_from(["release", "doubt"]), numbers, texts, texts, texts)
    | st.builds(SliceDue, numbers, numbers)
)
def test_a_timer_comes_back_as_it_was(fell: TimerFell | SliceDue) -> None:
    assert decode_timer(encode_timer(fell)) == fell


def test_everything_that_can_be_asked_has_a_name() -> None:
    known = {*get_args(Speaking.__value__), *get_args(Tending.__value__)}
    assert set(ACTIONS.values()) == known
    assert set(actions) == set(ACTIONS)


@pytest.mark.parametrize(
    "body",
    [
        b'{"type":"teleport","to":"the moon"}',
        b'{"position":1,"part":2}',
        b'{"type":"fell","kind":"sunrise","due":1,"person":"p","phone_number_id":"7"}',
        b"[1]",
    ],
)
def test_a_timer_of_a_later_release_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(FormatTooNew, match="newer Saath"):
        decode_timer(body)


def test_a_request_of_a_later_release_is_refused() -> None:
    made = RequestMade("r", Actor("agent", "1"), "p", "7", Reply(Outgoing("text")), 5)
    body = encode_request(made).replace(b'"reply"', b'"sing"')
    with pytest.raises(FormatTooNew):
        decode_request(body)
    with pytest.raises(FormatTooNew):
        decode_request(b'{"id":"r"}')


def test_a_record_of_ours_goes_to_the_live_lane() -> None:
    made = entry("shop", "request", b"{}", now=7)
    assert (made.lane, made.source, made.version, made.received_at) == ("live", "saath", 1, 7)
