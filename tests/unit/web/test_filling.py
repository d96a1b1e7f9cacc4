"""What a form for a template says, and what is wrong with it."""

import pytest

from saath.domain.outgoing import Template
from saath.web.inbox.filling import Filled, filled, template


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        ("", ()),
        ("Asha\r\n\r\n  5512  ", (("1", "Asha"), ("2", "5512"))),
        ("2 = 5512\n1=Asha", (("1", "Asha"), ("2", "5512"))),
        ("Pay at 5pm: cash\nUPI", (("1", "Pay at 5pm: cash"), ("2", "UPI"))),
        ("name = Asha\norder_no= A=5512", (("name", "Asha"), ("order_no", "A=5512"))),
        ("1 = rate=40", (("1", "rate=40"),)),
    ],
)
def test_each_line_is_the_words_of_one_place(lines: str, values: tuple[object, ...]) -> None:
    assert template(Filled("offer", "en", lines)) == Template("offer", "en", values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lines",
    ["name = Asha\n5512", "1 = a\n1 = b", "2 = b", "0 = a", "name =", "x" * 1025, "n = a\n1 = b"],
)
def test_what_does_not_say_which_place_is_refused(lines: str) -> None:
    assert template(Filled("offer", "en", lines)) == "template-values"


def test_more_places_than_any_template_has_are_refused() -> None:
    assert template(Filled("offer", "en", "a\n" * 51)) == "template-values"


@pytest.mark.parametrize("name", ["", "Offer", "offer 1", "दिवाली", "o" * 513])
def test_a_name_is_as_whatsapp_gives_it(name: str) -> None:
    assert template(Filled(name, "en")) == "template-name"


@pytest.mark.parametrize("language", ["", "English", "EN", "en-US", "e"])
def test_a_language_is_as_whatsapp_gives_it(language: str) -> None:
    assert template(Filled("offer", language)) == "template-language"
    assert isinstance(template(Filled("offer", "zh_CN")), Template)


def test_what_a_form_brings_is_never_missing_and_never_cut() -> None:
    assert filled({}) == Filled("", "", "")
    long = filled({"name": " offer ", "language": "hi", "lines": "x" * 30_000})
    assert (long.name, len(long.lines)) == ("offer", 30_000)
    assert template(long) == "template-values"
