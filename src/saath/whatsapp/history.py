"""The history sync: chunks of threads of messages, or the owner's no."""

from saath.domain.facts import Fact, HistoryDeclined, HistoryProgressed, PersonIdentified
from saath.domain.identity import Identity
from saath.whatsapp.change import Change
from saath.whatsapp.decode import canonical
from saath.whatsapp.identity import is_from_business, join, of_counterpart, of_sender, of_thread
from saath.whatsapp.messages import read_message
from saath.whatsapp.plain_past import read_plain_past
from saath.whatsapp.read import Json, items_in, number_in, object_in, objects_in
from saath.whatsapp.unread import objects_of, unread


def read_history(change: Change, chunks: list[object], facts: list[Fact]) -> None:
    """All of `history[]`. One chunk may hold thousands of messages."""
    for chunk in objects_of(change, chunks, facts):
        told = len(facts)
        for error in objects_of(change, items_in(chunk, "errors"), facts):
            code = number_in(error, "code")
            facts.append(HistoryDeclined(change.phone_number_id, code, canonical(error)))
        for thread in objects_of(change, items_in(chunk, "threads"), facts):
            _read_thread(change, thread, facts)
        if "metadata" in chunk or "threads" in chunk:
            facts.append(_progress(change, chunk))
        if len(facts) == told:
            facts.append(unread(change, chunk, "chunk without content"))


def person_of(thread: Identity, message: Json, display: str) -> tuple[Identity, bool]:
    """Whose chat a message of the history is in, and whether the business wrote it."""
    out = is_from_business(message, display)
    if thread.phone and (thread.bsuid or not _TELLS_BSUID & message.keys()):
        return thread, out
    other = of_counterpart(message, display) if out else of_sender(message)
    return join(thread, other), out


_TELLS_BSUID = frozenset({"from_user_id", "to_user_id"})


def _read_thread(change: Change, thread: Json, facts: list[Fact]) -> None:
    person = of_thread(thread)
    messages = items_in(thread, "messages")
    for message in objects_of(change, messages, facts):
        plain = read_plain_past(change, message, person)
        if plain is None:
            who, out = person_of(person, message, change.display)
            facts.extend(read_message(change, message, who, "business" if out else "contact"))
        else:
            facts.append(plain)
    if not messages:
        told = PersonIdentified(change.phone_number_id, change.at, person)
        facts.append(told if person else unread(change, thread, "thread without content"))


def _progress(change: Change, chunk: Json) -> HistoryProgressed:
    metadata = object_in(chunk, "metadata")
    return HistoryProgressed(
        change.phone_number_id,
        number_in(metadata, "phase"),
        number_in(metadata, "chunk_order"),
        number_in(metadata, "progress"),
        sum(len(items_in(thread, "messages")) for thread in objects_in(chunk, "threads")),
    )
