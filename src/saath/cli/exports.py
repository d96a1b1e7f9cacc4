"""`saath read-export` and `saath assess`: exported chats on the command line, no installation needed.

Printing and options only; reading lives in `chatexport`, judging in `transition.assess`.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

import click
import msgspec

from saath.chatexport import Coverage, DateOrder, Reading, Source, Unreadable, open_exports, read

UNREADABLE = 4
BAR_AFTER_SECONDS = 1.0

date_order_option = click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="Say whether 05/03 is a day first (dmy) or a month first (mdy), when the file cannot.",
)
files_argument = click.argument(
    "files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path)
)


@dataclass(slots=True)
class Bar:
    """A progress bar for people: only on a terminal, only when it takes longer than a second."""

    total: int
    stream: IO[str]
    started: float = field(default_factory=time.monotonic)
    shown: bool = False

    def show(self, done: int) -> None:
        """Draw the bar anew."""
        if not self.stream.isatty() or time.monotonic() - self.started < BAR_AFTER_SECONDS:
            return
        share = min(done / max(self.total, 1), 1.0)
        self.stream.write(f"\r{'█' * int(share * 20):░<20} {share:4.0%}")
        self.stream.flush()
        self.shown = True

    def clear(self) -> None:
        """Take the bar away, so that what follows stands on a clean line."""
        if self.shown:
            self.stream.write("\r" + " " * 30 + "\r")


@click.command("read-export")
@files_argument
@click.option("--jsonl", is_flag=True, help="Print one JSON object for each message.")
@date_order_option
def read_export(files: tuple[Path, ...], *, jsonl: bool, date_order: DateOrder | None) -> int:
    """Read chats exported from WhatsApp and say how certain the reading is.

    Messages go to stdout with --jsonl, one summary goes to stderr. Exit code 4 when a file cannot be
    read for certain.
    """
    out = sys.stdout.buffer
    covered: list[Coverage] = []
    refused: list[dict[str, str]] = []
    for path in files:
        try:
            for source in open_exports(path):
                reading = read(source, date_order)
                _write(reading, source, out if jsonl else None)
                covered.append(reading.coverage)
        except Unreadable as refusal:
            refused.append({"file": path.name, "reason": str(refusal)})
            click.echo(f"saath: {path.name}: {refusal}", err=True)
    out.flush()
    click.echo(json.dumps(summary(covered, refused), ensure_ascii=False), err=True)
    return UNREADABLE if refused else 0


def _write(reading: Reading, source: Source, out: BinaryIO | None) -> None:
    encoder = msgspec.json.Encoder()
    bar = Bar(source.size, sys.stderr)
    for records in reading.batches():
        if out is not None:
            out.write(encoder.encode_lines(records))
        # Bytes are not counted while decoding; lines of some 60 bytes tell well enough.
        bar.show(reading.coverage.lines * 60)
    bar.clear()


def summary(covered: list[Coverage], refused: list[dict[str, str]]) -> dict[str, Any]:
    """What was read of all files together, and of each."""
    orders = list(dict.fromkeys(coverage.date_order for coverage in covered))
    return {
        "messages": sum(coverage.messages for coverage in covered),
        "unparsed_lines": sum(coverage.unparsed_lines for coverage in covered),
        "date_order": orders[0] if len(orders) == 1 else "mixed" if orders else None,
        "proven": bool(covered) and all(coverage.proven for coverage in covered),
        "timezone": "assumed: the clock of the phone that made the export",
        "files": [asdict(coverage) for coverage in covered],
        "refused": refused,
    }
