"""The law of erasure: nothing of the person stays, nothing of anybody else goes, once is enough."""

import base64
import json
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from saath.domain.facts import Fact, Unrecognized
from saath.whatsapp.mention import digits_inside
from saath.whatsapp.parse import parse
from saath.whatsapp.redact import Redacted, redact

NUMBER, ACCOUNT, DISPLAY = "700100200300401", "800100200300401", "919800011122"
type Json = dict[str, object]


@dataclass(frozen=True)
class Person:
    """Somebody whose every word is a canary."""

    number: int

    @property
    def phone(self) -> str:
        return f"91981{self.number:07}"

    @property
    def bsuid(self) -> str:
        return f"IN.77{self.number:07}"

    @property
    def username(self) -> str:
        return f"bird.{self.number}.nest"

    def says(self, what: str) -> str:
        return f"canary-{self.number}-{what}"

    def wamid(self, n: int) -> str:
        raw = b"\x1c\x18\x0c" + self.phone.encode() + b"\x15\x02\x00\x12\x18\x14" + b"%020X" % n
        return "wamid." + base64.b64encode(raw).decode()

    @property
    def canaries(self) -> list[str]:
        return [self.phone, self.bsuid, self.username, f"canary-{self.number}-"]

    def is_in(self, text: str) -> bool:
        return any(canary in text for canary in self.canaries) or any(
            self.phone in digits_inside(word) for word in text.replace("'", '"').split('"')
        )


people = st.integers(1, 4).map(Person)
calls = st.sampled_from(["phone", "bsuid", "both"])


def named(person: Person, how: str, phone: str, bsuid: str) -> Json:
    """The keys that say who it is: by phone, by BSUID, or by both."""
    return {
        **({phone: person.phone} if how != "bsuid" else {}),
        **({bsuid: person.bsuid} if how != "phone" else {}),
    }


def contact(person: Person, how: str) -> Json:
    profile = {"name": person.says("name"), "username": person.username}
    return {"profile": profile, **named(person, how, "wa_id", "user_id")}


def _content(person: Person, kind: str) -> Json:
    media = {
        "id": person.says("media"),
        "mime_type": "image/png",
        "caption": person.says("caption"),
    }
    bodies: dict[str, object] = {
        "text": {"body": person.says("words")},
        "image": media,
        "location": {"latitude": 1.5, "longitude": 2.5, "name": person.says("place")},
        "contacts": [{"name": {"formatted_name": person.says("card")}}],
        "edit": {
            "original_message_id": person.wamid(1),
            "message": {"type": "text", "text": {"body": person.says("edit")}},
        },
        "revoke": {"original_message_id": person.wamid(1)},
        "reaction": {"message_id": person.wamid(1), "emoji": "🙏"},
        "system": {
            "type": "user_changed_user_id",
            "user_id": person.bsuid,
            "body": f"User {person.says('name')} changed from {person.says('old')} to {person.bsuid}",
        },
        "hologram": {"of": person.says("hologram")},
    }
    return {"type": kind, kind: bodies[kind]}


kinds = st.sampled_from(
    ["text", "image", "location", "contacts", "edit", "revoke", "reaction", "system", "hologram"]
)


@st.composite
def messages(draw: st.DrawFn, person: Person, phone: str, bsuid: str) -> Json:
    n, how = draw(st.integers(1, 9)), draw(calls)
    quoted = {"context": {"id": person.wamid(2)}} if draw(st.booleans()) else {}
    said = _content(person, draw(kinds))
    ids = {"id": person.wamid(n), "timestamp": "1767225600"}
    return {**named(person, how, phone, bsuid), **ids, **quoted, **said}


@st.composite
def inbound(draw: st.DrawFn, person: Person) -> tuple[str, Json]:
    return "messages", draw(messages(person, "from", "from_user_id"))


@st.composite
def echoes(draw: st.DrawFn, person: Person) -> tuple[str, Json]:
    told = draw(messages(person, "to", "to_user_id"))
    return "message_echoes", {"from": DISPLAY, **told}


@st.composite
def statuses(draw: st.DrawFn, person: Person, *, sole: bool) -> tuple[str, Json]:
    who = draw(calls | st.just("nobody") if sole else calls)
    ids = named(person, who, "recipient_id", "recipient_user_id") if who != "nobody" else {}
    kind = draw(st.sampled_from([{}, {"type": "payment", "note": person.says("payment")}]))
    said = {"status": draw(st.sampled_from(["sent", "failed", "dreaming"])), **kind}
    return "statuses", {"id": person.wamid(3), "timestamp": "1767225600", **ids, **said}


@st.composite
def threads(draw: st.DrawFn, person: Person) -> tuple[str, Json]:
    inward = draw(st.lists(messages(person, "from", "from_user_id"), max_size=2))
    outward = draw(st.lists(messages(person, "to", "to_user_id"), max_size=2))
    how = draw(st.sampled_from(["id", "context", "nothing"]))
    address: Json = {"id": person.phone} if how == "id" else {}
    if how == "context":
        told = named(person, draw(calls), "wa_id", "user_id")
        address = {"context": {**told, "username": person.username}}
    return "history", {**address, "messages": [*inward, *outward]}


@st.composite
def rest(draw: st.DrawFn, person: Person) -> tuple[str, Json]:
    how = draw(calls)
    update: Json = {
        "detail": person.says("detail"),
        "user_id": {"previous": person.says("old"), "current": person.bsuid},
    }
    book: Json = {
        **named(person, how, "phone_number", "user_id"),
        "full_name": person.says("book"),
        "username": person.username,
    }
    items: list[tuple[str, Json]] = [
        ("state_sync", {"type": "contact", "action": "add", "contact": book}),
        ("user_preferences", {**named(person, how, "wa_id", "user_id"), "value": "stop"}),
        ("user_id_update", update),
        ("calls", {"from": person.phone, "to": DISPLAY, "note": person.says("call")}),
        ("errors", {"code": 1, "title": person.says("error"), "about": person.bsuid}),
        ("dreams", {"of": {"bsuid": person.bsuid}, "note": person.says("dream")}),
    ]
    return draw(st.sampled_from(items))


@st.composite
def deliveries(draw: st.DrawFn) -> bytes:
    """A few changes about a few people. Whoever is spoken of may stand in `contacts[]`."""
    changes = []
    for _ in range(draw(st.integers(1, 3))):
        value: dict[str, list[object]] = {}
        told: list[object] = []
        crowd = draw(st.lists(people, min_size=1, max_size=4))
        # Half a contact beside somebody else's only item would mean that they are one person.
        sole = len(set(crowd)) == 1
        hows = calls if sole else st.just("both")
        for person in crowd:
            key, item = draw(
                inbound(person)
                | echoes(person)
                | statuses(person, sole=sole)
                | threads(person)
                | rest(person)
            )
            value.setdefault(key, []).append(item)
            if draw(st.booleans()):
                told.append(contact(person, draw(hows)))
        if "history" in value:
            chunk = {"metadata": {"phase": 0, "progress": 7}, "threads": value["history"]}
            value["history"] = [chunk]
        metadata = {"phone_number_id": NUMBER, "display_phone_number": DISPLAY}
        full = {"metadata": metadata, "contacts": told, **value}
        changes.append({"field": draw(st.sampled_from(["messages", "history"])), "value": full})
    entry = {"id": ACCOUNT, "time": 1767225600, "changes": changes}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def names_of(person: Person) -> Redacted:
    """All that the store knows of somebody."""
    bsuids = frozenset({person.bsuid, person.says("old")})
    return Redacted(bsuids, frozenset({person.phone}), frozenset({person.username}))


@settings(deadline=None)
@given(deliveries(), people)
def test_nothing_of_the_person_stays(body: bytes, person: Person) -> None:
    assert not person.is_in(redact(body, names_of(person)).decode())


@settings(deadline=None)
@given(deliveries(), people)
def test_nothing_of_anybody_else_goes(body: bytes, person: Person) -> None:
    before = [fact for fact in parse(body) if not person.is_in(repr(fact))]
    after = [fact for fact in parse(redact(body, names_of(person))) if not _is_erased(fact)]
    assert after == before


@settings(deadline=None)
@given(deliveries(), people)
def test_once_is_enough(body: bytes, person: Person) -> None:
    once = redact(body, names_of(person))
    assert redact(once, names_of(person)) == once


@settings(deadline=None)
@given(deliveries())
def test_a_stranger_changes_no_byte(body: bytes) -> None:
    assert redact(body, names_of(Person(99))) == body


def _is_erased(fact: Fact) -> bool:
    return isinstance(fact, Unrecognized) and fact.reason == "erased"
