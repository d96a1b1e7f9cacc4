"""A published version of everything that `step` reads. Drafts and screens live elsewhere.

The registry of numbers is a policy too, so `step` never reads a primary table and a replay sees
exactly what was in force then.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """One WhatsApp number of the business, as it was when the policy was published.

    `automatic_texts` are greeting and away messages that the phone's app sends by itself.
    """

    phone_number_id: str
    waba_id: str
    portfolio_id: str
    display_phone_number: str = ""
    linked_at: int = 0
    automatic_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force for one business from one journal position on."""

    business: str
    version: int = 0
    numbers: tuple[Number, ...] = ()

    def number(self, phone_number_id: str) -> Number | None:
        """The registered number, or None for one that this business does not own."""
        for number in self.numbers:
            if number.phone_number_id == phone_number_id:
                return number
        return None
