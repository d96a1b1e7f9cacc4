"""The life of a number: it is cut off, removed, judged, and comes back; and word of it comes twice.

Whether word of it comes late, or later than what happened after it, is a matter of the faults.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from saath import requests
from saath.simulator.account import Account
from saath.simulator.clock import HOUR, MINUTE, SECOND
from saath.simulator.customers import Impossible
from tests.sending import NoWaker
from tests.simulation.inside import Inside
from tests.simulation.town import Town

REPLIES = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"
TEMPLATES = "RESTRICTED_BIZ_INITIATED_MESSAGING"
KINDS = (
    REPLIES,
    REPLIES,
    TEMPLATES,
    "RESTRICTED_UTILITY_TEMPLATES",
    "RESTRICTED_USER_INITIATED_CALLING",
)
RETURNS = ((5 * SECOND, 50 * SECOND), (MINUTE, 200 * MINUTE), (3 * HOUR, 30 * HOUR))
REASONS = ("", "ACCOUNT_DISCONNECTED", "CHANGE_NUMBER", "USER_RE_REGISTERED")
APART = 2 * SECOND
"""Between leaving and coming back: Meta stamps whole seconds, and within one nobody can tell which
came first."""


@dataclass
class Life(Inside):
    """The owner, and WhatsApp's judgement of the account."""

    moved_at: dict[str, int] = field(default_factory=dict)
    """When the number of each business left or came back last."""

    # How it leaves

    def change_phone(self, town: Town) -> None:
        self._rests(town)
        if town.world.account.bond != "CONNECTED":
            raise Impossible("it is not linked")
        town.world.account.offboard()
        self._gone(town, "changes the phone: offboarded", Account.reconnect)

    def disconnect(self, town: Town) -> None:
        """Leave for good, told in one of the two shapes that Meta documents."""
        self._rests(town)
        account, settings = town.world.account, town.world.ground.settings
        if account.bond == "REMOVED":
            raise Impossible("it is removed already")
        settings.removed_shape = self._draw(("waba_info", "phone_number"))
        account.remove(self._draw(REASONS))
        self._gone(
            town, f"disconnects, told by {settings.removed_shape}", partial(self._link, town)
        )

    def ban(self, town: Town) -> None:
        self._rests(town)
        if town.world.account.banned:
            raise Impossible("it is banned already")
        town.world.account.ban("DISABLE")
        self._gone(town, "is banned", lambda account: account.ban("REINSTATE"))

    def restrict(self, town: Town) -> None:
        kind, days = self._draw(KINDS), self._draw((1, 1, 3))
        town.world.account.restrict(kind, days)
        self._tell(town, f"{kind} for {days} d")
        self._meanwhile(town)

    # How it comes back, and what is told of it once more

    def come_back(self, town: Town) -> None:
        """End whatever keeps the number away but restrictions, which end by themselves."""
        self._rests(town)
        account = town.world.account
        if account.state == "CONNECTED":
            raise Impossible("it is here")
        if account.bond == "OFFBOARDED":
            account.reconnect()
        elif account.bond == "REMOVED":
            self._link(town, account)
        if account.banned:
            account.ban("REINSTATE")
        self._moved(town, "comes back")

    def tell_again(self, town: Town) -> None:
        """Meta tells something old of the account again, after all that happened since."""
        emitted = town.world.truth.emitted.items()
        told = tuple(event for key, event in emitted if key.startswith("account:"))
        if not told:
            raise Impossible("nothing was told yet")
        town.world.ground.tell(self._draw(told[-6:]))
        self._tell(town, "is told of once more")

    def _gone(self, town: Town, what: str, back: Callable[[Account], None]) -> None:
        """Some come back by themselves, soon or late; others wait for somebody."""
        self._moved(town, what)
        self._meanwhile(town)
        if self.drawn.chance.random() < 0.75:
            wait = self.drawn.chance.randint(*self._draw(RETURNS))
            town.world.ground.schedule.after(wait, partial(self._return, town, what, back))

    def _return(self, town: Town, what: str, back: Callable[[Account], None]) -> None:
        with suppress(Impossible):
            self._rests(town)
            back(town.world.account)
            self._moved(town, f"no longer {what}")

    def _rests(self, town: Town) -> None:
        if town.world.now < self.moved_at.get(town.business, 0) + APART:
            raise Impossible("it left or came back in this very moment")

    def _moved(self, town: Town, what: str) -> None:
        self.moved_at[town.business] = town.world.now
        self._tell(town, what)

    def _link(self, town: Town, account: Account) -> None:
        """A new link, of which the product knows by WhatsApp's word or by having made it."""
        if account.bond != "REMOVED":
            raise Impossible("somebody linked it meanwhile")
        account.link(share_history=False)
        # Not by a clock that is wrong: when we linked is compared with what Meta says since.
        if not self.house.skew and self.drawn.chance.random() < 0.6:
            self._later(partial(self._register, town, town.world.now))

    def _register(self, town: Town, linked_at: int) -> None:

        def act() -> bool:
            return requests.change(
                self.house.journal,
                NoWaker(),
                town.business,
                lambda policy: replace(
                    policy,
                    numbers=tuple(
                        replace(number, linked_at=linked_at) for number in policy.numbers
                    ),
                ),
                now=self._now,
            )

        self._operate(act, "registers the new link")

    def _meanwhile(self, town: Town) -> None:
        """Who does not know of it goes on."""
        for _ in range(self.drawn.chance.choice((0, 1, 2))):
            act = self._draw((self.reply_blind, self.program_replies))
            wait = self.drawn.chance.randint(1, 40) * SECOND
            self.loom.after(wait, partial(self.try_to, act, town))

    def _tell(self, town: Town, what: str) -> None:
        self.tale.tell(self.loom.now, "number", f"of {town.business}: {what}")
