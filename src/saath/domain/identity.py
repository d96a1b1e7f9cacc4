"""How one item of a delivery names a person outside. Not a person: see `domain.person`.

Meta names people by business-scoped user id (BSUID), phone, or both; the phone is absent for
people who adopted a username (Meta: business-scoped-user-ids, read 2026-11-21).
"""

from saath.domain.ids import AliasKind
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What one item says about who it concerns; an empty string means *not said*.

    `phone` holds digits only, with country code and without a plus sign. `nameless` stands in
    where a message says nothing at all about its person (see `of_message`).
    """

    bsuid: str = ""
    phone: str = ""
    username: str = ""
    profile_name: str = ""
    nameless: str = ""

    def aliases(self) -> tuple[tuple[AliasKind, str], ...]:
        """The names that identify, the strongest first.

        A username can be given up and taken by somebody else, so it identifies only when
        nothing better was said.
        """
        if self.phone:
            phone = ("phone", self.phone)
            return (("bsuid", self.bsuid), phone) if self.bsuid else (phone,)
        if self.bsuid:
            return (("bsuid", self.bsuid),)
        if self.username:
            return (("username", self.username),)
        return (("nameless", self.nameless),) if self.nameless else ()

    def __bool__(self) -> bool:
        return bool(self.bsuid or self.phone or self.username)

    def of_message(self, phone_number_id: str, wamid: str) -> "Identity":
        """The same, or a stand-in made of the message when nobody is named.

        So a message without a person still has a conversation, and joins the right one as soon
        as another copy of it says who it was.
        """
        return self or Identity(nameless=f"{phone_number_id}/{wamid}")


NOBODY = Identity()


def digits(phone: str) -> str:
    """The digits of a phone number, however it was written."""
    return "".join(filter(str.isdigit, phone))
