"""One pass over all chats: everything that can be counted while reading, nothing kept that need not be.

Judging the counts (hours, percentiles, verdict) comes afterwards, in the modules beside this one.
"""

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest

from saath.chatexport import Reading, Record, is_missed_call
from saath.domain.likeness import asks
from saath.domain.writing import language_of, script_of
from saath.transition.assess.chores import Said
from saath.transition.assess.identity import same_name
from saath.transition.assess.waits import NEW_CONVERSATION, Wait, wants_nothing

MEDIA = frozenset(
    ("image", "video", "audio", "voice", "sticker", "gif", "document", "media", "view_once")
)
LONGEST_ASKED, LONGEST_SAID = 300, 2000
MOST_WORDINGS = 50_000  # beyond, the rarer half is forgotten: memory stays flat
BROADCAST_CHATS, BROADCAST_WITHIN, BROADCAST_LETTERS = 3, timedelta(hours=2), 40
_SIGNED = re.compile(r"(?:^|\n)\s*[-–—~*^]\s?\*?([^\W\d_]{2,15})\*?\s*$")
_DIGITS = re.compile(r"\d")

type Grid = list[list[int]]


def empty_grid() -> Grid:
    """Seven days of 24 hours."""
    return [[0] * 24 for _ in range(7)]


@dataclass(slots=True)
class Chat:
    """What one chat showed."""

    number: int
    name: str
    is_group: bool
    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None
    attached: int = 0


@dataclass(slots=True)
class Audit:
    """What all chats showed together."""

    me: frozenset[str]
    chats: list[Chat] = field(default_factory=list)
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    languages: Counter[str] = field(default_factory=Counter)
    scripts: Counter[str] = field(default_factory=Counter)
    asked_at: Grid = field(default_factory=empty_grid)
    written_at: Grid = field(default_factory=empty_grid)
    days: Counter[int] = field(default_factory=Counter)
    chats_by_day: Counter[int] = field(default_factory=Counter)
    waits: list[Wait] = field(default_factory=list)
    resolutions: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    asked_forgotten: int = 0  # questions whose wording was not kept
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    said: Said = field(default_factory=Said)
    signers: Counter[str] = field(default_factory=Counter)
    missed_calls: int = 0
    media_at: Counter[int] = field(default_factory=Counter)
    sent_alike: dict[str, list[tuple[datetime, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def asked_times(self) -> int:
        """How many questions were asked in all."""
        return self.asked.total() + self.asked_forgotten

    def ask(self, key: str) -> None:
        """Count one question."""
        self.asked[key] += 1
        if len(self.asked) > MOST_WORDINGS:
            kept = Counter(dict(self.asked.most_common(MOST_WORDINGS // 2)))
            self.asked_forgotten += self.asked.total() - kept.total()
            self.asked = kept
            self.answers = defaultdict(
                Counter, {k: v for k, v in self.answers.items() if k in kept}
            )

    def send(self, text: str, at: datetime, chat: int) -> None:
        """Remember when and to whom a long text went."""
        self.sent_alike[text].append((at, chat))
        if len(self.sent_alike) > MOST_WORDINGS:
            often = nlargest(MOST_WORDINGS // 2, self.sent_alike.items(), key=lambda of: len(of[1]))
            self.sent_alike = defaultdict(list, often)

    def take(self, reading: Reading) -> None:
        """Read one chat to its end."""
        chat = Chat(len(self.chats), reading.coverage.title, reading.survey.is_group)
        self.chats.append(chat)
        ear = _Ear(self, chat)
        for records in reading.batches():
            for record in records:
                ear.hear(record)
        ear.end()


@dataclass(slots=True)
class _Ear:
    """Follows one chat, message by message."""

    audit: Audit
    chat: Chat
    ours: dict[str, bool] = field(default_factory=dict)
    since: datetime | None = None  # the first message of the customer that waits
    first: bool = True
    asking: list[str] = field(default_factory=list)
    opened: datetime | None = None  # start of this conversation
    heard: datetime | None = None
    day: int = 0

    def hear(self, record: Record) -> None:
        """Count one record and follow the conversation."""
        self._count(record)
        author = record.author
        if author is None:
            self._from_whatsapp(record)
            return
        if author not in self.ours:
            self.ours[author] = same_name(author) in self.audit.me
        ours = self.ours[author]
        self.audit.kinds["sent" if ours else "received"][record.kind] += 1
        grid = self.audit.written_at if ours else self.audit.asked_at
        grid[record.at.weekday()][record.at.hour] += 1
        if not self.chat.is_group:
            self._follow(record, ours=ours)
        if ours:
            self._ours(record)
        elif record.kind == "text":
            self.audit.languages[language_of(record.text[:200])] += 1
            self.audit.scripts[script_of(record.text[:80])] += 1

    def _count(self, record: Record) -> None:
        chat, audit = self.chat, self.audit
        chat.messages += record.kind != "system"
        chat.first = chat.first or record.at
        chat.last = record.at
        day = record.at.toordinal()
        if day != self.day:
            self.day = day
            audit.chats_by_day[day] += 1
        audit.days[day] += record.kind != "system"
        if record.kind in MEDIA:
            audit.media_at[day] += 1
        chat.attached += record.attachment is not None

    def _from_whatsapp(self, record: Record) -> None:
        if record.kind == "call" and is_missed_call(record.text):
            self.audit.missed_calls += 1

    def _follow(self, record: Record, *, ours: bool) -> None:
        quiet = self.heard is None or record.at - self.heard >= NEW_CONVERSATION
        self.heard = record.at
        if record.kind == "call" and is_missed_call(record.text):
            self.audit.missed_calls += not ours
        if ours:
            self._answered(record)
            return
        if quiet:
            self._close(None)
            self.first, self.opened = True, record.at
        if self._closes(record):
            self._resolved(record)
            return
        if self.since is None:
            self.since = record.at
        if record.kind == "text" and len(self.asking) < 3:
            self.asking.append(record.text)

    def _closes(self, record: Record) -> bool:
        """A message that asks for nothing, when nothing else waits."""
        if self.since is not None:
            return False
        thin = record.kind in ("sticker", "gif", "deleted")
        return thin or (record.kind == "text" and wants_nothing(record.text))

    def _resolved(self, record: Record) -> None:
        """The customer thanked after an answer: the matter took this long."""
        if self.opened is not None and not self.first and record.text:
            self.audit.resolutions.append((record.at - self.opened).total_seconds())
            self.opened = None

    def _answered(self, record: Record) -> None:
        for text in self.asking:
            if asks(text[:LONGEST_ASKED]):
                key = _DIGITS.sub("#", text[:160]).strip()
                self.audit.ask(key)
                self._remember_answer(key, record)
        self._close(record.at)

    def _remember_answer(self, key: str, record: Record) -> None:
        said = record.text if record.kind == "text" else f"<{record.kind}>"
        answers = self.audit.answers[key]
        if said and (len(answers) < 40 or said in answers):
            answers[said[:200]] += 1

    def _close(self, until: datetime | None) -> None:
        """The wait ends: answered, or overtaken by a new conversation."""
        if self.since is not None:
            self.audit.waits.append(Wait(self.chat.number, self.since, until, self.first))
            if until is None:
                for text in self.asking:
                    if asks(text[:LONGEST_ASKED]):
                        self.audit.ask(_DIGITS.sub("#", text[:160]).strip())
            self.first = False
        self.since = None
        self.asking = []

    def end(self) -> None:
        """The chat is over: what still waits was never answered."""
        self._close(None)

    def _ours(self, record: Record) -> None:
        if record.kind != "text":
            return
        self.audit.said.take(record.text[:LONGEST_SAID])
        if signed := _SIGNED.search(record.text[-60:]):
            self.audit.signers[signed[1].casefold()] += 1
        if len(record.text) >= BROADCAST_LETTERS and not self.chat.is_group:
            self.audit.send(record.text[:200], record.at, self.chat.number)


def broadcasts_in(audit: Audit) -> int:
    """Texts that went to several chats within two hours: a broadcast list, or the same by hand."""
    return sum(1 for sent in audit.sent_alike.values() if _is_broadcast(sent))


def _is_broadcast(sent: list[tuple[datetime, int]]) -> bool:
    window: deque[tuple[datetime, int]] = deque()
    for at, chat in sorted(sent):
        window.append((at, chat))
        while at - window[0][0] > BROADCAST_WITHIN:
            window.popleft()
        if len({number for _, number in window}) >= BROADCAST_CHATS:
            return True
        if len(window) > 50:  # many to few chats: the oldest say nothing new
            window.popleft()
    return False
