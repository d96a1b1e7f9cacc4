"""How fast records become rows, beside a bare bulk insert of the same rows.

    .venv/bin/python bench/projection.py [--engine sqlite|postgresql] [--messages 100000] [--history]

Every figure is printed with its reference from the same run: the same rows of messages, people
and conversations, written by INSERT alone into a fresh generation of the same tables, 10,000 at a
time. PostgreSQL is started as the tests start theirs, unless --url names one (an empty database).
"""

import argparse
import cProfile
import json
import os
import pstats
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "saath.runtime.settings"
os.environ["SAATH_KEY"] = "5a" * 32

from django.db import connections  # noqa: E402
from tests.stores import installed  # noqa: E402  (sets Django up)

from saath.domain.policy import Number, Policy  # noqa: E402
from saath.journal import Entry, Journal  # noqa: E402
from saath.project import ahead, bulk, live, open_writer, writer  # noqa: E402
from saath.store import generation  # noqa: E402
from saath.store.dialect import dialect  # noqa: E402
from saath.store.kinds import TABLES  # noqa: E402
from saath.store.policies import encode_policy  # noqa: E402
from saath.store.rows import ALIAS, CONVERSATION, MESSAGE  # noqa: E402
from saath.store.tenancy import across_businesses, as_business  # noqa: E402

BUSINESS = "bench"
NUMBER = Number("700100200300400", "800100200300400", "900100200300400", "919000000001")
START_S = 1_760_000_000
WORDS = "the shop is open until nine and the blue saree with the border is here for you".split()
BARE_ROWS = 10_000


def delivery(number: int, person: int, chance: random.Random) -> bytes:
    """One live message, 569 bytes on average."""
    phone = f"9190{person:08d}"
    message = {
        "from": phone,
        "from_user_id": f"IN.{person:016d}",
        "id": f"wamid.HBgM{number:032d}",
        "timestamp": str(START_S + number),
        "type": "text",
        "text": {"body": " ".join(chance.choices(WORDS, k=chance.randint(4, 16)))},
    }
    contact = {"profile": {"name": f"Person {person}"}, "wa_id": phone, "user_id": f"IN.{person:016d}"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": NUMBER.display_phone_number,
            "phone_number_id": NUMBER.phone_number_id,
        },
        "contacts": [contact],
        "messages": [message],
    }
    return _post("messages", value)


def chunk(order: int, numbers: list[int], people: int, chance: random.Random) -> bytes:
    """One chunk of history, a thread a person."""
    threads = defaultdict(list)
    for number in numbers:
        phone = f"9190{number % people:08d}"
        out = number % 3 == 0
        threads[phone].append(
            {
                "from": NUMBER.display_phone_number if out else phone,
                **({"to": phone} if out else {}),
                "id": f"wamid.HBgH{number:032d}",
                "timestamp": str(START_S - 10_000_000 + number),
                "type": "text",
                "text": {"body": " ".join(chance.choices(WORDS, k=chance.randint(4, 16)))},
                "history_context": {"status": "READ"},
            }
        )
    told = [{"id": phone, "messages": messages} for phone, messages in threads.items()]
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": NUMBER.display_phone_number,
            "phone_number_id": NUMBER.phone_number_id,
        },
        "history": [
            {"metadata": {"phase": 0, "chunk_order": order, "progress": 50}, "threads": told}
        ],
    }
    return _post("history", value)


def _post(field: str, value: dict[str, Any]) -> bytes:
    entry = {"id": NUMBER.waba_id, "changes": [{"field": field, "value": value}]}
    told = {"object": "whatsapp_business_account", "entry": [entry]}
    return json.dumps(told, separators=(",", ":")).encode()


def fill(journal: Journal, options: argparse.Namespace) -> None:
    """Append everything that is going to be projected."""
    chance = random.Random(1)
    body = encode_policy(Policy(BUSINESS, 1, (NUMBER,)))
    journal.append([Entry(BUSINESS, "live", "policy", 1, "saath", START_S, body)])
    if options.history:
        numbers = list(range(options.messages))
        numbers += chance.sample(numbers, len(numbers) // 10)
        chance.shuffle(numbers)
        bodies = [
            chunk(at, numbers[at : at + 1000], options.people, chance)
            for at in range(0, len(numbers), 1000)
        ]
    else:
        bodies = [
            delivery(number, chance.randrange(options.people), chance)
            for number in range(options.messages)
        ]
    print(f"  mean body: {sum(map(len, bodies)) // len(bodies)} bytes")
    lane: Any = "bulk" if options.history else "live"
    for at in range(0, len(bodies), 500):
        journal.append(
            [
                Entry(BUSINESS, lane, "delivery", 1, "meta", START_S * 1000, body)
                for body in bodies[at : at + 500]
            ]
        )


class Clock:
    """Where the time goes: seconds within each named function."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def watching(self, places: list[tuple[Any, str]]) -> Iterator[None]:
        """Wrap functions while the block runs."""
        before = [(where, name, getattr(where, name)) for where, name in places]
        for where, name, function in before:
            setattr(where, name, self._timed(name, function))
        try:
            yield
        finally:
            for where, name, function in before:
                setattr(where, name, function)

    def _timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                self.spent[name] += time.perf_counter() - start

        return timed


def project(journal: Journal, options: argparse.Namespace) -> tuple[float, Clock]:
    """Project everything; return the seconds and where they went."""
    clock = Clock()
    watched = [
        (journal, "read"),
        (connections[TABLES], "_commit"),
        (ahead, "facts"),
        *[(writer, name) for name in ("load", "wanted", "fold", "save", "advance")],
    ]
    at_work = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    profile = cProfile.Profile()
    with clock.watching([] if options.profile else watched):
        start = time.perf_counter()
        if options.profile:
            profile.enable()
        while live(at_work, options.batch).moved:
            pass
        while bulk(at_work, options.slice).moved:
            pass
        spent = time.perf_counter() - start
        profile.disable()
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
    clock.spent["rest"] = spent - sum(clock.spent.values())
    return spent, clock


def bare(number: int) -> tuple[int, float]:
    """Insert the same rows into a fresh generation; return messages and seconds."""
    rows = {}
    with across_businesses(TABLES):
        for table in (ALIAS, CONVERSATION, MESSAGE):
            columns = ", ".join(table.columns)
            rows[table] = list(dialect(TABLES).select(f"SELECT {columns} FROM {table.name}", ()))
    random.Random(2).shuffle(rows[MESSAGE])
    using = generation.new_generation(number)
    start = time.perf_counter()
    for table, all_rows in rows.items():
        for at in range(0, len(all_rows), BARE_ROWS):
            with as_business(BUSINESS, using):
                dialect(using).upsert(table, all_rows[at : at + BARE_ROWS])
    spent = time.perf_counter() - start
    generation.drop(number)
    return len(rows[MESSAGE]), spent


def run(place: Path | str, folder: Path, options: argparse.Namespace) -> None:
    """Measure one engine."""
    with installed(place, folder) as journal:
        fill(journal, options)
        spent, clock = project(journal, options)
        runs = [bare(90 + turn) for turn in range(3)]
    messages = runs[0][0]
    best = min(seconds for _, seconds in runs)
    rate, reference = options.messages / spent, messages / best
    print(f"  projected {messages} messages in {spent:.2f} s: {rate:,.0f} messages/s")
    print(f"  bare insert of the same rows: {reference:,.0f} messages/s (best of 3)")
    print(f"  ratio: {rate / reference:.3f}")
    for name, seconds in sorted(clock.spent.items(), key=lambda item: -item[1]):
        per_message = seconds / options.messages * 1e6
        print(f"    {name:20} {seconds / spent:6.1%}  {per_message:6.1f} us/message")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--url", default="")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--slice", type=int, default=250)
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="saath-bench-") as name:
        if options.engine in {"sqlite", "both"}:
            print("SQLite")
            (Path(name) / "sqlite").mkdir()
            run(Path(name) / "sqlite", Path(name) / "sqlite", options)
        if options.engine in {"postgresql", "both"}:
            print("PostgreSQL")
            with _server(options.url) as url:
                run(url, Path(name), options)


@contextmanager
def _server(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    from tests.postgres import find_programs, running  # noqa: PLC0415  (only when needed)

    programs = find_programs()
    if programs is None:
        sys.exit("No PostgreSQL server programs here: apt-get install postgresql, or give --url.")
    with running(programs) as cluster:
        yield cluster.create_database()


if __name__ == "__main__":
    main()
