"""Whole small exports: authors, system lines, pasted heads, changes of style, refusals."""

import pytest

from saath.chatexport import Coverage, Record, Unreadable, read
from saath.chatexport.records import DateOrder
from tests.golden.chatexport.corpus import made

type Line = tuple[str, str | None, str, str]


def reading(
    text: str | bytes, title: str = "", order: DateOrder | None = None
) -> tuple[list[Record], Coverage]:
    found = read(made(text, title), order)
    return [record for batch in found.batches() for record in batch], found.coverage


def lines(text: str | bytes, title: str = "") -> list[Line]:
    return [
        (each.at.isoformat(" ", "minutes"), each.author, each.kind, each.text)
        for each in reading(text, title)[0]
    ]


def dash(*bodies: str) -> str:
    return "".join(f"13/01/2025, 10:{minute:02} - {body}\n" for minute, body in enumerate(bodies))


def test_line_ends_and_byte_order_marks_do_not_change_a_message() -> None:
    plain = dash("Bina: ek\ndo", "Dukan: teen")
    assert lines(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()) == lines(plain)
    assert lines(plain.replace("13/01/2025, 10:01", "\ufeff13/01/2025, 10:01")) == lines(plain)
    assert lines(plain.encode("utf-16")) == lines(plain)
    assert lines(plain)[0][3] == "ek\ndo"


def test_blank_lines_inside_a_message_stay_and_the_last_line_end_goes() -> None:
    assert lines(dash("Bina: ek\n\ndo", "Dukan: ok"))[0][3] == "ek\n\ndo"
    assert lines(dash("Bina: a", "Dukan: ok").rstrip("\n"))[1][3] == "ok"


def test_a_system_line_with_a_colon_invents_no_author() -> None:
    found = lines(dash("Bina: hi", 'Bina changed the subject to "Sale: today"', "Dukan: ok"))
    assert found[1] == (
        "2025-01-13 10:01", None, "system", 'Bina changed the subject to "Sale: today"',
    )  # fmt: skip


def test_a_name_saved_with_a_colon_is_whole() -> None:
    found = lines(dash("Dr: Mehta: hi", "Dukan: ok: yes", "Dr: Mehta: price: 5?", "Dr: Mehta: bye"))
    assert [line[1] for line in found] == ["Dr: Mehta", "Dukan", "Dr: Mehta", "Dr: Mehta"]
    assert [line[3] for line in found] == ["hi", "ok: yes", "price: 5?", "bye"]


def test_a_stranger_is_named_without_the_sign_ios_puts_before() -> None:
    text = "".join(
        f"[13/01/25, 10:0{i}:07] {who}: hi\n"
        for i, who in enumerate(["~\u202fBina", "~ Bina", "\u202a+91 98000 00000\u202c", "Dukan"])
    )
    assert [line[1] for line in lines(text)] == ["Bina", "Bina", "+91 98000 00000", "Dukan"]


def test_system_lines_that_carry_a_name_have_no_author() -> None:
    text = (
        "[13/01/25, 10:00:00] Parivar: \u200eMessages and calls are end-to-end encrypted.\n"
        "[13/01/25, 10:00:01] Parivar: \u200eYou created group “Parivar”\n"
        "[13/01/25, 10:00:02] Parivar: \u200eकुछ नया\n"
        "[13/01/25, 10:00:07] Bina: hi\n[13/01/25, 10:00:08] Dukan: hi\n"
        "[13/01/25, 10:00:09] Ravi: \u200eimage omitted\n[13/01/25, 10:00:10] Ravi: ok\n"
    )
    found = lines(text, title="Parivar")
    assert [line[2] for line in found[:3]] == ["system"] * 3
    assert [line[1] for line in found] == [None, None, None, "Bina", "Dukan", "Ravi", "Ravi"]


def test_a_mark_before_every_text_makes_nothing_a_system_line() -> None:
    text = "".join(f"\u200e[13/01/25, 10:0{i}:07] Bina: \u200ehaan {i}\n" for i in range(4))
    assert [line[1:] for line in lines(text)] == [("Bina", "text", f"haan {i}") for i in range(4)]


def test_a_stub_in_an_unknown_language_is_media_when_it_returns() -> None:
    found = lines(dash("Bina: <ଛାଡ଼ି ଦିଆଯାଇଛି>", "Bina: <ଛାଡ଼ି ଦିଆଯାଇଛି>", "Dukan: <3>"))
    assert [line[2] for line in found] == ["media", "media", "text"]


def test_the_line_that_tells_of_an_api_service_is_seen() -> None:
    line = "This business uses a secure service from Meta to manage this chat. Tap to learn more."
    assert reading(dash(line, "Bina: hi"))[1].on_api
    assert not reading(dash("Bina: hi", "Dukan: uses a secure service?"))[1].on_api


def test_a_chat_pasted_into_a_message_stays_in_it() -> None:
    pasted = "yeh dekho\n[09/12/24, 3:05:07 PM] X: purana\n09/12/24, 3:05 pm - Y: aur"
    found, coverage = reading(dash(f"Bina: {pasted}", "Dukan: ok"))
    assert [record.text for record in found] == [pasted, "ok"]
    assert coverage.unparsed_lines == 1, "the same phone's style is shown as doubtful"


def test_a_paste_in_the_same_style_is_known_by_its_way_back_in_time() -> None:
    text = dash("Bina: a").replace("a\n", "dekho\n02/01/2025, 09:00 - Ravi: purana\n")
    found, coverage = reading(text + dash("", "Dukan: ok").split("\n", 1)[1])
    assert [record.text for record in found] == [
        "dekho\n02/01/2025, 09:00 - Ravi: purana", "ok",
    ]  # fmt: skip
    assert coverage.unparsed_lines == 1
    assert coverage.unparsed[0].text.startswith("02/01/2025")


def test_a_head_with_an_impossible_time_is_counted_and_kept_as_text() -> None:
    text = "".join(f"13/01/2025, 10:{i % 60:02} - Bina: {i}\n" for i in range(250))
    odd = text + "13/01/2025, 10:77 - Bina: x\n"
    found, coverage = reading(odd)
    assert len(found) == 250
    assert found[-1].text == "249\n13/01/2025, 10:77 - Bina: x"
    assert coverage.unparsed_lines == 1


def test_lines_before_the_first_message_are_counted_and_shown() -> None:
    _, coverage = reading("junk\n\nmore\n" + dash("Bina: hi"))
    assert coverage.unparsed_lines == 2
    assert [(each.line, each.text) for each in coverage.unparsed] == [(1, "junk"), (3, "more")]


def test_a_style_that_changes_in_the_middle_is_followed() -> None:
    text = dash("Bina: a", "Dukan: b", "Bina: c") + (
        "1/14/25, 3:05 PM - Bina: d\n1/15/25, 3:06 PM - Dukan: e\nzwei\n"
    )
    found = lines(text)
    assert [line[0] for line in found[-2:]] == ["2025-01-14 15:05", "2025-01-15 15:06"]
    assert found[-1][3] == "e\nzwei"


def test_an_order_that_flips_in_the_same_style_is_refused() -> None:
    days = [f"{day}/01/25, 10:00 - Bina: x\n" for day in range(20, 29)]
    with pytest.raises(Unreadable, match="contradict"):
        reading("".join(days) + "".join(f"02/{day}/25, 10:00 - Bina: x\n" for day in range(1, 20)))
    with pytest.raises(Unreadable, match="contradict"):
        reading("".join(days) + "".join(f"02/0{day}/25, 10:00 - Bina: x\n" for day in range(1, 9)))


def test_the_order_is_assumed_unless_a_field_proves_it() -> None:
    assumed = reading("05/08/2024, 09:05 - Bina: a\n05/08/2024, 09:06 - Bina: b\n")[1]
    assert (assumed.date_order, assumed.proven) == ("dmy", False)
    dense = reading("8/1/24, 15:05 - Bina: a\n8/2/24, 9:06 - Bina: b\n8/3/24, 9:06 - B: c\n")[1]
    assert (dense.date_order, dense.proven) == ("mdy", False)
    asked = reading("05/08/2024, 09:05 - Bina: a\n", order="mdy")[0]
    assert asked[0].at.month == 5
    with pytest.raises(Unreadable, match="do not fit"):
        reading("25/08/2024, 09:05 - Bina: a\n", order="mdy")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No line starts"),
        ("Hello\nworld\n", "No line starts"),
        (b"\xff\xfe\x00", "No line|not UTF-8"),
        (b"13/01/2025, 10:00 - B: caf\xe9\n", "not UTF-8"),
        (b"PNG\x00\x00", "not a text"),
        ("9/12/24, 3:05 zzz - B: x\n9/12/24, 3:06 zzz - B: x\n", "half of the day"),
        ("9/12/24, 3:05 am - B: x\n9/12/24, 3:06 zzz - B: x\n", "half of the day"),
        ("9/12/1446, 15:05 - B: x\n", "calendar"),
        ("113/12/9, 15:05 - B: x\n", "calendar"),
        ("9/12/24, 9:05 - B: x\n9/12/24, 3:05 - B: x\n10/12/24, 12:10 - B: x\n", "missing"),
        ("31/02/2025, 10:00 - B: x\n", "contradict"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_in_one_sentence(
    text: str | bytes, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        reading(text)


def test_a_finnish_evening_is_not_an_inari_sami_morning() -> None:
    found = lines("9.12.2024, 9.05 ap. - B: x\n9.12.2024, 3.05 ip. - B: y\n")
    assert [line[0] for line in found] == ["2024-12-09 09:05", "2024-12-09 15:05"]


def test_endless_white_space_takes_no_endless_time() -> None:
    spaces = " " * 300_000
    text = dash(
        f"Bina: POLL:{spaces}x\ny", f"Dukan: \u200eimage omitted{spaces}x", f"Dukan: a{spaces}b. c"
    )
    assert len(reading(text)[0]) == 3


def test_a_time_may_stand_before_its_date() -> None:
    found = lines("15:05, 13/01/2025 - Bina: a\n16:06, 13/01/2025 - Dukan: b: c\n")
    assert [line[0] for line in found] == ["2025-01-13 15:05", "2025-01-13 16:06"]
    assert found[1][3] == "b: c"


def test_korean_numbers_with_words_between_are_a_clock() -> None:
    found = reading("[25. 1. 13., 15시 5분 8초] Bina: a\n[25. 1. 13., 15시 5분 9초] Dukan: b\n")[0]
    assert [record.at.isoformat() for record in found] == [
        "2025-01-13T15:05:08",
        "2025-01-13T15:05:09",
    ]
