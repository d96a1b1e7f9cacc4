"""What we could not read. A value, never an exception, and never nothing."""

from saath.domain.facts.messages import Side
from saath.domain.identity import NOBODY, Identity
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Unrecognized:
    """A part of a delivery that this version does not understand, kept whole in `raw`.

    With `wamid` and `person` it shows in their conversation, with `phone_number_id` on that
    number, otherwise in the operator's list. `field` is Meta's name of the change, `reason` a
    short phrase without any of the content.
    """

    reason: str
    raw: str
    field: str = ""
    account_id: str = ""
    phone_number_id: str = ""
    wamid: str = ""
    at: int = 0
    person: Identity = NOBODY
    by: Side = "contact"
