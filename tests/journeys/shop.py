"""A small tea shop with one of everything a thread can show, folded straight into the tables.

Every name, number and text is invented. Times are counted backward from `now`.
"""

from collections.abc import Iterable, Iterator, Sequence

from saath.domain.content import Content, Media
from saath.domain.facts import (
    AccountChanged,
    ContactSynced,
    EchoReceived,
    Fact,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    PreferenceChanged,
    ReactionChanged,
    StatusChanged,
    Unrecognized,
)
from saath.domain.facts.messages import Failure
from saath.domain.identity import Identity
from saath.domain.ids import alias_id
from saath.domain.policy import Number, Policy
from saath.domain.states import States
from saath.domain.step import step
from saath.store.kinds import PRIMARY, TABLES
from saath.store.models import ApiKey, Business, Connection, User
from saath.store.policies import save_policy
from saath.store.save import save
from saath.store.tenancy import as_business

BUSINESS = "chai-ghar"
NUMBER = "700200300400500"
WABA = "800200300400500"
PORTFOLIO = "900200300400500"
GREETING = "Namaste! Chai Ghar mein swagat hai."

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

DINESH = Identity(phone="919820011223", profile_name="Dinesh Stores")
SELVI = Identity(bsuid="IN.4455667788990011", username="selvi_tea", profile_name="செல்வி")
HARPREET = Identity(phone="919814477001", profile_name="Harpreet Kaur")
NAMELESS = Identity(phone="919033445566")
NEHA = Identity(phone="919930055667", profile_name="नेहा जोशी")
PATEL = Identity(phone="919825533441", profile_name="પટેલ કિરાણા")


def policy(now: int, business: str = BUSINESS) -> Policy:
    """The shop's registry: one number, linked ten days ago."""
    number = Number(NUMBER, WABA, PORTFOLIO, "919800000009", now - 10 * DAY, (GREETING,))
    return Policy(business, 1, (number,))


def text(words: str, reply_to: str = "") -> Content:
    """A text message's content."""
    return Content("text", words, reply_to=reply_to)


def said(
    wamid: str, at: int, who: Identity, content: Content | str, *, past: bool = False
) -> MessageReceived:
    """A customer wrote."""
    body = text(content) if isinstance(content, str) else content
    return MessageReceived(NUMBER, wamid, at, who, body, "history" if past else "live")


def echoed(
    wamid: str, at: int, who: Identity, content: Content | str, *, past: bool = False
) -> EchoReceived:
    """The owner wrote on the phone."""
    body = text(content) if isinstance(content, str) else content
    if past:
        return EchoReceived(NUMBER, wamid, at, who, body, "history", "read")
    return EchoReceived(NUMBER, wamid, at, who, body)


def a_day(now: int) -> Iterator[Fact]:
    """Everything that happened in the shop."""
    yield from _the_long_thread(now)
    yield from _the_others(now)
    yield AccountChanged(WABA, now - 5 * HOUR, "account_review_update", "APPROVED", "{}")
    yield Unrecognized("field not known", '{"mood":"sunny"}', "weather_update", at=now - HOUR)


def _the_long_thread(now: int) -> Iterator[Fact]:
    image = Content("image", "Yeh wali patti hai kya?", Media("m1", "image/jpeg"))
    yield said("d1", now - 40 * DAY, DINESH, "Assam CTC ka bhav?", past=True)
    yield echoed(
        "d2", now - 40 * DAY + 4 * MINUTE, DINESH, "₹310 kilo, 20 kilo se ₹295.", past=True
    )
    yield said("d3", now - 40 * DAY + HOUR, DINESH, Content("media_placeholder"), past=True)
    yield said("d4", now - 26 * HOUR, DINESH, "Good morning! Is the new Darjeeling in?")
    yield echoed("d5", now - 26 * HOUR + 1000, DINESH, GREETING)
    yield echoed(
        "d6", now - 26 * HOUR + 12 * MINUTE, DINESH, text("Yes, first flush arrived today.", "d4")
    )
    yield StatusChanged(NUMBER, "d6", now - 25 * HOUR, "read", DINESH)
    yield ReactionChanged(NUMBER, "d6r", "d6", now - 25 * HOUR, "contact", DINESH, "🙏")
    yield said("d7", now - 55 * MINUTE, DINESH, image)
    yield echoed("d8", now - 50 * MINUTE, DINESH, "Haan, wahi hai.\nકાલે મોકલી દઈશું.")
    yield StatusChanged(NUMBER, "of-a-message-nobody-told", now - HOUR, "read", DINESH)
    yield StatusChanged(NUMBER, "d8", now - 49 * MINUTE, "delivered", DINESH)
    yield said("d9", now - 45 * MINUTE, DINESH, "शादी के लिए 60 किलो चाहिए, क्या रेट लगेगा?")
    yield MessageEdited(
        NUMBER,
        "d9e",
        "d9",
        now - 44 * MINUTE,
        "contact",
        DINESH,
        text("शादी के लिए 80 किलो चाहिए, क्या रेट लगेगा?"),
    )
    pdf = Content("document", "", Media("m2", "application/pdf", filename="rate-list-november.pdf"))
    yield echoed("d10", now - 40 * MINUTE, DINESH, pdf)
    yield StatusChanged(
        NUMBER,
        "d10",
        now - 39 * MINUTE,
        "failed",
        DINESH,
        failure=Failure(131053, "Media upload error"),
    )
    yield said("d11", now - 30 * MINUTE, DINESH, Content("unsupported"))
    yield said("d12", now - 20 * MINUTE, DINESH, "Wrong chat, sorry")
    yield MessageRevoked(NUMBER, "d12x", "d12", now - 19 * MINUTE, "contact", DINESH)
    yield said("d13", now - 7 * MINUTE, DINESH, "80 kilo ka final bhav batao")


def _the_others(now: int) -> Iterator[Fact]:
    voice = Content("audio", "", Media("m3", "audio/ogg; codecs=opus", voice=True))
    yield said("s1", now - 4 * MINUTE, SELVI, "நாளைக்குள் டெலிவரி கிடைக்குமா?")
    yield PreferenceChanged(NUMBER, now - 3 * MINUTE, SELVI, "stop")
    yield said("n1", now - 90_000, NAMELESS, voice)
    yield said("h1", now - 23 * HOUR - 10 * MINUTE, HARPREET, "ਕੀ ਅੱਜ ਦੁਕਾਨ ਖੁੱਲ੍ਹੀ ਹੈ?")
    yield said("j1", now - 3 * HOUR, NEHA, "माझी ऑर्डर कुठे आहे?")
    yield echoed("j2", now - 3 * HOUR + 9 * MINUTE, NEHA, "Nikal gaya hai, kal subah tak milega")
    yield StatusChanged(NUMBER, "j2", now - 2 * HOUR, "read", NEHA)
    yield said("p1", now - 30 * HOUR, PATEL, "સારું, કાલે દુકાને આવું છું")
    yield echoed("p2", now - 29 * HOUR, PATEL, "Ji, aaiye.")
    yield ContactSynced(NUMBER, now - 9 * DAY, PATEL, "Patel Kirana, Anand", present=True)


def fold(facts: Iterable[Fact], of: Policy, now: int) -> States:
    """All states that these facts lead to."""
    states = States()
    for fact in facts:
        states.absorb(step(states, fact, of, now))
    return states


def fill(facts: Sequence[Fact], of: Policy, now: int, using: str = TABLES) -> None:
    """Write what follows from these facts into empty tables, with the policy in force."""
    with as_business(of.business, using):
        save_policy(of.business, 1, now, of, using)
        save(of.business, fold(facts, of, now), using=using)


def open_for_business(business: str = BUSINESS, name: str = "Chai Ghar") -> None:
    """The tenant with its simulated number; the business of an owner and an agent."""
    with as_business(business, PRIMARY):
        Business.objects.create(business=business, name=name, created_at=0)
        Connection.objects.create(
            business=business,
            phone_number_id=NUMBER if business == BUSINESS else f"{business}-number",
            waba_id=WABA,
            portfolio_id=PORTFOLIO,
            provider="simulator",
            app_secret=b"sealed",
            verify_token=b"sealed",
            created_at=0,
        )


def hire(username: str, role: str, password: str, business: str = BUSINESS) -> None:
    """Somebody who can sign in."""
    user = User(business=business, username=username, role=role, created_at=0)
    user.set_password(password)
    with as_business(business, PRIMARY):
        user.save()


def give_key(hashed: str, business: str = BUSINESS, revoked_at: int = 0) -> None:
    """An API key, by its hash."""
    with as_business(business, PRIMARY):
        ApiKey.objects.create(
            business=business, hash=hashed, prefix="saath", created_at=0, revoked_at=revoked_at
        )


def conversation(who: Identity, business: str = BUSINESS) -> str:
    """The id of this person's conversation, by their strongest name."""
    kind, value = who.aliases()[0]
    return f"{alias_id(business, PORTFOLIO, kind, value)}-{NUMBER}"
