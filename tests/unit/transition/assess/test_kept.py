"""What is kept after reading is enough to judge again, and holds nobody's words."""

from saath.transition.assess import (
    audited,
    conclude,
    keep,
    measure,
    open_chats,
    read_answers,
    recall,
    to_json,
)
from tests.golden.chatexport.corpus import made
from tests.unit.transition.assess.shops import Shop

SECRET = "mera khufia paigham, kisi ko mat batana"


def test_judging_what_was_kept_is_judging_what_was_read() -> None:
    readings, refused = open_chats(
        Shop(chores_a_day=2, forgotten=0.2, signers=("asha", "dev")).sources()
    )
    measured = measure(audited(readings, ()), [each.coverage for each in readings], refused)
    answers = read_answers({"people": 3, "opens": 9, "closes": 18})
    first = to_json(conclude(measured, answers), "hi")
    again = to_json(conclude(recall(keep(measured)), answers), "hi")
    for side in (first, again):
        for file in side["coverage"]["files"]:
            del file["file"], file["title"], file["unparsed"]
    assert again == first
    assert first["questions"]
    assert first["signed_by"] == 2


def test_nobodys_words_or_names_are_kept() -> None:
    text = (
        f"01/02/2026, 10:00 - Zubeida: {SECRET}\n01/02/2026, 10:05 - Dukan: haan\n"
        "stray line\n13/02/2026, 10:05 - Dukan: ok\n"
    )
    readings, refused = open_chats([made("stray before\n" + text, title="Zubeida")])
    measured = measure(audited(readings, ()), [each.coverage for each in readings], refused)
    kept = keep(measured).decode()
    assert measured.coverage[0].unparsed_lines == 1
    for gone in (SECRET, "Zubeida", "Dukan", "stray"):
        assert gone not in kept
    assert "stray before" in keep(measured, lines=True).decode()
