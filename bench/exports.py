"""How fast exported chats are read and assessed, and how well repeated questions are found.

whatstk is GPL: it is never imported here but run as a process of its own, with the Python given by
WHATSTK_PYTHON (an environment where it is installed). Without it only our figures are given.
`python -m bench.exports` prints the full size as a table; `bin/bench exports` the small one.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.golden.questions.measure import INDEPENDENT, LABELLED, fuzzy, ours, precision_recall

from bench.figures import AtLeast, AtMost, Figure, table, tell
from bench.places import Places

WORDS = (
    "order kab milega rate kya hai bhai 40 piece saree ka photo bhejo please dispatch kal tak ho jayega thank you ok"
    " done payment kar diya GST bill chahiye price list"
)
FORMATS = {"android": "%d/%m/%y, %I:%M %P - %name:", "ios": "[%d/%m/%Y, %H:%M:%S] %name:"}
# The kernel's own count of this program: `ru_maxrss` begins with what started it, a bench that has
# just read a million messages.
OURS = """
import pathlib, re, sys
from saath.cli.exports import read_export
code = read_export.main([sys.argv[1], "--jsonl"], standalone_mode=False)
status = pathlib.Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024, file=sys.stderr)
sys.exit(code)
"""
THEIRS = """
import sys
from whatstk import WhatsAppChat
print(len(WhatsAppChat.from_source(sys.argv[1], hformat=sys.argv[2], max_size=None).df))
"""
ASSESS = "from saath.runtime.main import main; main()"
TIMES_WHATSTK, PEAK_MB, ASSESS_S = 2.0, 150, 5.0
CHATS, MESSAGES_A_CHAT = 10, 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many messages in the long chat, and how often it is read."""

    messages: int
    rounds: int


QUICK = Size(messages=200_000, rounds=2)
FULL = Size(messages=1_000_000, rounds=3)


def measure(_places: Places, _engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Reading, assessing, and the two labelled sets of questions. No database takes part."""
    with tempfile.TemporaryDirectory() as folder:
        for style in FORMATS:
            yield from _reading(Path(folder), style, size)
        yield _assessing(Path(folder))
    yield from _questions()


def lines(style: str, count: int) -> Iterator[str]:
    """A made chat, one message in twenty with a second line."""
    chance = random.Random(5)
    words = WORDS.split()
    at = datetime.fromisoformat("2022-01-01T09:00:00")
    for _ in range(count):
        at += timedelta(seconds=chance.randint(5, 120))
        body = " ".join(chance.choices(words, k=chance.randint(1, 14)))
        body += "\n" + words[0] * 3 if chance.random() < 0.05 else ""
        who = chance.choice(["Asha", "Shop"])
        half = f"{at.hour % 12 or 12}:{at:%M}\u202f{'pm' if at.hour > 11 else 'am'}"
        head = f"{at:%d/%m/%y}, {half} - " if style == "android" else f"[{at:%d/%m/%Y, %H:%M:%S}] "
        yield f"{head}{who}: {body}\n"


def timed(command: list[str]) -> tuple[float, str]:
    """Seconds and the last line of stderr."""
    started = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        ran = subprocess.run(command, stdout=nothing, stderr=subprocess.PIPE, check=True)
    return time.perf_counter() - started, ran.stderr.decode().strip().rpartition("\n")[2]


def _reading(folder: Path, style: str, size: Size) -> Iterator[Figure]:
    path = folder / "chat.txt"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(lines(style, size.messages))
    theirs = os.environ.get("WHATSTK_PYTHON")
    rates, references, peaks = [], [], []
    for _ in range(size.rounds):
        seconds, peak = timed([sys.executable, "-c", OURS, str(path)])
        rates.append(size.messages / seconds)
        peaks.append(float(peak))
        if theirs:
            seconds, _ = timed([theirs, "-c", THEIRS, str(path), FORMATS[style]])
            references.append(size.messages / seconds)
    name = f"export of {size.messages:,} messages read, {style}"
    goal = AtLeast(TIMES_WHATSTK) if references else None
    yield Figure(name, "-", "messages/s", rates, references, "whatstk" if theirs else "", goal)
    yield Figure(f"{name}, peak", "-", "MB", peaks, goal=AtMost(PEAK_MB))


def _assessing(folder: Path) -> Figure:
    paths = []
    for number in range(CHATS):
        path = folder / str(number) / "WhatsApp Chat with Asha.txt"
        path.parent.mkdir()
        path.write_text("".join(lines("android", MESSAGES_A_CHAT)), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-c", ASSESS, "assess", *paths, "--json"]
    runs = [timed(command)[0] for _ in range(3)]
    name = f"assess of {CHATS} chats, {CHATS * MESSAGES_A_CHAT:,} messages"
    return Figure(name, "-", "s", runs, goal=AtMost(ASSESS_S))


def _questions() -> Iterator[Figure]:
    """No goal: nobody should tune to it."""
    for path in (LABELLED, INDEPENDENT):
        found, plain = precision_recall(ours, path=path), precision_recall(fuzzy, path=path)
        for which, kind in enumerate(("precision", "recall")):
            name = f"repeated questions, {path.stem} set, {kind}"
            yield Figure(name, "-", "share", [found[which]], [plain[which]], "plain fuzzy matching")


def main() -> None:
    """Print the figures of the full size, or of SAATH_BENCH_MESSAGES."""
    size = Size(int(os.environ.get("SAATH_BENCH_MESSAGES", FULL.messages)), FULL.rounds)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for style in FORMATS:
            for figure in _reading(Path(folder), style, size):
                tell(figure)
                figures.append(figure)
    sys.stderr.write(table(figures) + "\n")


if __name__ == "__main__":
    main()
