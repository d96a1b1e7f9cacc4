"""The page around the sections: one file with its style inside, no script, nothing fetched."""

from importlib.resources import files

from saath.transition.assess.assessment import Assessment
from saath.transition.assess.report import sections
from saath.transition.assess.report.markup import Markup, tag, together
from saath.transition.assess.report.sections import Page
from saath.transition.assess.report.words import words_of

SECTIONS = (
    ("verdict", sections.verdict),
    ("times", sections.times),
    ("peaks", sections.peaks),
    ("mix", sections.mix),
    ("questions", sections.questions),
    ("chores", sections.chores),
    ("goals", sections.goals),
    ("forecast", sections.forecast),
    ("carried", sections.carried),
    ("unknown", sections.unknown),
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_html(assessment: Assessment, language: str = "en") -> str:
    """The whole report in a language: en, hi, fr, ca."""
    words = words_of(language)
    page = Page(assessment, words, language)
    body = [
        tag("section", tag("span", str(number), class_="n", aria_hidden="true"), tag("div", write(page)), id=name)
        for number, (name, write) in enumerate(SECTIONS, start=1)
    ]  # fmt: skip
    html = tag(
        "html",
        _head(words["title"]),
        tag(
            "body",
            tag("a", words["skip"], href="#verdict", class_="skip"),
            tag("main", *body, class_="sheet"),
            tag("footer", words["foot"]),
        ),
        lang="en-IN" if language == "en" else language,
    )
    return f"<!doctype html>\n{html}\n"


def _head(title: str) -> Markup:
    style = (files("saath.transition.assess.report") / "report.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        together(tag("title", f"{title} · Saath"), tag("style", Markup(style))),
    )
