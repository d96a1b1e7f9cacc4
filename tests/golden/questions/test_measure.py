"""The labelled set is whole, and the measure measures. No figure is a target."""

from tests.golden.questions.measure import fuzzy, labelled, ours, precision_recall


def test_the_set_covers_six_languages_and_questions_asked_once() -> None:
    rows = list(labelled())
    assert {language for _, language, _ in rows} == {"en", "hi", "hi-Latn", "gu", "ta", "fr"}
    assert sum(intent == "-" for intent, _, _ in rows) > 15
    assert len({(language, text) for _, language, text in rows}) == len(rows)


def test_the_measure_tells_perfect_from_useless_grouping() -> None:
    truth = {text: intent for intent, _, text in labelled()}

    def perfect(texts: list[str]) -> list[set[str]]:
        kept = {truth[text] for text in texts} - {"-"}
        return [{text for text in texts if truth[text] == intent} for intent in kept]

    assert precision_recall(perfect) == (1.0, 1.0)
    assert precision_recall(lambda texts: [{text} for text in texts])[1] == 0.0
    assert precision_recall(lambda texts: [set(texts)])[0] < 0.5


def test_ours_finds_more_than_likeness_of_spelling() -> None:
    assert precision_recall(ours)[1] > precision_recall(fuzzy)[1]
