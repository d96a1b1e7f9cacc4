"""Bugs on the way in: ingest, parsing, the one key of a message, the thread."""

from dataclasses import replace
from typing import Any

from saath.domain.facts import EchoReceived, MessageReceived, Unrecognized
from saath.domain.ids import digest
from tests.planted.planting import bug


@bug("I1", at="saath.ingest.app:_deliver")
def acknowledge_before_write(original: Any) -> Any:
    """Answers 200 whether or not the journal took the delivery."""

    async def deliver(*given: Any) -> int:
        status: int = await original(*given)
        return 200 if status == 503 else status

    return deliver


@bug("I32", at="saath.ingest.app:verify")
def signature_not_checked(_original: Any) -> Any:
    """Takes whatever comes, signed or not."""
    return lambda _body, _header, _secrets: True


@bug("I33", at="saath.runtime.directory:Snapshot.concerned")
def everybody_is_concerned(_original: Any) -> Any:
    """Puts every delivery into the journal of every business."""

    def concerned(self: Any, _secret: bytes, _peek: Any) -> frozenset[str]:
        return frozenset().union(*self._owners.values())

    return concerned


@bug("I3", "I4", "I5", at="saath.whatsapp.parse:_read_entry")
def first_change_only(original: Any) -> Any:
    """Reads the first change of an entry and forgets the others."""

    def read(entry: Any, facts: list[Any]) -> None:
        if isinstance(entry, dict) and isinstance(entry.get("changes"), list):
            entry = entry | {"changes": entry["changes"][:1]}
        original(entry, facts)

    return read


@bug("I3", "I4", "I5", at="saath.project.facts:parse")
def batch_loses_its_tail(original: Any) -> Any:
    """Reads no more than three facts of a delivery."""
    return lambda body: original(body)[:3]


@bug("I6", at="saath.project.facts:parse")
def unknown_is_dropped(original: Any) -> Any:
    """What is not understood is nothing."""
    return lambda body: [f for f in original(body) if not isinstance(f, Unrecognized)]


@bug("I3", at="saath.domain.fold.messages:_receive")
def duplicate_is_kept(original: Any) -> Any:
    """A message that is told again is another message."""

    def receive(draft: Any, fact: Any, message: Any) -> None:
        if message.content is not None:
            message = replace(message, id=digest("again", message.id))
        original(draft, fact, message)

    return receive


@bug("I3", at="saath.domain.step:fold_message")
def history_has_keys_of_its_own(original: Any) -> Any:
    """A message of history never meets its live copy."""

    def fold(draft: Any, fact: Any, *given: Any) -> None:
        if isinstance(fact, MessageReceived | EchoReceived) and fact.origin == "history":
            fact = replace(fact, wamid=f"{fact.wamid}:h1")
        original(draft, fact, *given)

    return fold


@bug("I3", at="saath.domain.fold.messages:_echo")
def echo_matched_by_text(original: Any) -> Any:
    """Takes an echo with the words of an automatic answer for the answer itself."""

    def echo(draft: Any, fact: Any, message: Any, number: Any, policy: Any, now: int) -> None:
        if any(one.text == fact.content.text for one in policy.automations):
            return
        original(draft, fact, message, number, policy, now)

    return echo


@bug("I4", at="saath.domain.message:edit")
def edit_before_its_message_is_dropped(original: Any) -> Any:
    """An edit that overtakes its message is lost."""
    return lambda message, change: message if message.content is None else original(message, change)


@bug("I5", at="saath.domain.message:report")
def status_before_its_message_is_dropped(original: Any) -> Any:
    """A status that overtakes its message is lost."""
    return lambda message, fact: message if message.content is None else original(message, fact)


@bug("I5", at="saath.domain.message:with_receipt")
def status_regresses(_original: Any) -> Any:
    """The status that came last is the one that is shown."""
    return lambda message, receipt: replace(message, receipts=(receipt,))


@bug("I4", at="saath.domain.message:react")
def last_reaction_to_arrive_wins(_original: Any) -> Any:
    """Reactions follow the order of delivery instead of Meta's times."""

    def react(message: Any, reaction: Any) -> Any:
        others = tuple(r for r in message.reactions if r.side != reaction.side)
        return replace(message, reactions=(*others, reaction))

    return react


@bug("I7", "I11", "I3", at="saath.store.save:_merge")
def merge_leaves_rows_behind(_original: Any) -> Any:
    """Two names become one person, and the messages of one of them stay where they were."""
    return lambda _database, _business, _changes: None


@bug("I23", at="saath.domain.fold.people:_hand_over")
def opt_out_lost_on_merge(original: Any) -> Any:
    """Who moves to another number is asked again."""

    def hand_over(draft: Any, key: str, winner: str) -> None:
        original(draft, key, winner)
        moved = draft.changes.aliases[key]
        draft.changes.aliases[key] = replace(moved, marketing="", marketing_at=0)

    return hand_over


@bug("I23", at="saath.domain.person:say_marketing")
def last_preference_to_arrive_wins(_original: Any) -> Any:
    """An old yes that is delivered late undoes a newer no."""
    return lambda alias, value, at: replace(alias, marketing=value, marketing_at=at)


@bug("I3", "I4", at="saath.store.policies:Policies.at")
def history_reads_no_policy(_original: Any) -> Any:
    """What a clock that was set back received belongs to no registered number."""

    def at(self: Any, moment: int) -> Any:
        known = [v for t, v in zip(self.times, self.versions, strict=True) if t < moment]
        return known[-1] if known else replace(self.latest, numbers=())

    return at
