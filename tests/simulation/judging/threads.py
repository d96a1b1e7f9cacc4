"""What is shown: every thread is the truth, once, under one person."""

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass

from saath.simulator.expected import Known, expected
from saath.simulator.truth import Truth
from tests.simulation.judging.book import Book, bodies, everywhere, is_stopped, people
from tests.simulation.judging.desk import CHANGES

RANK = {"sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}
STATUS = {"pending": "sending", "": "sent", "error": "failed"}
BEYOND = frozenset({"system"})


def judge(book: Book) -> None:
    """I3 to I6, I9, I11, I23 of one town."""
    told = _told(book)
    _once(book, told)
    for known in told.values():
        _as_it_is(book, known)
    _odd(book)
    _parked(book)
    _sent(book)
    _one_person(book)
    _opted_out(book)


def _durable(book: Book) -> set[str]:
    """The keys of everything that the journal holds."""
    kept = bodies(book.played, *everywhere(book.town))
    return {key for body in kept for key in book.town.seen.get(body, ())}


def _told(book: Book) -> dict[str, Known]:
    """What a program that read the journal's deliveries should know."""
    truth: Truth = copy(book.town.world.truth)
    truth.acknowledged = Counter(_durable(book))
    return {wamid: known for wamid, known in expected(truth).items() if known.type not in BEYOND}


def _once(book: Book, told: dict[str, Known]) -> None:
    rows = Counter(view.wamid for view in book.views.values() if view.wamid)
    world = book.town.world
    sent = {one.wamid for one in world.truth.acceptances}
    for wamid, times in rows.items():
        if times > 1:
            book.report("I3", f"a message of {book.of_wamid(wamid)} is shown {times} times")
        if wamid not in told and wamid not in sent and wamid in world.ground.messages:
            book.report("I3", f"a message of {book.of_wamid(wamid)} is shown that was never told")
        if not book.of_wamid(wamid):
            book.report("I3", "a message is shown that nobody wrote")
    for known in told.values():
        if known.wamid not in rows:
            book.report("I3", f"a {known.origin} {known.type} of {known.at} is not shown")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    told: object
    shown: object
    invariant: str


def _as_it_is(book: Book, known: Known) -> None:
    view = next((v for v in book.views.values() if v.wamid == known.wamid), None)
    if view is None:
        return
    status = STATUS.get(known.status, known.status) if known.outbound else None
    emojis = {reaction.by: reaction.emoji for reaction in view.reactions}
    fields = (
        _Field("direction", "out" if known.outbound else "in", view.direction, "I4"),
        _Field("origin", known.origin, view.origin, "I4"),
        _Field("type", known.type, view.type, "I4"),
        _Field("text", known.text, view.text, "I4"),
        _Field("time", known.at * 1000, view.at, "I4"),
        _Field("edited", known.edited, view.edited, "I4"),
        _Field("deleted", known.deleted, view.deleted, "I4"),
        _Field("status", status, view.status, "I5"),
        _Field("reactions", known.reactions, emojis, "I4"),
    )
    for one in fields:
        if one.told != one.shown:
            what = f"the {one.name} of a {known.origin} {known.type} is {one.shown!r}, not {one.told!r}"
            book.report(one.invariant, what)


def _odd(book: Book) -> None:
    """What nobody has seen before is shown somewhere, in a thread or as a notice."""
    for key in _durable(book):
        name, _, wamid = key.partition(":")
        base = book.town.world.ground.messages.get(wamid[:-3])
        if name == "odd" and base is not None and base.type not in CHANGES | BEYOND:
            shown = wamid in {view.wamid for view in book.views.values()}
            if not shown and not any(wamid in detail for detail in book.notices):
                book.report("I6", "a message of an unknown shape is shown nowhere")


def _parked(book: Book) -> None:
    for person, reason in book.parked:
        book.report("I6", f"the conversation of {book.person_of(person)} is parked: {reason}")


def _sent(book: Book) -> None:
    """Our own messages show the best that is known of them."""
    durable = _durable(book)
    best: dict[str, str] = {}
    for key in sorted(durable):
        kind, _, rest = key.partition(":")
        wamid, _, status = rest.rpartition(":")
        if kind == "status" and RANK[status] > RANK.get(best.get(wamid, ""), 0):
            best[wamid] = status
    own = {one.wamid for one in book.town.world.truth.acceptances if one.type != "reaction"}
    shown = {view.wamid: view for view in book.views.values() if view.wamid}
    for wamid in sorted(own & best.keys()):
        view = shown.get(wamid)
        if view is None:
            book.report("I9", f"a status {best[wamid]!r} of ours never found its message")
        elif view.status != best[wamid]:
            book.report("I5", f"a message of ours shows {view.status!r}, not {best[wamid]!r}")


def _one_person(book: Book) -> None:
    persons: defaultdict[str, set[str]] = defaultdict(set)
    for message in book.messages.values():
        known = book.town.world.ground.messages.get(message.wamid)
        key = known.person if known else ""
        if key and message.person and message.direction and not message.ours:
            persons[key].add(message.person)
    for key, found in persons.items():
        if len(found) > 1 and book.is_plain(key):
            book.report("I11", f"{key} has {len(found)} threads")
    for _, keys in people(book):
        if len(keys) > 1:
            book.report("I11", f"{sorted(keys)} are one person to us")


def _opted_out(book: Book) -> None:
    """Who said stop under any of their names, and nothing since, gets no offers."""
    world, latest = book.town.world, dict[str, tuple[int, str]]()
    for key in sorted(_durable(book)):
        kind, _, rest = key.partition(":")
        if kind == "preference":
            who, _, at = rest.rpartition(":")
            event = world.truth.emitted[key]
            value = event.value["user_preferences"][0]["value"]
            latest[who] = max(latest.get(who, (0, "")), (int(at) // 1000, value))
    for person, keys in people(book):
        for key in keys & latest.keys():
            if latest[key][1] == "stop" and not is_stopped(book, person):
                book.report("I23", f"{key} said stop, and it is forgotten")
