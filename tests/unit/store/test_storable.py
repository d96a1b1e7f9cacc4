"""A body of ours is the same on every database, whatever somebody wrote into it."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from saath.domain.actor import Actor
from saath.domain.facts import RequestMade
from saath.domain.facts.requests import Note
from saath.store.bodies import decode_request, encode_request
from saath.store.storable import storable


@given(st.lists(st.sampled_from(["\x00", "\\", "u0000", '"', "é", "\\u0000"])).map("".join))
def test_every_nul_becomes_the_sign_for_what_cannot_be_shown_and_nothing_else(text: str) -> None:
    body = msgspec.json.encode({"text": text, text: 1})
    clean = text.replace("\x00", "\ufffd")
    assert msgspec.json.decode(storable(body)) == {"text": clean, clean: 1}


def test_a_request_with_a_nul_is_read_without_it() -> None:
    asked = RequestMade("r1", Actor("agent", "beena", "Bee\x00na"), "p", "551", Note("a\x00b"), 1)
    read = decode_request(encode_request(asked))
    assert (read.actor.name, read.action) == ("Bee\ufffdna", Note("a\ufffdb"))
