"""Bugs on the way out: the head, the attempt, the bytes, the end of an attempt."""

from dataclasses import replace
from typing import Any

from saath.journal import Fenced, JournalUnavailable
from saath.store.bodies import encode_attempt, encode_outcome, entry
from saath.whatsapp.error_codes import Rule
from tests.planted.planting import bug


@bug("I13", "I25", "I22", at="saath.runtime.sending:Sending._append")
def guard_on_a_stale_head(_original: Any) -> Any:
    """Attempts are appended although something came in since the guard was asked."""

    def append(self: Any, writer: Any, entries: list[Any]) -> bool:
        if entries:
            self.around.journal.append(entries, epoch=writer.epoch)
        return True

    return append


@bug("I17", at="saath.runtime.sending:Sending._carry_out")
def attempt_after_the_bytes(original: Any) -> Any:
    """Posts first, and writes down afterwards that it did."""

    def carry_out(self: Any, writer: Any, verdicts: Any, now: int, born: float) -> bool:
        for parcel in verdicts.yes:
            self.pool.start(writer.business, parcel, born=born)
        self.around.passing("asked")
        later = replace(verdicts, yes=[])
        moved = bool(original(self, writer, later, now, born))
        made = [_entry(writer.business, parcel, now) for parcel in verdicts.yes]
        return (self._append(writer, made) and bool(made)) or moved

    return carry_out


def _entry(business: str, parcel: Any, now: int) -> Any:
    return entry(business, "attempt", encode_attempt(parcel.attempt), now=now)


@bug("I19", "I18", at="saath.deliver:doubt")
def lease_requeue(original: Any) -> Any:
    """What a dead worker was sending is sent again by the next one."""

    def doubt(intention: Any, number: int, reason: str) -> Any:
        told = original(intention, number, reason)
        return replace(told, outcome="deferred", retry_at=1)

    return doubt


@bug("I19", at="saath.deliver.posting:read_answer")
def lost_answer_means_not_sent(original: Any) -> Any:
    """A connection that broke after the first byte proves nothing, and is taken for proof."""

    def read(result: Any, *, attempts: int, now: int) -> Any:
        answer = original(result, attempts=attempts, now=now)
        if answer.kind == "unconfirmed":
            return replace(answer, kind="deferred", retry_at=now + 1_000)
        return answer

    return read


@bug("I26", at="saath.whatsapp.graph.sending:rule_of")
def final_refusal_is_retried(original: Any) -> Any:
    """Every error is taken for one that passes."""

    def rule(code: int) -> Rule:
        known: Rule = original(code)
        return Rule("back_off", 1_000) if known.retry == "no" else known

    return rule


@bug("I21", at="saath.deliver.pool:FRESH_S")
def sends_however_late(_original: Any) -> float:
    """A worker that stood still for minutes goes on where it was."""
    return 1e9


@bug("I43", "I20", at="saath.runtime.loop:Worker._turn")
def unsure_append_left_open(original: Any) -> Any:
    """An attempt that the journal kept although it said no is never doubted."""

    def turn(self: Any, business: str) -> bool:
        held = self._held.get(business)
        try:
            return bool(original(self, business))
        except JournalUnavailable:
            if held is not None:
                self._held[business] = held
            raise

    return turn


@bug("I43", "I20", at="saath.runtime.sending:Sending.settle")
def dead_sender_never_doubted(_original: Any) -> Any:
    """Attempts of those who died stay open for ever."""
    return lambda _self, _writer: True


@bug("I43", "I20", at="saath.deliver.pool:Pool._append")
def outcome_given_up(_original: Any) -> Any:
    """An outcome that the journal refuses once is forgotten."""

    def append(self: Any, business: str, outcome: Any) -> None:
        around = self._around
        record = entry(business, "outcome", encode_outcome(outcome), now=around.clock())
        try:
            around.journal.append([record])
        except JournalUnavailable:
            return

    return append


@bug("I7", at="saath.project.writer:advance")
def replaced_writer_goes_on(original: Any) -> Any:
    """A writer that was replaced writes on as if it were not."""

    def advance(business: str, epoch: int, to: Any, using: str = "tables") -> None:
        try:
            original(business, epoch, to, using)
        except Fenced:
            return

    return advance


@bug("I9", at="saath.domain.fold.sending:learn")
def wamid_never_learnt(_original: Any) -> Any:
    """What WhatsApp calls a message of ours is forgotten."""
    return lambda _draft, message, _wamid: message
