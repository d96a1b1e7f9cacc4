"""How fast exports are read, beside whatstk in the same run: `python -m bench.exports`.

whatstk is GPL: it is never imported here but run as a process of its own, with the Python given by
WHATSTK_PYTHON (an environment where it is installed). Without it only our figures are printed.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

MESSAGES = int(os.environ.get("SAATH_BENCH_MESSAGES", "1000000"))
ROUNDS = int(os.environ.get("SAATH_BENCH_ROUNDS", "3"))
WORDS = (
    "order kab milega rate kya hai bhai 40 piece saree ka photo bhejo please dispatch kal tak ho jayega thank you ok"
    " done payment kar diya GST bill chahiye price list"
)
FORMATS = {"android": "%d/%m/%y, %I:%M %P - %name:", "ios": "[%d/%m/%Y, %H:%M:%S] %name:"}
OURS = """
import resource, sys
from saath.cli.exports import read_export
code = read_export.main([sys.argv[1], "--jsonl"], standalone_mode=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""
THEIRS = """
import sys
from whatstk import WhatsAppChat
print(len(WhatsAppChat.from_source(sys.argv[1], hformat=sys.argv[2], max_size=None).df))
"""


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


def main() -> None:
    """Print lines per second, the ratio of the same run, and the peak of memory."""
    theirs = os.environ.get("WHATSTK_PYTHON")
    for style, form in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "chat.txt"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(lines(style, MESSAGES))
            ours, others, peak = [], [], "0"
            for _ in range(ROUNDS):
                seconds, peak = timed([sys.executable, "-c", OURS, str(path)])
                ours.append(seconds)
                if theirs:
                    others.append(timed([theirs, "-c", THEIRS, str(path), form])[0])
            told = f"{style:8} {MESSAGES / min(ours):10,.0f} messages/s, peak {peak} MB"
            ratio = f", {min(others) / min(ours):.2f} times whatstk" if others else ""
            print(told + ratio, flush=True)  # noqa: T201  # a bench prints


if __name__ == "__main__":
    main()
