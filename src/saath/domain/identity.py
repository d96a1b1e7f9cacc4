"""How one item of a delivery names a person outside. Not a person: see `domain.person`.

Meta names people by business-scoped user id (BSUID), phone, or both; the phone is absent for
people who adopted a username (Meta: business-scoped-user-ids, read 2026-11-21).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from saath.domain.ids import AliasKind


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

    def aliases(self) -> Iterator[tuple[AliasKind, str]]:
        """The names that identify, the strongest first.

        A username can be given up and taken by somebody else, so it identifies only when
        nothing better was said.
        """
        if self.bsuid:
            yield "bsuid", self.bsuid
        if self.phone:
            yield "phone", self.phone
        if self.username and not self.bsuid and not self.phone:
            yield "username", self.username
        if self.nameless and not self:
            yield "nameless", self.nameless

    def __bool__(self) -> bool:
        return bool(self.bsuid or self.phone or self.username)

    def of_message(self, phone_number_id: str, wamid: str) -> "Identity":
        """The same, or a stand-in made of the message when nobody is named.

        So a message without a person still has a conversation, and joins the right one as soon
        as another copy of it says who it was.
        """
        return self or Identity(nameless=f"{phone_number_id}/{wamid}")


NOBODY = Identity()
