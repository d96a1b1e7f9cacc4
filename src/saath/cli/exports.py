"""`saath read-export` and `saath assess`: exported chats on the command line, no installation needed.

Printing and options only; reading lives in `chatexport`, judging in `transition.assess`.
"""

import json
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, TypedDict, Unpack

import click
import msgspec

from saath.chatexport import (
    Coverage,
    DateOrder,
    Reading,
    Source,
    Unreadable,
    open_exports,
    read,
    watched,
)
from saath.cli.options import date_order_option, files_argument
from saath.cli.printing import CONFIG, UNREADABLE, USAGE, Refusal
from saath.transition.assess import (
    Answers,
    Assessment,
    Audit,
    BadAnswers,
    NothingRead,
    Refused,
    UnsureWho,
    audited,
    conclude,
    measure,
    open_chats,
    read_answers,
    to_json,
)
from saath.transition.assess.cases import doubt_in
from saath.transition.assess.facts import TOO_LITTLE
from saath.transition.assess.report import (
    LANGUAGES,
    NoPaper,
    report_html,
    report_pdf,
    told,
    words_of,
)

BAR_AFTER_SECONDS = 1.0
PASSES = 2  # over each file: one to learn how it is written, one for its messages


class Chosen(TypedDict):
    """What was given on the command line of `saath assess`."""

    files: tuple[Path, ...]
    me: tuple[str, ...]
    answers_file: Path | None
    date_order: DateOrder | None
    as_json: bool
    html: Path | None
    pdf: Path | None
    language: str


@dataclass(slots=True)
class Bar:
    """A progress bar for people: only on a terminal, only when it takes longer than a second."""

    total: int
    stream: IO[str]
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    shown: bool = False

    def add(self, size: int) -> None:
        """So many bytes more were read."""
        self.done += size
        if not self.stream.isatty() or time.monotonic() - self.started < BAR_AFTER_SECONDS:
            return
        share = min(self.done / max(PASSES * self.total, 1), 1.0)
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
    """Read exported chats, and say how certain the reading is.

    Messages go to stdout with --jsonl, one summary goes to stderr. Exit code 4 when a file cannot be
    read for certain.
    """
    out = sys.stdout.buffer
    covered: list[Coverage] = []
    refused: list[dict[str, str]] = []
    for path in files:
        try:
            for source in open_exports(path):
                bar = Bar(source.size, sys.stderr)
                reading = read(watched(source, bar.add), date_order)
                _write(reading, out if jsonl else None)
                bar.clear()
                covered.append(reading.coverage)
        except Unreadable as refusal:
            refused.append({"file": path.name, "reason": str(refusal)})
            click.echo(f"saath: {path.name}: {refusal}", err=True)
    out.flush()
    click.echo(json.dumps(summary(covered, refused), ensure_ascii=False), err=True)
    return UNREADABLE if refused else 0


def _write(reading: Reading, out: BinaryIO | None) -> None:
    encoder = msgspec.json.Encoder()
    for records in reading.batches():
        if out is not None:
            out.write(encoder.encode_lines(records))


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


@click.command()
@files_argument
@click.option("--me", multiple=True, metavar="NAME", help="Your business's name in the chats.")
@click.option(
    "--answers", "answers_file", type=click.Path(path_type=Path, dir_okay=False),
    help="Your answers to the ten questions, a TOML or JSON file.",
)  # fmt: skip
@date_order_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as a page."
)
@click.option(
    "--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as a PDF."
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the report.",
)
def assess(**chosen: Unpack[Chosen]) -> int:
    """Should we move? Exported chats answer.

    The answer is one of: the app, coexistence, or API only. Nothing leaves this machine and
    nothing is kept but what you ask to be written.
    """
    try:
        assessment = _assessed(chosen)
    except UnsureWho as unsure:
        names = ", ".join(repr(name) for name in unsure.candidates)
        raise Refusal(f"{unsure} The names in the chats: {names}.", USAGE) from None
    except BadAnswers as wrong:
        raise Refusal(str(wrong), USAGE) from None
    except NothingRead as nothing:
        sentences = " ".join(f"{each.file}: {each.reason}" for each in nothing.refused)
        raise Refusal(sentences, UNREADABLE) from None
    for refused in assessment.refused:
        click.echo(f"saath: {refused.file}: {refused.reason}", err=True)
    _write_report(assessment, chosen)
    if chosen["as_json"]:
        click.echo(json.dumps(to_json(assessment, chosen["language"]), ensure_ascii=False))
    else:
        click.echo("\n".join(told_briefly(assessment, chosen["language"])))
    return UNREADABLE if assessment.refused else 0


def _assessed(chosen: Chosen) -> Assessment:
    sources, refused = _sources(chosen["files"])
    answers = _answers(chosen["answers_file"])
    bar = Bar(sum(source.size for source in sources), sys.stderr)
    try:
        sources = [watched(source, bar.add) for source in sources]
        readings, more = _opened(sources, chosen["date_order"], bar)
    except NothingRead as nothing:
        raise NothingRead([*refused, *nothing.refused]) from None
    audit = _audited(readings, chosen["me"], bar)
    coverage = [reading.coverage for reading in readings]
    measured = measure(audit, coverage, [*refused, *more], _exported_at(chosen["files"]))
    return conclude(measured, answers)


def _opened(
    sources: list[Source], order: DateOrder | None, bar: Bar
) -> tuple[list[Reading], list[Refused]]:
    readings, refused = open_chats(sources, order)
    bar.clear()
    if order is None and sys.stdin.isatty() and (order := _asked_order(readings)):
        return open_chats(sources, order)
    return readings, refused


def _audited(readings: list[Reading], me: tuple[str, ...], bar: Bar) -> Audit:
    while True:
        try:
            return audited(readings, me)
        except UnsureWho as unsure:
            if not sys.stdin.isatty():
                raise
            me = (_asked(unsure),)
        finally:
            bar.clear()


def _asked(unsure: UnsureWho) -> str:
    for number, name in enumerate(unsure.candidates, start=1):
        click.echo(f"  {number}  {name}", err=True)
    which = click.IntRange(1, len(unsure.candidates))
    number = click.prompt("Which name is your business?", type=which, err=True)
    return unsure.candidates[int(number) - 1]


def _asked_order(readings: list[Reading]) -> DateOrder | None:
    """Ask which is the day where no file proves it; for who does not know it is assumed, and said."""
    doubt = doubt_in(readings)
    if doubt is None:
        return None
    click.echo(f"Which day is {doubt.written} (in {doubt.file})?", err=True)
    orders: list[DateOrder] = list(doubt.meanings)
    for number, order in enumerate(orders, start=1):
        click.echo(f"  {number}  {doubt.meanings[order]:%d %B %Y}", err=True)
    click.echo("  0  I do not know: take the likelier and say so", err=True)
    number = int(click.prompt("Day", type=click.IntRange(0, len(orders)), err=True))
    return orders[number - 1] if number else None


def _sources(files: tuple[Path, ...]) -> tuple[list[Source], list[Refused]]:
    sources: list[Source] = []
    refused: list[Refused] = []
    for path in files:
        try:
            sources += open_exports(path)
        except Unreadable as refusal:
            refused.append(Refused(path.name, str(refusal)))
    if not sources:
        raise NothingRead(refused)
    return sources, refused


def _answers(path: Path | None) -> Answers:
    if path is None:
        return Answers()
    try:
        text = path.read_text(encoding="utf-8")
        given = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError:
        raise BadAnswers(
            f"The answers file {path.name} was not found or may not be read."
        ) from None
    except ValueError:
        raise BadAnswers(f"The answers file {path.name} is neither TOML nor JSON.") from None
    if not isinstance(given, dict):
        raise BadAnswers(f"The answers file {path.name} holds no answers.")
    return read_answers(given)


def _exported_at(files: tuple[Path, ...]) -> datetime:
    """Chats end before their files were written: a file's own time is the best that is known."""
    return max(datetime.fromtimestamp(path.stat().st_mtime) for path in files if path.exists())  # noqa: DTZ006  # wall clock, like the chats


def _write_report(assessment: Assessment, chosen: Chosen) -> None:
    if not (chosen["html"] or chosen["pdf"]):
        return
    page = report_html(assessment, chosen["language"])
    try:
        if chosen["html"]:
            chosen["html"].write_text(page, encoding="utf-8")
        if chosen["pdf"]:
            chosen["pdf"].write_bytes(report_pdf(page))
    except NoPaper as missing:
        raise Refusal(str(missing), CONFIG) from None
    except OSError:
        raise Refusal("The report may not be written there. Name another file.", USAGE) from None


def told_briefly(assessment: Assessment, language: str) -> Iterator[str]:
    """The assessment in a few lines for a terminal."""
    words, verdict = words_of(language), assessment.verdict
    scores = ", ".join(
        f"{words[f'name_{choice}']} {score}" for choice, score in verdict.scores.items()
    )
    yield words[f"verdict_{verdict.choice}"]
    yield f"  {scores}"
    for reason in verdict.reasons:
        yield f"  - {told(words, language, f'why_{reason.rule}', reason.fact, reason.value)}"
    for change in verdict.would_change:
        choice = words[f"name_{change.choice}"]
        yield f"  ? {words[f'change_{change.lever}']}, {words['leads_to'].format(choice=choice)}."
    if TOO_LITTLE in assessment.unknowable:
        yield f"  ! {words[f'unknown_{TOO_LITTLE}']}"
    for key in assessment.watch_out:
        yield f"  ! {words[f'watch_{key}']}"
