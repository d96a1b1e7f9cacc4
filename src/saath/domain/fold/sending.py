"""Fold our own doing: attempts, outcomes, moments that came, and what statuses say of them.

An attempt record repeats its whole intention, so a replay shows what was said without deciding
anything again. Evidence is always welcome: an outcome or a status may come late, twice, or for an
attempt that everybody had given up.
"""

from dataclasses import replace

from saath.domain import conversation as talk
from saath.domain import message as telling
from saath.domain.conversation import Conversation
from saath.domain.facts.messages import Failure, StatusChanged
from saath.domain.facts.sending import AttemptMade, OutcomeKnown, SendingFact, TimerFell
from saath.domain.fold.media import attach, doubt_upload
from saath.domain.fold.queue import let_wait
from saath.domain.ids import message_id
from saath.domain.intention import HELD_BACK, Intention, doubted, gone, opened, put_off, requeued
from saath.domain.message import ARRIVED, Message
from saath.domain.states import Draft
from saath.domain.thread import NEVER, Progress


def fold_sending(draft: Draft, fact: SendingFact, now: int) -> None:
    """Join one fact of our own doing."""
    match fact:
        case AttemptMade():
            _attempt(draft, fact, now)
        case OutcomeKnown():
            _outcome(draft, fact)
        case TimerFell():
            _timer(draft, fact)


def enter(draft: Draft, intention: Intention, *, at: int, progress: Progress) -> Message:
    """The message of an intention, put into its thread unless it stands there already."""
    known = draft.message(intention.key)
    before = conversation_of(draft, intention.person, intention.phone_number_id)
    message = telling.advance(known or _made(intention, before, at), progress)
    draft.changes.messages[message.id] = message
    if known is None:
        keep(draft, talk.speak(before, message.mark))
        attach(draft, intention, message)
    return message


def _made(intention: Intention, before: Conversation, at: int) -> Message:
    """Our clock may be behind Meta's: what we say stands after what we have read."""
    return Message(
        id=intention.key,
        phone_number_id=intention.phone_number_id,
        wamid="",
        person=before.person,
        at=max(at, before.last[0] + 1),
        direction="out",
        source=intention.source,
        origin="sent",
        told="sent",
        content=replace(intention.outgoing.as_content(), reply_to=intention.outgoing.reply_to),
        author=intention.author,
        answers=intention.answers,
    )


def conversation_of(draft: Draft, person: str, phone_number_id: str) -> Conversation:
    """The conversation with this person, by whichever of their ids."""
    present = draft.find(person)
    return draft.conversation(present, phone_number_id) or Conversation(present, phone_number_id)


def keep(draft: Draft, conversation: Conversation) -> None:
    """Put a conversation among the changes."""
    draft.changes.conversations[conversation.person, conversation.phone_number_id] = conversation


def _attempt(draft: Draft, fact: AttemptMade, now: int) -> None:
    intention = opened(fact.intention, number=fact.number, now=now)
    draft.changes.intentions[intention.key] = intention
    if intention.outgoing.is_message:
        enter(draft, intention, at=now, progress="sending")
    before = conversation_of(draft, intention.person, intention.phone_number_id)
    tried = talk.attempt(before, automatic=intention.automatic, now=now)
    keep(draft, talk.reach(tried, now=now) if intention.outgoing.type == "template" else tried)


def _outcome(draft: Draft, fact: OutcomeKnown) -> None:
    intention, message = draft.intention(fact.intention), draft.message(fact.intention)
    if fact.outcome == "accepted":
        _accepted(draft, fact, intention, message)
    elif message is not None and message.progress == "accepted":
        return  # a status has already proved that it went out
    elif intention is None:
        _rejected_late(draft, fact, message)
    elif not _is_overtaken(fact, intention):
        _closed(draft, fact, intention, message)


def _is_overtaken(fact: OutcomeKnown, intention: Intention) -> bool:
    """Told twice or too late: a later attempt is under way, or this one's end is known already.

    Taking it for news of a later attempt would send that one twice.
    """
    if fact.number == 0:
        return intention.stage != "queued"
    return fact.number != intention.attempts or intention.stage == "queued"


def _rejected_late(draft: Draft, fact: OutcomeKnown, message: Message | None) -> None:
    """Of what everybody had given up, only a refusal in Meta's words is still news."""
    if fact.outcome == "rejected":
        _ended(draft, None, message, "failed", Failure(fact.code, fact.reason))


def _closed(
    draft: Draft, fact: OutcomeKnown, intention: Intention, message: Message | None
) -> None:
    if fact.outcome != "unconfirmed":
        before = conversation_of(draft, intention.person, intention.phone_number_id)
        keep(draft, talk.unreach(before, at=intention.attempted_at))
    match fact.outcome:
        case "rejected":
            doubt_upload(draft, message, fact.code)
            _ended(draft, intention, message, "failed", Failure(fact.code, fact.reason))
        case "unconfirmed":
            _doubted(draft, fact, intention, message)
        case "cancelled" if not fact.retry_at:
            _ended(draft, intention, message, "cancelled", Failure(0, fact.reason))
        case _:
            _again(draft, fact, intention)
            _progress(draft, message, "queued")


def _doubted(
    draft: Draft, fact: OutcomeKnown, intention: Intention, message: Message | None
) -> None:
    """WhatsApp may have named the message all the same: what it says of that name ends the doubt."""
    learnt = learn(draft, message, fact.wamid) if message is not None else None
    if learnt is not None and learnt.receipts:
        _accepted(draft, fact, intention, learnt)
        return
    draft.changes.intentions[intention.key] = doubted(intention, fact.reason)
    if learnt is not None:
        why = Failure(0, HELD_BACK) if fact.reason == HELD_BACK else None
        draft.changes.messages[learnt.id] = telling.advance(learnt, "unconfirmed", why)


def _again(draft: Draft, fact: OutcomeKnown, intention: Intention) -> None:
    """Only what WhatsApp itself put off waits longer: with nobody there a person is told soon."""
    # Graph's code 0 (AuthException) is told from no code by the reason that names it.
    later = put_off if fact.code or fact.reason == "code 0" else requeued
    waiting = later(intention, due_at=fact.retry_at)
    draft.changes.intentions[intention.key] = waiting
    let_wait(draft, waiting)


def _accepted(
    draft: Draft,
    fact: OutcomeKnown,
    intention: Intention | None,
    message: Message | None,
) -> None:
    if intention is not None:
        draft.changes.intentions[intention.key] = gone(intention)
    if message is not None:
        learnt = learn(draft, message, fact.wamid)
        draft.changes.messages[learnt.id] = telling.advance(learnt, "accepted")


def learn(draft: Draft, message: Message, wamid: str) -> Message:
    """From now on this wamid means this message; what waited under it is joined."""
    if not wamid or message.wamid:
        return message
    key = message_id(message.phone_number_id, wamid)
    stub = draft.message(key)
    if stub is not None and stub.id == key:
        message = telling.absorb(message, stub)
    pointer = Message(key, message.phone_number_id, wamid, message.person, ours=message.id)
    draft.changes.messages[key] = pointer
    return replace(message, wamid=wamid)


def _ended(
    draft: Draft,
    intention: Intention | None,
    message: Message | None,
    progress: Progress,
    failure: Failure,
) -> None:
    """It will not be sent: the message says why, and the person still needs a reply."""
    if intention is not None:
        draft.changes.intentions[intention.key] = gone(intention)
    if message is None:
        return
    draft.changes.messages[message.id] = telling.advance(message, progress, failure)
    _needs_reply(draft, message)


def _needs_reply(draft: Draft, message: Message) -> None:
    before = conversation_of(draft, message.person, message.phone_number_id)
    keep(draft, talk.unsettle(before))


def _progress(draft: Draft, message: Message | None, progress: Progress) -> None:
    if message is not None:
        draft.changes.messages[message.id] = telling.advance(message, progress)


def confirm(draft: Draft, fact: StatusChanged, before: Message, message: Message) -> None:
    """A status of ours proves the sending, whatever we thought of it; delivery may settle.

    Even *failed* does: WhatsApp had taken the message. `before` is the message without this
    status: only what is new moves the conversation, a redelivery undoes nothing a person said.
    """
    if not message.progress:
        return
    message = learn(draft, message, fact.wamid)
    if message.progress != "accepted":
        message = telling.advance(message, "accepted")
    draft.keep(message)
    intention = draft.intention(message.id)
    if intention is not None:
        draft.changes.intentions[message.id] = gone(intention)
    known = {receipt.status for receipt in before.receipts}
    if fact.status == "failed" and not known & {"failed", *ARRIVED}:
        doubt_upload(draft, message, fact.failure.code if fact.failure else 0)
        _needs_reply(draft, message)
    if fact.status in ARRIVED and not known & ARRIVED and message.source in {"api", "bot"}:
        _delivered(draft, message)


def _delivered(draft: Draft, message: Message) -> None:
    """An automatic answer counts as one once it arrived, for what it was an answer to."""
    conversation = conversation_of(draft, message.person, message.phone_number_id)
    if message.answers != NEVER and conversation.waiting <= message.answers:
        keep(draft, talk.settle(conversation))


def _timer(draft: Draft, fact: TimerFell) -> None:
    if fact.kind == "doubt":
        _ask_a_person(draft, fact)
        return
    conversation = conversation_of(draft, fact.person, fact.phone_number_id)
    if conversation.control_until == fact.due and conversation.control in {"phone", "agent"}:
        keep(draft, talk.release(conversation))


def _ask_a_person(draft: Draft, fact: TimerFell) -> None:
    """Nothing ever said whether it went out: a person decides, nothing is sent by itself."""
    intention, message = draft.intention(fact.intention), draft.message(fact.intention)
    if intention is None or intention.stage != "unconfirmed":
        return
    draft.changes.intentions[intention.key] = gone(intention)
    if message is not None:
        draft.changes.messages[message.id] = telling.advance(message, "unresolved")
        _needs_reply(draft, message)
