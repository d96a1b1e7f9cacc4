"""Precision and recall of repeated questions on two labelled sets, beside plain fuzzy matching.

`python -m tests.golden.questions.measure` and `bin/bench exports` print them. `labelled` was written by
the matcher's author before the matcher, `independent` by somebody who had not read it. Pairs are compared within a
language: two texts of one intent in one group are a hit. Nothing is tuned to the figures.
"""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from saath.domain.likeness import grouped

LABELLED = Path(__file__).with_name("labelled.tsv")
INDEPENDENT = Path(__file__).parents[3] / "bench" / "questions" / "independent.tsv"
FUZZY_ALIKE = 0.6

type Grouping = Callable[[list[str]], list[set[str]]]


def labelled(path: Path = LABELLED) -> Iterator[tuple[str, str, str]]:
    """Intent, language, text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            intent, language, text = line.split("\t")
            yield intent, language, text


def ours(texts: list[str]) -> list[set[str]]:
    """The groups of the product."""
    return [set(group.said) for group in grouped(dict.fromkeys(texts, 1))]


def fuzzy(texts: list[str]) -> list[set[str]]:
    """What a plain ratio of edit likeness would group."""
    groups: list[set[str]] = []
    for text in texts:
        for group in groups:
            if any(SequenceMatcher(None, text, other).ratio() >= FUZZY_ALIKE for other in group):
                group.add(text)
                break
        else:
            groups.append({text})
    return groups


def precision_recall(
    grouping: Grouping, language: str | None = None, path: Path = LABELLED
) -> tuple[float, float]:
    """Of the pairs put together, how many belong together; of those that belong, how many are."""
    hits = found = wanted = 0
    rows = list(labelled(path))
    for tag in {row[1] for row in rows} if language is None else {language}:
        intents = {text: intent for intent, lang, text in rows if lang == tag}
        place = {text: i for i, group in enumerate(grouping(list(intents))) for text in group}
        for one, other in combinations(intents, 2):
            together = one in place and place.get(one) == place.get(other)
            belong = intents[one] == intents[other] != "-"
            hits, found, wanted = hits + (together and belong), found + together, wanted + belong
    return hits / max(found, 1), hits / max(wanted, 1)


def main() -> None:
    """Print the tables."""
    for path in (LABELLED, INDEPENDENT):
        tags = sorted({row[1] for row in labelled(path)})
        for tag in (None, *tags):
            figures = (*precision_recall(ours, tag, path), *precision_recall(fuzzy, tag, path))
            print(  # noqa: T201  # a bench prints
                f"{path.stem:12} {tag or 'all':8} ours {figures[0]:.2f}/{figures[1]:.2f}"
                f"  fuzzy {figures[2]:.2f}/{figures[3]:.2f}  (precision/recall)"
            )


if __name__ == "__main__":
    main()
