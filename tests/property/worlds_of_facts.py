"""Hypothesis strategies for facts of a tiny world: few people, few names, few messages.

The world is small on purpose, so that facts meet: the same wamid told twice, two names that turn
out to be one person, a status before its message.
"""

from hypothesis import strategies as st

from saath.domain.content import Content, Media
from saath.domain.facts import (
    ContactSynced,
    EchoReceived,
    Fact,
    HistoryProgressed,
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NumberChanged,
    PersonIdentified,
    PreferenceChanged,
    ReactionChanged,
    StatusChanged,
    Unrecognized,
)
from saath.domain.facts.messages import Failure, Pricing
from saath.domain.identity import Identity
from saath.domain.policy import Number, Policy

POLICY = Policy(
    business="asha-textiles",
    version=1,
    numbers=(
        Number("551", "waba-1", "portfolio-1", "911111111111", automatic_texts=("We are closed",)),
        Number("552", "waba-2", "portfolio-2", "912222222222"),
    ),
)

numbers = st.sampled_from(["551", "552"])
wamids = st.sampled_from([f"wamid.{n}" for n in range(5)])
times = st.integers(min_value=1, max_value=6).map(lambda n: n * 1000)
sides = st.sampled_from(["contact", "business"])
_MET: dict[Identity, Identity] = {}
# One object for one person's names, as in a thread of a history: a fold may tell by it.
people = st.builds(
    Identity,
    bsuid=st.sampled_from(["", "IN.1", "IN.2", "IN.3"]),
    phone=st.sampled_from(["", "919000000001", "919000000002", "919000000003"]),
    username=st.sampled_from(["", "asha", "ravi"]),
    profile_name=st.sampled_from(["", "Asha", "Ravi"]),
).map(lambda who: _MET.setdefault(who, who))
contents = st.one_of(
    st.builds(
        Content,
        type=st.sampled_from(["text", "media_placeholder", "unsupported"]),
        text=st.sampled_from(["", "hello", "kal milega?", "We are closed"]),
        reply_to=st.sampled_from(["", "wamid.1"]),
    ),
    st.just(Content(type="image", media=Media(id="m1", mime="image/jpeg"))),
)
origins = st.sampled_from(["live", "history"])

facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(MessageReceived, numbers, wamids, times, people, contents, origins),
    st.builds(
        EchoReceived,
        numbers,
        wamids,
        times,
        people,
        contents,
        origins,
        st.sampled_from(["", "sent", "read"]),
    ),
    st.builds(
        StatusChanged,
        numbers,
        wamids,
        times,
        st.sampled_from(["sent", "delivered", "read", "played", "failed"]),
        people,
        pricing=st.sampled_from([None, Pricing("utility", "regular", "PMP")]),
        failure=st.sampled_from([None, Failure(131047, "Re-engagement")]),
    ),
    st.builds(MessageEdited, numbers, wamids, wamids, times, sides, people, contents),
    st.builds(MessageRevoked, numbers, wamids, wamids, times, sides, people),
    st.builds(
        ReactionChanged, numbers, wamids, wamids, times, sides, people, st.sampled_from(["", "🙏"])
    ),
    st.builds(
        ContactSynced, numbers, times, people, st.sampled_from(["Asha B", "Ravi K"]), st.booleans()
    ),
    st.builds(PersonIdentified, numbers, times, people),
    st.builds(IdentityChanged, numbers, times, people, people),
    st.builds(PreferenceChanged, numbers, times, people, st.sampled_from(["stop", "resume"])),
    st.builds(
        NumberChanged,
        numbers,
        st.just("911111111111"),
        times,
        st.just("quality"),
        st.sampled_from(["GREEN", "RED"]),
        st.just("{}"),
    ),
    st.builds(HistoryProgressed, numbers, st.just(0), st.just(1), st.just(55), st.just(10)),
    st.builds(
        Unrecognized,
        reason=st.just("unknown type"),
        raw=st.just("{}"),
        phone_number_id=numbers,
        wamid=st.sampled_from(["", "wamid.3"]),
        at=times,
        person=people,
        by=sides,
    ),
)
