"""Bring exported chats of single people into the threads, where WhatsApp gives nothing of its own.

An export names nobody for certain and no time zone: whose chat it is, is never guessed.
"""

from saath.transition.chats.bringing import Brought, House, Named, bring
from saath.transition.chats.naming import Unplaced
from saath.transition.chats.reading import ChatRead, read_chats

__all__ = ["Brought", "ChatRead", "House", "Named", "Unplaced", "bring", "read_chats"]
