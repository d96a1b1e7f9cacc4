"""The faults that answer a call before anything happens (F23 to F36 of the catalogue)."""

from saath.simulator.errors import GraphError
from saath.simulator.faults import Faults

BEFORE_SEND = {
    "throughput": (130429, "Cloud API message throughput has been reached."),
    "pair-limit": (131056, "Too many messages to the same user in a short time."),
    "spam-limit": (131048, "Too many messages were blocked or reported."),
    "payment": (131042, "There is a problem with the payment method."),
    "maintenance": (131057, "The account is in maintenance; try again in some minutes."),
    "server-error": (131000, "Something went wrong; nothing was sent."),
    "permission": (10, "The permission whatsapp_business_messaging is missing."),
    "call-limit": (80007, "Too many calls to this account within an hour."),
}
VARIANTS = {
    ("server-error", "2"): 2,
    ("server-error", "131016"): 131016,
    ("server-error", "1"): 1,
    ("permission", "200"): 200,
    ("call-limit", "4"): 4,
    ("maintenance", "2494100"): 2494100,
}


def before_send(faults: Faults) -> None:
    """Raise what strikes, if anything."""
    for name, (code, details) in BEFORE_SEND.items():
        if faults.strikes(name):
            chosen = VARIANTS.get((name, faults.variants.get(name, "")), code)
            raise GraphError(chosen, details=details)
