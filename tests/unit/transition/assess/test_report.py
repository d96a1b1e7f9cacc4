"""The report: self-contained, escaped, in four languages, on paper; and the JSON."""

import json
import re
import socket
from html.parser import HTMLParser
from importlib import import_module
from typing import override

import pytest

from saath.transition.assess import Assessment, assess, to_json
from saath.transition.assess.report import LANGUAGES, NoPaper, paper, report_html, report_pdf
from saath.transition.assess.report.charts import short
from saath.transition.assess.report.markup import tag
from saath.transition.assess.report.words import number, percent, span, told, words_of
from tests.golden.chatexport.corpus import made
from tests.unit.transition.assess.shops import Shop, judged


@pytest.fixture(scope="module")
def shop() -> Assessment:
    return judged(
        Shop("Meera", forgotten=0.1, chores_a_day=1), people=4, devices=["windows", "phone"]
    )


class Nesting(HTMLParser):
    """Every element is closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in {"meta", "br", "rect"}:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_from_outside(shop: Assessment, language: str) -> None:
    page = report_html(shop, language)
    nesting = Nesting()
    nesting.feed(page)
    assert nesting.open == []
    assert "script" not in nesting.seen
    assert {"svg", "table", "details"} <= nesting.seen
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", page)
    assert words_of(language)["verdict_coexistence"] in page


def test_what_customers_wrote_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script> & rate?"
    lines = "".join(
        f"13/01/2026, 10:{i:02} - Bina: {evil}\n13/01/2026, 11:{i:02} - Dukan: <b>{i}</b>\n"
        for i in range(9)
    )
    page = report_html(assess([made(lines, title="Bina")]))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_json_has_what_the_contract_names(shop: Assessment) -> None:
    told = json.loads(json.dumps(to_json(shop)))
    assert {
        "coverage", "verdict", "response_time", "missed", "peaks", "kinds", "languages", "questions", "chores",
        "not_carried", "unknowable", "objectives", "forecast",
    } <= told.keys()  # fmt: skip
    assert told["verdict"].keys() == {"choice", "scores", "reasons", "would_change"}
    assert {"mean_s", "median_s", "p90_s"} <= told["response_time"].keys()
    assert told["verdict"]["choice"] in {"app", "coexistence", "api"}
    assert all("{" not in reason["text"] for reason in told["verdict"]["reasons"])


@pytest.fixture
def _pango() -> None:
    """WeasyPrint comes with Saath, the library it draws with does not."""
    try:
        import_module("weasyprint")
    except OSError as missing:
        pytest.skip(f"no PDF without Pango (bin/setup --test installs it): {missing}")


@pytest.mark.usefixtures("_pango")
def test_the_report_is_made_as_a_pdf(shop: Assessment) -> None:
    assert report_pdf(report_html(shop, "hi")).startswith(b"%PDF-")


@pytest.mark.usefixtures("_pango")
def test_a_pdf_fetches_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        host, port = listening.getsockname()
        assert report_pdf(f'<img src="http://{host}:{port}/a.png">').startswith(b"%PDF-")
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_without_pango_the_page_is_pointed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        raise OSError("cannot load library")

    monkeypatch.setattr(paper, "import_module", absent)
    with pytest.raises(NoPaper, match="open the HTML report and print it"):
        report_pdf("<p>")


def test_numbers_are_grouped_as_people_read_them() -> None:
    assert number("en", 1234567) == "12,34,567"
    assert number("hi", 1234.4) == "1,234"
    assert number("fr", 1234567) == "1\u202f234\u202f567"
    assert number("ca", 12.5) == "12,5"
    assert number("en", -1500) == "-1,500"
    assert (percent("en", 0.312), percent("en", 0.004), percent("fr", 0.004)) == (
        "31\u00a0%",
        "0.4\u00a0%",
        "0,4\u00a0%",
    )


def test_durations_are_told_in_two_units() -> None:
    words = words_of("en")
    told = [span(words, seconds) for seconds in (None, 20, 600, 7800, 200_000)]
    assert told == ["–", "20 s", "10 min", "2 h 10 min", "2 d 7 h"]
    assert [short(seconds) for seconds in (None, 0, 300, 7200, 10**7)] == [
        "",
        "0",
        "5",
        "2h",
        "99h",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_tells_a_long_wait_in_days(language: str) -> None:
    words = words_of(language)
    said = told(words, language, "why_slow_replies", "median_minutes", 2705.0)
    assert span(words, 2705 * 60) in said
    assert "2,705" not in said


@pytest.mark.parametrize(("days", "thin"), [(2, True), (60, False)])
def test_a_verdict_from_a_few_answers_says_so(days: int, *, thin: bool) -> None:
    found = judged(Shop("Meera", days=days))
    said = words_of("en")["unknown_too_little"]
    assert (said in report_html(found, "en")) == thin
    assert (said in to_json(found)["unknowable"]) == thin


def test_text_and_attributes_are_escaped() -> None:
    assert tag("p", "<&>", title='"') == '<p title="&quot;">&lt;&amp;&gt;</p>'
    assert tag("p", tag("br"), hidden=True, dir=None) == "<p hidden><br></p>"
