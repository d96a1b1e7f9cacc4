"""Waits, hours, who is me: counted on small chats by hand."""

from datetime import datetime

import pytest

from saath.chatexport import Source, read
from saath.transition.assess import Assessment, NothingRead, UnsureWho, assess, read_answers
from saath.transition.assess import audit as audit_module
from saath.transition.assess import chores as chores_module
from saath.transition.assess.audit import empty_grid
from saath.transition.assess.hours import Hours, hours_of
from saath.transition.assess.identity import find_me
from saath.transition.assess.waits import Wait, is_late, is_missed, times_of, wants_nothing
from tests.golden.chatexport.corpus import made


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def chat(*lines: str, title: str = "Bina") -> Source:
    """Lines `dd hh:mm who: text` of January 2026."""
    return made(
        "".join(f"{line[:2]}/01/2026, {line[3:8]} - {line[9:]}\n" for line in lines), title=title
    )


def assessed(*sources: Source, **answers: object) -> Assessment:
    return assess(sources, answers=read_answers(answers))


def test_a_wait_runs_from_the_first_unanswered_message_to_the_first_answer() -> None:
    found = assessed(
        chat("13 10:00 Bina: rate?", "13 10:05 Bina: hello?", "13 10:10 Dukan: 450", "13 10:11 Dukan: each",
             "13 11:00 Bina: bill?", "13 11:30 Dukan: sent")
    )  # fmt: skip
    assert found.responses.any_hour.mean_s == (10 + 30) * 60 / 2
    assert [wait.first for wait in found.audit.waits] == [True, False]


def test_thanks_starts_no_wait_and_tells_how_long_the_matter_took() -> None:
    found = assessed(
        chat("13 10:00 Bina: rate?", "13 10:10 Dukan: 450", "13 10:20 Bina: ok thanks 👍")
    )
    assert len(found.audit.waits) == 1
    assert found.missed.count == 0
    assert found.audit.resolutions == [20 * 60]


def test_a_question_nobody_answered_is_missed_also_when_the_customer_came_back() -> None:
    found = assessed(
        chat("13 10:00 Bina: rate?", "15 10:00 Bina: order kab aayega?", "15 10:10 Dukan: kal", "16 09:00 Bina: bill?"),
        chat("20 10:00 Ravi: hi, bill?", "20 10:01 Dukan: yes", title="Ravi"),
    )  # fmt: skip
    assert found.missed.count == 2
    assert found.missed.of == 4
    assert found.missed.examples[0].chat == "B••• (1)"


def test_a_question_asked_just_before_the_export_is_not_yet_missed() -> None:
    source = chat("13 10:00 Bina: rate?", "13 10:01 Dukan: 450", "13 10:30 Bina: bill?")
    assert assess([source], exported_at=at("2026-01-13T12:00")).missed.count == 0
    assert assess([source], exported_at=at("2026-01-15T12:00")).missed.count == 1


def test_closed_days_make_a_late_answer_not_a_missed_one() -> None:
    friday, monday = at("2026-01-16T17:00"), at("2026-01-19T09:40")
    wait, week = Wait(0, friday, monday, first=True), (0, 1, 2, 3, 4)
    assert not is_missed(wait, Hours(9, 18, week, assumed=False), monday)
    assert is_late(wait, Hours(9, 18, week, assumed=False))
    assert is_missed(wait, Hours(9, 18, tuple(range(7)), assumed=False), monday)


def test_business_hours_do_not_count_the_night() -> None:
    hours = Hours(9, 18, (0, 1, 2, 3, 4), assumed=False)
    assert hours.seconds_between(at("2026-01-16T17:00"), at("2026-01-19T10:00")) == 2 * 3600
    assert hours.seconds_between(at("2026-01-17T10:00"), at("2026-01-18T10:00")) == 0
    assert hours.seconds_between(at("2026-01-13T08:00"), at("2026-01-13T09:30")) == 1800
    assert hours.seconds_between(at("2026-01-05T09:00"), at("2026-01-12T09:00")) == 45 * 3600
    assert hours.seconds_between(at("2026-01-16T17:00"), at("2026-01-17T12:00")) == 3600
    assert hours.seconds_between(at("2026-01-17T12:00"), at("2026-01-19T10:00")) == 3600
    assert hours.is_open(at("2026-01-16T17:59"))
    assert not hours.is_open(at("2026-01-17T10:00"))


def test_hours_come_from_when_the_business_writes_unless_told() -> None:
    grid = empty_grid()
    for day in range(6):
        for hour in range(10, 20):
            grid[day][hour] = 10
    assert hours_of(grid) == Hours(10, 20, (0, 1, 2, 3, 4, 5), assumed=True)
    assert hours_of(grid, 9, 21) == Hours(9, 21, (0, 1, 2, 3, 4, 5), assumed=False)
    assert hours_of(empty_grid()).assumed


def test_percentiles_are_of_the_waits_themselves() -> None:
    found = times_of([60.0 * minute for minute in range(1, 11)])
    assert (found.mean_s, found.median_s, found.p90_s) == (330.0, 330.0, 540.0)
    assert times_of([]).median_s is None


@pytest.mark.parametrize(
    "text", ["ok", "Thanks!", "👍", "theek hai ji", "धन्यवाद", "merci beaucoup"]
)
def test_closing_words_want_nothing(text: str) -> None:
    assert wants_nothing(text)


@pytest.mark.parametrize("text", ["ok?", "ok 20", "thanks, and the bill", "rate", "x" * 90])
def test_other_words_want_something(text: str) -> None:
    assert not wants_nothing(text)


def test_me_is_who_writes_in_every_chat() -> None:
    chats = [
        chat("13 10:00 Bina: a", "13 10:01 Dukan: b", title=""),
        chat("13 10:00 Ravi: a", "13 10:01 DUKAN: b", title=""),
    ]
    assert find_me([read(each) for each in chats]) == {"dukan"}


def test_me_is_the_other_one_when_the_file_is_named_after_the_customer() -> None:
    assert find_me([read(chat("13 10:00 Bina: a", "13 10:01 Dukan: b"))]) == {"dukan"}


def test_nobody_is_guessed_to_be_the_business() -> None:
    one = read(chat("13 10:00 Bina: a", "13 10:01 Dukan: b", title=""))
    with pytest.raises(UnsureWho) as unsure:
        find_me([one])
    assert set(unsure.value.candidates) == {"Bina", "Dukan"}
    with pytest.raises(UnsureWho):
        find_me([one], ["Nobody"])
    assert find_me([one], ["dukan"]) == {"dukan"}


def test_groups_are_counted_but_never_timed() -> None:
    group = chat("13 10:00 Bina: a?", "13 10:01 Ravi: b?", "13 15:00 Dukan: c", title="Parivar")
    found = assessed(group, chat("13 10:00 Bina: rate?", "13 10:02 Dukan: 450"))
    assert (found.carried.groups, found.carried.group_messages) == (1, 3)
    assert len(found.audit.waits) == 1


def test_old_messages_and_media_would_not_come_along() -> None:
    source = chat("13 10:00 Bina: <Media omitted>", "13 10:01 Dukan: 450")
    found = assess([source], exported_at=at("2026-12-01T12:00"))
    assert found.carried.messages_older_than_180_days == 2
    assert found.carried.media_older_than_14_days == 1
    assert found.carried.chats_silent_for_180_days == 1


def test_the_same_text_to_three_chats_at_once_is_a_broadcast() -> None:
    offer = "Diwali offer: sab saree par bees percent kam, aaj hi order karein"
    names = ("Bina", "Ravi", "Mina")
    chats = [
        chat(f"13 10:0{i} Dukan: {offer}", f"13 11:00 {who}: ok", title=who)
        for i, who in enumerate(names)
    ]
    assert assessed(*chats).carried.broadcasts == 1
    assert assessed(*chats[:2]).carried.broadcasts == 0


def test_missed_calls_and_promises_are_counted() -> None:
    found = assessed(
        chat("13 10:00 Bina: rate?", "13 10:01 Dukan: ₹450, kal bhej denge", "13 10:02 Missed voice call",
             "13 10:03 Bina: ok")
    )  # fmt: skip
    assert found.audit.missed_calls == 1
    assert (found.audit.said.prices, found.audit.said.dates) == (1, 1)


def test_nothing_readable_is_told_file_by_file() -> None:
    with pytest.raises(NothingRead) as nothing:
        assess([made("hello"), made("")])
    assert len(nothing.value.refused) == 2
    mixed = assess([made("hello"), chat("13 10:00 Bina: a", "13 10:01 Dukan: b")])
    assert [each.file for each in mixed.refused] == ["made.txt"]


def test_memory_stays_flat_and_what_comes_again_and_again_is_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_module, "MOST_WORDINGS", 50)
    monkeypatch.setattr(chores_module, "MOST_TEXTS", 50)
    lines = []
    for number in range(400):
        day, hour = divmod(number, 20)
        once = "".join(chr(ord("a") + digit) for digit in divmod(number, 26))
        asked = "rate kya hai?" if number % 4 == 0 else f"{once} zzz{once}?"
        told = "aapka maal taiyaar hai ji" if number % 4 == 0 else f"q{once} xx w{once} yy e{once}"
        lines += [
            f"{day + 1:02}/01/2026, {hour:02}:10 - Grahak: {asked}",
            f"{day + 1:02}/01/2026, {hour:02}:12 - Dukan: {told}",
        ]
    found = assess([made("\n".join(lines) + "\n", title="Grahak")])
    assert len(found.audit.asked) <= 50
    assert len(found.audit.said.texts) <= 50
    assert found.audit.asked_times == 400
    assert (found.questions[0].question, found.questions[0].count) == ("rate kya hai?", 100)
    assert [(c.kind, c.count) for c in found.chores] == [("same_text", 100)]
