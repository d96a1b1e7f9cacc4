"""What the sample shop's installation has beyond a new one: a line to the simulator, a second person
on the team, and a few answers that are given by themselves.
"""

from contextlib import closing
from dataclasses import replace
from typing import Any

from saath.bus import open_waker
from saath.cli.doors import Doors, Installation
from saath.cli.printing import Result
from saath.cli.speaking import point
from saath.domain.policy import MINUTE_MS, Automation, Policy, Times
from saath.requests import change
from saath.store import founding

SHOP = "Meera Sarees"
AGENT = "ravi"
# People in the shop are three times as quick as life, and nobody watches for hours.
TIMES = Times(settle=1_000, phone_hold=MINUTE_MS, agent_hold=MINUTE_MS)
ANSWERS = (
    Automation(
        "cash-on-delivery",
        "keyword",
        "Cash on delivery up to ₹5,000. Above that, half in advance by UPI 🙂",
        ("cod", "cash on delivery", "कैश ऑन डिलीवरी"),
        on=True,
    ),
    Automation(
        "parcel",
        "keyword",
        "Orders leave Surat the next working day and take 3 to 5 days. "
        "With your order number we look where it is.",
        ("parcel", "my order", "mera order", "delivery", "पार्सल", "પાર્સલ", "நாள் ஆகும்"),
        on=True,
    ),
    Automation(
        "prices",
        "keyword",
        "Prices today: bandhani georgette from ₹3,250, Banarasi silk from ₹6,450, "
        "Kanchipuram silk from ₹9,200. Which may we show you?",
        ("price", "rate", "quote", "रेट", "ભાવ", "விலை"),
        on=True,
    ),
    Automation(
        "returns",
        "keyword",
        "Unworn pieces are exchanged within 7 days. A photo of what is wrong helps us most 🙏",
        ("return", "exchange", "बदल देंगे", "બદલી આપશો", "மாத்தி"),
        on=True,
    ),
    Automation(
        "shop",
        "keyword",
        "We are on Ring Road, Surat: Monday to Saturday 10 to 8, Sunday 10 to 2.",
        ("address", "timing", "દુકાન", "સરનામું", "दुकान"),
        on=True,
    ),
)


def furnish(
    doors: Doors[Any], installation: Installation, made: Result, line: tuple[str, str]
) -> None:
    """Furnish a new installation that does not run yet. `line` is an address and its token."""
    business, now = made["business"], doors.now()
    point(doors, installation, (business, made["phone_number_id"]), line)
    password = made["sign_in"]["password"]
    founding.hire(business, AGENT, password, name=AGENT.capitalize(), role="agent", now=now)
    with (
        closing(doors.journal(installation)) as journal,
        closing(open_waker(installation.journal_place)) as waker,
    ):
        change(journal, waker, business, opened, now=now)


def opened(policy: Policy) -> Policy:
    """The shop's policy: its answers are on, and the app's own greeting is known for what it is."""
    from saath.simulator.script import GREETING  # noqa: PLC0415  (large, and for demo alone)

    numbers = tuple(replace(number, automatic_texts=(GREETING,)) for number in policy.numbers)
    return replace(policy, numbers=numbers, automations=ANSWERS, times=TIMES)
