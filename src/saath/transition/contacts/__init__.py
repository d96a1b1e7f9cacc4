"""Bring contacts from a file, CSV or vCard, into the address book that names are taken from.

Names so brought rank as the phone book's do: the latest statement counts.
"""

from saath.transition.contacts.bringing import File, Taken, bring
from saath.transition.contacts.reading import Read, Unreadable, read_contacts

__all__ = ["File", "Read", "Taken", "Unreadable", "bring", "read_contacts"]
