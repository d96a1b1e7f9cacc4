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
TITLES = {"verdict": "verdict_short", "goals": "goals_short", "unknown": "unknowns"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_html(assessment: Assessment, language: str = "en") -> str:
    """The whole report in a language: en, hi, fr, ca."""
    words = words_of(language)
    html = tag(
        "html",
        _head(words["title"]),
        tag(
            "body",
            tag("a", words["skip"], href="#verdict", class_="skip"),
            tag("main", report_parts(assessment, language), class_="report"),
            tag("footer", words["foot"]),
        ),
        lang="en-IN" if language == "en" else language,
    )
    return f"<!doctype html>\n{html}\n"


def report_parts(assessment: Assessment, language: str = "en") -> Markup:
    """The sections alone, for a page that has its own frame and `static/report.css`."""
    page = Page(assessment, words_of(language), language)
    return together(*(
        tag("section", tag("span", str(number), class_="n", aria_hidden="true"), tag("div", write(page)), id=name)
        for number, (name, write) in enumerate(SECTIONS, start=1)
    ))  # fmt: skip


def contents(language: str = "en") -> list[tuple[str, str]]:
    """What stands where: each section's id and title."""
    words = words_of(language)
    return [(name, words[TITLES.get(name, name)].split("{")[0].strip()) for name, _ in SECTIONS]


def _head(title: str) -> Markup:
    room = files("saath.transition.assess.report")
    parts = (room / "alone.css", room / "static" / "report.css")
    style = "".join(part.read_text(encoding="utf-8") for part in parts)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        together(tag("title", f"{title} · Saath"), tag("style", Markup(style))),
    )
