"""What a person is told after a command: one sentence, and the id that the next command needs."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

type Answer = Mapping[str, Any]
type Teller = Callable[[Answer, Answer], str]


def tell(command: str, given: Answer, answer: Answer) -> str:
    """Say what became of a command."""
    return TELLERS[command](given, answer)


def moment(ms: int) -> str:
    """A time of the simulated world."""
    return f"{datetime.fromtimestamp(ms / 1_000, UTC):%d %b %Y, %H:%M:%S} UTC"


def _sentence(words: str) -> Teller:
    """The same sentence always, with what was given and answered in it."""

    def told(given: Answer, answer: Answer) -> str:
        return words.format_map({"emoji": "", **given, **answer})

    return told


def _added(_given: Answer, answer: Answer) -> str:
    phone = f", phone +{answer['phone']}" if answer["phone"] else ", without a phone number"
    key = answer["key"]
    return f'{key} is here{phone}. Next: saath sim message {key} "Hello"'


def _reacted(given: Answer, _answer: Answer) -> str:
    return f"Reacted with {given['emoji']}." if given.get("emoji") else "Took the reaction back."


def _saved(given: Answer, _answer: Answer) -> str:
    if given.get("remove") is True:
        return f"{given['person']} is no longer in the phone book."
    return f"{given['person']} is in the phone book."


def _linked(_given: Answer, answer: Answer) -> str:
    if not answer["code"]:
        return "The owner said no."
    return f"Linked to account {answer['waba_id']}. The code, good for 30 s: {answer['code']}"


def _faults(_given: Answer, answer: Answer) -> str:
    on = ", ".join(f"{name} {strength:g}" for name, strength in answer["on"].items())
    return f"Faults that are on: {on}." if on else "All faults are off."


def _advanced(_given: Answer, answer: Answer) -> str:
    return f"It is now {moment(answer['now'])}."


def _settings(_given: Answer, answer: Answer) -> str:
    return "\n".join(f"{name} = {value}" for name, value in answer.items())


def _opened(_given: Answer, answer: Answer) -> str:
    return f"The sample shop is open: {len(answer['people'])} customers come and go."


def _online(given: Answer, _answer: Answer) -> str:
    days = given.get("days")
    return f"The phone is off for {days} days." if days else "The phone is off."


TELLERS: dict[str, Teller] = {
    "person": _added,
    "message": _sentence("{person} sent {wamid}"),
    "edit": _sentence("Changed, in the chat with {person}."),
    "revoke": _sentence("Deleted for everyone, in the chat with {person}."),
    "react": _reacted,
    "press": _sentence("{person} pressed it: {wamid}"),
    "from-ad": _sentence("{person} came by an ad: {wamid}"),
    "unavailable": _sentence("{person} sent something that cannot be shown: {wamid}"),
    "change-number": _sentence("{person} has moved to another number."),
    "preference": _sentence("{person} has said so to Meta."),
    "presence": _sentence("{person} it is."),
    "burst": _sentence("{sent} messages are on their way."),
    "echo": _sentence("The owner sent {wamid} to {person}."),
    "contact": _saved,
    "automatic": _sentence("The app's automatic texts are set."),
    "ask-link": _sentence("The phone shows the link request. Next: saath sim answer-link"),
    "answer-link": _linked,
    "decline-history": _sentence("The owner does not share history."),
    "share-history": _sentence("The switch is set."),
    "offline": _online,
    "online": _sentence("The phone is on."),
    "change-phone": _sentence("The owner moves to a new phone. The link comes back by itself."),
    "offboard": _sentence("The link is cut. Next: saath sim reconnect"),
    "reconnect": _sentence("The link is back."),
    "disconnect": _sentence("The account is disconnected."),
    "restrict": _sentence("The number is restricted."),
    "ban": _sentence("Meta has told it."),
    "violation": _sentence("Meta has reported a violation."),
    "quality": _sentence("The number is rated {rating} now."),
    "tier": _sentence("The limit is {tier} now."),
    "template": _sentence("The template is {status}, category {category}."),
    "event": _sentence("Meta has told {field}."),
    "revoke-token": _sentence("Every access token is invalid now."),
    "advance": _advanced,
    "fault": _faults,
    "calm": _faults,
    "webhook": _sentence("Deliveries go to {url}"),
    "settings": _settings,
    "shop": _opened,
}
