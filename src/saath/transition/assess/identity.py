"""Whose business it is: the name that answers in every chat.

Nothing is read here but how often each name wrote in each chat.
"""

from collections.abc import Iterable, Sequence

from saath.chatexport import Reading


class UnsureWho(Exception):
    """Nobody can tell which name is the business; carries the names to choose from."""

    def __init__(self, candidates: Sequence[str]) -> None:
        """`candidates`: the names, the most talkative first."""
        super().__init__("Which name is your business? Give it with --me.")
        self.candidates = list(candidates)


def same_name(name: str) -> str:
    """Names compare without case and spaces: one phone writes `Asha  Textiles`, one `asha textiles`."""
    return "".join(name.split()).casefold()


def find_me(readings: Sequence[Reading], told: Iterable[str] = ()) -> frozenset[str]:
    """The folded names of the business; raises when the chats do not say."""
    chats = [{same_name(name): name for name in each.survey.authors} for each in readings]
    given = frozenset(same_name(name) for name in told)
    if given:
        if not any(given & chat.keys() for chat in chats):
            raise UnsureWho(_candidates(readings))
        return given
    everywhere = set.intersection(*(set(chat) for chat in chats)) if chats else set()
    partners = {same_name(each.coverage.title) for each in readings if each.coverage.title}
    likely = everywhere - partners if len(everywhere) > 1 else everywhere
    if len(likely) != 1 or (len(chats) == 1 and not partners & chats[0].keys()):
        raise UnsureWho(_candidates(readings))
    return frozenset(likely)


def _candidates(readings: Sequence[Reading]) -> list[str]:
    counts: dict[str, int] = {}
    for reading in readings:
        for name in reading.survey.authors:
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:12]
