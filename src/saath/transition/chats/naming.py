"""Whose chat an export is: by the phone in its name, else by the one entry of the phone book."""

from collections.abc import Mapping, Sequence

from saath.queries.people import Entry
from saath.transition.assess.identity import same_name
from saath.transition.contacts.reading import digits_of

BOOK = "Bring the phone book first: saath import-contacts FILE --data DIR"


class Unplaced(Exception):
    """It cannot be said whose chat this is, or who wrote; one sentence, without any name."""


def other_side(authors: Mapping[str, int], title: str, me: frozenset[str]) -> str:
    """The name of the person whom the business wrote with; `me` are its own names, folded."""
    others = {same_name(name): name for name in authors if same_name(name) not in me}
    if len(others) > 1:
        raise Unplaced(
            "More than two people wrote. Groups stay on the phone; if it is no group, say with --me"
            " what your business is called in it."
        )
    named = next(iter(others.values()), title)
    if not named:
        raise Unplaced("Nobody but the business wrote: give the file the name WhatsApp gave it.")
    return named


def phone_of(name: str, book: Sequence[Entry]) -> str:
    """The phone of whoever is called so; refused for nobody, and for two."""
    if not any(sign.isalpha() for sign in name) and (digits := digits_of(name)):
        return digits
    found = [entry for entry in book if same_name(entry.name) == same_name(name)]
    people = {entry.person for entry in found}
    phones = sorted(entry.phone for entry in found if entry.phone)
    if len(people) > 1:
        raise Unplaced(
            "Several people in the phone book are called like this chat. Give each a name of their"
            " own on the phone, export the chat again, or say whose it is with --phone."
        )
    if not phones:
        raise Unplaced(
            f"Nobody in the phone book is called like this chat. {BOOK} \u2013 or say whose it is"
            " with --phone."
        )
    return phones[0]
