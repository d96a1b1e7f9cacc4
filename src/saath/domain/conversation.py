"""The state of one conversation: one person and one number of the business.

What deliveries say (the marks) is the same for any order of arrival. Control follows the journal.
"""

from dataclasses import dataclass, replace
from typing import Literal

from saath.domain.message import NEVER, Mark

type Control = Literal["nobody", "bot", "agent", "phone"]

# Meta: free-form messages are allowed until 24 h after the person's last message; checked
# 2026-11-21. Which margin we keep before that end is the guard's business.
WINDOW_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Conversation:
    """Marks of what was said, and who answers now.

    heard / spoke: last message of the person / of the business, from anywhere, history included.
    asked: last live message of the person. answered: last live words of a person on the phone.
    """

    person: str
    phone_number_id: str
    heard: Mark = NEVER
    spoke: Mark = NEVER
    asked: Mark = NEVER
    answered: Mark = NEVER
    control: Control = "nobody"
    control_at: int = 0

    @property
    def needs_reply(self) -> bool:
        """Whether the person wrote, live, and nobody has answered since."""
        return self.asked > self.answered

    @property
    def last(self) -> Mark:
        """The last message that is shown."""
        return max(self.heard, self.spoke)

    @property
    def window_closes_at(self) -> int:
        """When free-form messages end; 0 when no live message ever opened the window."""
        return self.asked[0] + WINDOW_MS if self.asked != NEVER else 0


def hear(conversation: Conversation, mark: Mark, *, live: bool) -> Conversation:
    """Join one telling of a message of the person. Only a live one asks for a reply."""
    asked = max(conversation.asked, mark) if live else conversation.asked
    heard = max(conversation.heard, mark)
    if (heard, asked) == (conversation.heard, conversation.asked):
        return conversation
    return replace(conversation, heard=heard, asked=asked)


def speak(conversation: Conversation, mark: Mark) -> Conversation:
    """Join one telling of a message of the business that answers nothing by itself.

    History and the app's own greeting and away messages are such; so are copies of our sends.
    """
    if mark <= conversation.spoke:
        return conversation
    return replace(conversation, spoke=mark)


def pick_up(conversation: Conversation, mark: Mark, *, now: int) -> Conversation:
    """A person answered live on the phone: everything up to then is answered, the phone has it."""
    return replace(
        conversation,
        spoke=max(conversation.spoke, mark),
        answered=max(conversation.answered, mark),
        control="phone",
        control_at=now,
    )


def unite(one: Conversation, other: Conversation, *, person: str) -> Conversation:
    """One conversation of two that turned out to be with the same person."""
    later = max(one, other, key=lambda c: (c.control_at, c.control))
    return Conversation(
        person=person,
        phone_number_id=one.phone_number_id,
        heard=max(one.heard, other.heard),
        spoke=max(one.spoke, other.spoke),
        asked=max(one.asked, other.asked),
        answered=max(one.answered, other.answered),
        control=later.control,
        control_at=later.control_at,
    )
