"""Which short messages ask the same: by what they are about, else by how they are spelled.

Pure and small: no model, no network. It says nothing of the right answer to a question.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from saath.domain.shop_words import SILENT_WORDS, SUBJECT_OF, folded_word

LONGEST_QUESTION = 25  # words: longer messages tell a story
ALIKE = 0.5
# The first subject that is there names the question: "bill for the last order" is about the bill.
PRECEDENCE = (
    "bill", "cod", "return", "discount", "booking", "hours", "catalogue", "address", "delivery",
    "stock", "price", "payment",
)  # fmt: skip

MOST_NEAR = 200  # a word that leads more groups than this tells nothing
ASKING_WORDS = """
    what when where which how who why can could do does is are any tell need want send share
    please pls kya kab kahan kaha kidhar kitna kitne kitni kaise kaun chahiye bhejo bhej bhejna
    bata batao milega hai quand combien quel quelle est peux pouvez avez on quan quant quin
    teniu podeu puc cuando cuanto क्या कब कहां कहाँ किधर कितना कितने कितनी कैसे कौन चाहिए भेजो
    भेजिए भेज बताइए बताओ मिलेगा है ક્યારે શું કેટલા કેટલી ક્યાં મોકલો આપો எப்போ எப்ப எப்போது
    என்ன எவ்வளவு எங்க இருக்கா
    """
_ASKING = frozenset(map(folded_word, ASKING_WORDS.split()))
# Without "kiya": folded it is "kya", the commonest asking word.
DONE_WORDS = """
    done paid sent received got thanks thank diya gaya gayi mila shukriya dhanyavad merci
    gracies दिया किया गया मिला धन्यवाद शुक्रिया
    """
_DONE = frozenset(map(folded_word, DONE_WORDS.split()))
_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0dff\u200c\u200d]+[^\W_]*)*")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a message is about (if known) and the words that tell."""

    subject: str
    words: frozenset[str]


@dataclass(slots=True)
class Group:
    """Messages that ask the same, each with how often it came."""

    subject: str
    said: dict[str, int] = field(default_factory=dict)

    @property
    def times(self) -> int:
        """How often it was asked in all."""
        return sum(self.said.values())


def words_of(text: str) -> list[str]:
    """The words of a text, folded, numbers taken out."""
    return [folded_word(word) for word in _WORD.findall(_NUMBER.sub(" ", text))]


def gist_of(text: str) -> Gist | None:
    """What a text asks; nothing when it holds only greetings and fillers, or is too long."""
    words = words_of(text)
    telling = frozenset(word for word in words if word not in SILENT_WORDS and len(word) > 1)
    if not telling or len(words) > LONGEST_QUESTION:
        return None
    return Gist(_subject(words), telling)


def asks(text: str) -> bool:
    """Tell whether a text wants an answer: a mark, an asking word, or a bare subject (`rate`)."""
    if any(mark in text for mark in "?？؟"):
        return True
    words = words_of(text)
    if any(word in _DONE for word in words):
        return False
    bare = len(words) <= 3 and any(word in SUBJECT_OF for word in words)
    return bare or any(word in _ASKING for word in words)


def _subject(words: Iterable[str]) -> str:
    subjects = {SUBJECT_OF[word] for word in words if word in SUBJECT_OF}
    if "when" in subjects and subjects & {"parcel", "arrive"}:
        subjects.add("delivery")
    return next((each for each in PRECEDENCE if each in subjects), "")


def grouped(said: Mapping[str, int]) -> list[Group]:
    """Group texts (with how often each was said), the most frequent group first."""
    by_subject: dict[str, Group] = {}
    loose: list[tuple[Gist, Group]] = []
    index: dict[str, list[int]] = {}
    for text, times in sorted(said.items(), key=lambda item: (-item[1], item[0])):
        gist = gist_of(text)
        if gist is None:
            continue
        if gist.subject:
            group = by_subject.setdefault(gist.subject, Group(gist.subject))
        else:
            group = _nearest(gist, loose, index)
        group.said[text] = group.said.get(text, 0) + times
    groups = [*by_subject.values(), *(group for _, group in loose)]
    return sorted(groups, key=lambda group: -group.times)


def _nearest(gist: Gist, loose: list[tuple[Gist, Group]], index: dict[str, list[int]]) -> Group:
    """The group of the likest leader, or a new one led by this text."""
    places = (index.get(word, []) for word in gist.words)
    near = {place for found in places if len(found) <= MOST_NEAR for place in found}
    best = max(near, key=lambda place: _likeness(gist.words, loose[place][0].words), default=None)
    if best is not None and _likeness(gist.words, loose[best][0].words) >= ALIKE:
        return loose[best][1]
    group = Group("")
    for word in gist.words:
        index.setdefault(word, []).append(len(loose))
    loose.append((gist, group))
    return group


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
