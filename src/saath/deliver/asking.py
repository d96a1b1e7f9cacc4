"""Ask the guard about everything that is due, on the tables as they are at the head.

Answers with what to append: attempts with all that posting needs, and ends without an attempt.
Reads only; whoever asks appends under the condition that the head has not moved since.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from saath.deliver.pace import Pace
from saath.deliver.uploading import Wish
from saath.domain.conversation import Conversation
from saath.domain.facts import AttemptMade, OutcomeKnown
from saath.domain.fold.requests import scene as scene_of
from saath.domain.guard import Reached, Scene, guard
from saath.domain.intention import Intention, opened
from saath.domain.media import Upload, upload_key
from saath.domain.person import Alias, card
from saath.domain.policy import Policy
from saath.domain.reaching import NOT_TOLD, Portfolio, Tier, reached, sharing
from saath.domain.refusals import Refusal
from saath.domain.states import ConversationKey, Draft, States
from saath.domain.step import Keys
from saath.outbox import UPLOADING, Hold, list_due
from saath.store.kinds import TABLES
from saath.store.load import count_reached, load, load_accounts, load_people
from saath.store.media import find_uploads
from saath.store.tenancy import as_business
from saath.whatsapp.graph import Line
from saath.whatsapp.payloads import Addressed, Recipient, Unsendable, payload

NOWHERE_RETRY_MS = 10_000
NOWHERE = "nothing listens there"
NOT_UPLOADED = "?"
"""In a body that is written to see whether it can be: before a file costs an upload."""
UPLOADING_MS = 500
"""How soon it is asked again whether a file is with WhatsApp; its end is told besides."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, and what it takes to answer. `line` says where a number speaks, None if nowhere;
    `tier` the messaging limit that WhatsApp told when it was asked for it.
    """

    business: str
    policy: Policy
    parked: Collection[ConversationKey]
    pace: Pace
    line: Callable[[str], Line | None]
    tier: Callable[[str], Tier] = lambda _number: NOT_TOLD
    using: str = TABLES


@dataclass(frozen=True, slots=True)
class Parcel:
    """One attempt and everything that posting it needs, so that no table is asked again."""

    attempt: AttemptMade
    line: Line = field(repr=False)
    payload: dict[str, Any] = field(repr=False)


@dataclass(slots=True)
class Verdicts:
    """What to append: attempts (`yes`) and ends without one (`no`); what to hold back; and files
    that WhatsApp must have a copy of before their messages can be attempted.
    """

    yes: list[Parcel] = field(default_factory=list)
    no: list[OutcomeKnown] = field(default_factory=list)
    held: list[Hold] = field(default_factory=list)
    uploads: list[Wish] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turn:
    """One round of asking: the tables as they are, and what was decided so far."""

    question: Question
    draft: Draft
    portfolios: dict[str, Portfolio]
    now: int
    verdicts: Verdicts = field(default_factory=Verdicts)


def ask(question: Question, *, now: int, limit: int) -> Verdicts:
    """Decide about at most `limit` of what is due, the oldest first."""
    with as_business(question.business, question.using, reads=True):
        due = list_due(question.business, now, limit, question.using)
        states = _states(question, due, now) if due else States()
        portfolios = _portfolios(question, due, now)
    turn = Turn(question, Draft(states), portfolios, now)
    for intention in due:
        _decide(turn, intention)
    return turn.verdicts


def _portfolios(question: Question, due: Sequence[Intention], now: int) -> dict[str, Portfolio]:
    """Those that a due template would be sent from, by number."""
    found: dict[str, Portfolio] = {}
    for number in {one.phone_number_id for one in due if one.outgoing.type == "template"}:
        numbers = sharing(question.policy, number)
        if numbers and number not in found:
            people = count_reached(question.business, numbers, now, question.using)
            tiers = tuple(question.tier(one.phone_number_id) for one in numbers)
            portfolio = Portfolio(numbers, people, now, tiers)
            found |= {one.phone_number_id: portfolio for one in numbers}
    return found


def _states(question: Question, due: Sequence[Intention], now: int) -> States:
    """Everything known of the people who are to be written to, and the messages pointed at."""
    known = States(numbers=load_accounts(question.business, question.using))
    wanted = {key for i in due for key in (i.outgoing.reply_to, i.outgoing.target) if key}
    load(question.business, Keys(messages=wanted), known, question.using)
    people = {intention.person for intention in due} - known.people.keys()
    load_people(question.business, people, known, question.using)
    copies = set(filter(None, map(_copy, due)))
    known.uploads = find_uploads(question.business, copies, now, question.using)
    return known


def _copy(intention: Intention) -> str:
    """The key of WhatsApp's copy of its file; empty when it has none."""
    attached = intention.outgoing.attachment
    if attached is None:
        return ""
    return upload_key(intention.phone_number_id, attached.sha256, attached.mime)


def _decide(turn: Turn, intention: Intention) -> None:
    """Yes, no or not yet, about one."""
    refusal = guard(intention, _scene(turn, intention), now=turn.now)
    until = turn.question.pace.silent_until(intention.phone_number_id, turn.now)
    if refusal is not None and not refusal.is_passing:
        turn.verdicts.no.append(_end(intention, "cancelled", refusal.reason))
    elif refusal is not None or until:
        turn.verdicts.held.append(_hold(intention, refusal, until))
    else:
        _address(turn, intention)


def _hold(intention: Intention, refusal: Refusal | None, until: int) -> Hold:
    if refusal is None:
        return Hold(intention.key, until, "too-fast")
    return Hold(intention.key, max(refusal.retry_at, until), refusal.reason)


def _scene(turn: Turn, intention: Intention) -> Scene:
    """What the guard looks at; what was just said yes to counts as sent."""
    question, now = turn.question, turn.now
    person, number = intention.person, intention.phone_number_id
    conversation = turn.draft.conversation(person, number) or Conversation(person, number)
    chosen = [parcel.attempt.intention for parcel in turn.verdicts.yes]
    here = [one for one in chosen if one.phone_number_id == number]
    return replace(
        scene_of(turn.draft, conversation, question.policy),
        parked=(person, number) in question.parked,
        pace=(*question.pace.lately(number, now), *(now for _ in here)),
        inbound_per_second=question.pace.inbound(number, now),
        own_share=question.pace.share(number, now),
        reached=_reached(turn, intention, chosen),
    )


def _reached(turn: Turn, intention: Intention, chosen: Sequence[Intention]) -> Reached:
    portfolio = turn.portfolios.get(intention.phone_number_id)
    if portfolio is None or intention.outgoing.type != "template":
        return Reached()
    return reached(portfolio, turn.draft, intention.person, chosen)


def _address(turn: Turn, intention: Intention) -> None:
    """Write it in Meta's words, to where this number speaks; what cannot be written ends here."""
    question, draft, verdicts, now = turn.question, turn.draft, turn.verdicts, turn.now
    line = question.line(intention.phone_number_id)
    if line is None:
        again = now + NOWHERE_RETRY_MS
        verdicts.no.append(replace(_end(intention, "deferred", NOWHERE), retry_at=again))
        return
    upload, attached = draft.upload(_copy(intention)), intention.outgoing.attachment
    number = intention.attempts + 1
    tried = opened(intention, number=number, now=now)
    try:
        body = payload(intention.outgoing, _addressed(draft, tried, upload))
    except Unsendable as unsendable:
        verdicts.no.append(_end(intention, "rejected", str(unsendable)))
        return
    if attached is not None and upload is None:
        verdicts.uploads.append(Wish(_copy(intention), intention, attached, line))
        verdicts.held.append(Hold(intention.key, now + UPLOADING_MS, UPLOADING))
        return
    verdicts.yes.append(Parcel(AttemptMade(intention, number), line, body))


def _addressed(draft: Draft, intention: Intention, upload: Upload | None) -> Addressed:
    outgoing = intention.outgoing
    return Addressed(
        _recipient(draft, intention.person),
        intention.callback,
        reply_to=_wamid(draft, outgoing.reply_to),
        target=_wamid(draft, outgoing.target),
        media_id=upload.media_id if upload else NOT_UPLOADED,
    )


def _recipient(draft: Draft, person: str) -> Recipient:
    """Where the person is reached by now, whatever they were called when this was asked."""
    aliases: list[Alias] = list(filter(None, map(draft.alias, draft.person(person))))
    if not aliases:
        return Recipient()
    known = card(aliases)
    return Recipient(known.phone, known.bsuid)


def _wamid(draft: Draft, key: str) -> str:
    message = draft.message(key) if key else None
    if key and (message is None or not message.wamid):
        raise Unsendable("The message that this is about is not known to WhatsApp.")
    return message.wamid if message else ""


def _end(intention: Intention, outcome: Any, reason: str) -> OutcomeKnown:
    """The end of an intention that no attempt was made of now."""
    return OutcomeKnown(
        intention.key, intention.person, intention.phone_number_id, 0, outcome, reason=reason
    )
