"""People outside, as the names by which they are known.

What was said about somebody is kept with the name (alias) it was said of; a person is a set of
aliases that were seen to belong together. Joining two people is therefore only a union, and no
order of deliveries can change the result. Restrictions win: who said *stop* under any of their
names has said it.
"""

from collections.abc import Iterable
from dataclasses import replace

from saath.domain.ids import AliasKind
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a person within a portfolio, with everything that was said about it.

    Each (value, at) pair is a register: the later statement wins, equal times by value.
    `book_told` says that WhatsApp told of an entry in the phone book; a file is no such word.
    """

    id: str
    portfolio: str
    kind: AliasKind
    value: str
    person: str
    profile: str = ""
    profile_at: int = 0
    username: str = ""
    username_at: int = 0
    book: str = ""
    book_at: int = 0
    in_book: bool = False
    marketing: str = ""
    marketing_at: int = 0
    book_told: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """How a person is shown: the best name, and the ways to reach them."""

    id: str
    name: str
    phone: str
    bsuid: str
    username: str
    stopped_marketing: bool


def say_profile(alias: Alias, name: str, at: int) -> Alias:
    """Join a profile name that WhatsApp reported at this time."""
    if not name or (at, name) <= (alias.profile_at, alias.profile):
        return alias
    # Built by place: every message passes here, and `replace` takes three times as long.
    return Alias(
        alias.id,
        alias.portfolio,
        alias.kind,
        alias.value,
        alias.person,
        name,
        at,
        alias.username,
        alias.username_at,
        alias.book,
        alias.book_at,
        alias.in_book,
        alias.marketing,
        alias.marketing_at,
        alias.book_told,
    )


def say_present(alias: Alias, at: int) -> Alias:
    """Join that this name is the person's from then on, although nothing was said beside it."""
    if (at, "") <= (alias.profile_at, alias.profile):
        return alias
    return replace(alias, profile="", profile_at=at)


def say_username(alias: Alias, username: str, at: int) -> Alias:
    """Join a username that WhatsApp reported at this time."""
    if not username or (at, username) <= (alias.username_at, alias.username):
        return alias
    return replace(alias, username=username, username_at=at)


def say_book(alias: Alias, name: str, *, present: bool, at: int, told: bool) -> Alias:
    """Join what the phone's address book says, as WhatsApp told it or a file. Losing the entry
    deletes nobody.
    """
    if told and not alias.book_told:
        alias = replace(alias, book_told=True)
    entry = name if present else ""
    if (at, present, entry) <= (alias.book_at, alias.in_book, alias.book):
        return alias
    return replace(alias, book=entry, in_book=present, book_at=at)


def say_marketing(alias: Alias, value: str, at: int) -> Alias:
    """Join a marketing preference; of two at the same instant *stop* wins ("stop" > "resume")."""
    if (at, value) <= (alias.marketing_at, alias.marketing):
        return alias
    return replace(alias, marketing=value, marketing_at=at)


def card(aliases: Iterable[Alias]) -> Card:
    """Sum up all names of one person: address book, profile, username, phone, in this order."""
    known = sorted(aliases, key=lambda a: a.id)
    phone = _latest_of_kind(known, "phone")
    bsuid = _latest_of_kind(known, "bsuid")
    username = _best(known, "username") or _latest_of_kind(known, "username")
    names = (_best(known, "book"), _best(known, "profile"), f"@{username}" if username else "")
    name = next((n for n in names if n), f"+{phone}" if phone else bsuid)
    stopped = any(a.marketing == "stop" for a in known)
    return Card(known[0].id, name, phone, bsuid, username, stopped)


def _best(aliases: list[Alias], register: str) -> str:
    """The value of this register that was said last, over all aliases."""
    said = [(int(getattr(a, f"{register}_at")), str(getattr(a, register))) for a in aliases]
    return max((s for s in said if s[1]), default=(0, ""))[1]


def _latest_of_kind(aliases: list[Alias], kind: AliasKind) -> str:
    """The alias of a kind that was spoken of last; a person who changed phones has several."""
    own = [(_spoken_at(a), a.value) for a in aliases if a.kind == kind]
    return max(own, default=(0, ""))[1]


def _spoken_at(alias: Alias) -> int:
    return max(alias.profile_at, alias.username_at, alias.book_at)


def belong(alias: Alias, person: str) -> Alias:
    """The same alias, now of this person."""
    return replace(alias, person=person)
