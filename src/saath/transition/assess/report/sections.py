"""The sections of the report, in the order of the page. Words come from `words`, figures from outside.

One function a section; none of them computes anything but how to show it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from saath.transition.assess.assessment import Assessment
from saath.transition.assess.facts import TOO_LITTLE
from saath.transition.assess.report import charts
from saath.transition.assess.report.markup import Markup, table, tag, together
from saath.transition.assess.report.words import (
    day,
    language_name,
    moment,
    number,
    percent,
    span,
    told,
)
from saath.transition.assess.verdict import CHOICES


@dataclass(frozen=True, slots=True)
class Page:
    """What every section needs."""

    of: Assessment
    words: Mapping[str, str]
    language: str

    def say(self, key: str, **values: str) -> str:
        """A sentence with its values."""
        return self.words[key].format(**values)

    def number(self, value: float) -> str:
        """A number as read here."""
        return number(self.language, value)

    @property
    def weekdays(self) -> list[str]:
        """Monday to Sunday, short."""
        return self.words["weekdays"].split()


def verdict(page: Page) -> Markup:
    """The answer first, the scores, three reasons, what would change it."""
    judged, words = page.of.verdict, page.words
    ordered = sorted(CHOICES, key=lambda choice: choice != judged.choice)
    made_of = page.say(
        "made_of",
        chats=page.number(len(page.of.coverage)),
        messages=page.number(sum(each.messages for each in page.of.coverage)),
        first=day(page.language, page.of.first_day),
        last=day(page.language, page.of.last_day),
    )
    reasons = [
        tag("li", told(words, page.language, f"why_{each.rule}", each.fact, each.value))
        for each in judged.reasons
    ]
    return together(
        tag("p", f"{words['title']} · {made_of}", class_="kicker"),
        tag("h1", words[f"verdict_{judged.choice}"]),
        tag("dl", *(_score(page, choice) for choice in ordered), class_="scores"),
        tag("h2", words["why"], class_="small"),
        tag("ol", *reasons, class_="reasons") if reasons else tag("p", words["no_reason"]),
        tag("p", words[f"unknown_{TOO_LITTLE}"], class_="advice") if _is_thin(page) else None,
        tag("p", words[f"advice_{judged.choice}"], class_="advice"),
        tag("div", tag("h2", words["change"], class_="small"), _changes(page), class_="aside"),
    )


def _is_thin(page: Page) -> bool:
    return TOO_LITTLE in page.of.unknowable


def _score(page: Page, choice: str) -> Markup:
    judged = page.of.verdict
    score, best = dict(judged.scores)[choice], choice == judged.choice  # type: ignore[index]  # str
    return tag(
        "div",
        tag("dt", page.words[f"name_{choice}"]),
        tag("dd", str(score)),
        tag("dd", charts.meter(score / 100, best=best)),
        class_="best" if best else None,
    )


def _changes(page: Page) -> Markup:
    changes = page.of.verdict.would_change
    if not changes:
        return tag("p", page.words["no_change"])
    return tag("ul", *(
        tag("li", f"{page.words[f'change_{each.lever}']}, ",
            page.say("leads_to", choice=page.words[f"name_{each.choice}"]), ".")
        for each in changes
    ))  # fmt: skip


def times(page: Page) -> Markup:
    """How long customers wait, by hour, and who was missed."""
    of, words = page.of, page.words
    waited, missed = of.responses.any_hour, of.missed
    kpis = [
        (words["half"], span(words, waited.median_s)),
        (words["nine"], span(words, waited.p90_s)),
        (words["average"], span(words, waited.mean_s)),
        (words["never"], page.say("of_waits", n=page.number(missed.count), count=page.number(missed.of))),
    ]  # fmt: skip
    return together(
        tag("h2", words["times"]),
        tag("p", words["times_lead"]),
        tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in kpis), class_="kpis"),
        _scrolled(charts.heat_map(of.responses.by_hour, missed.by_hour, page.weekdays, words["heat_label"]), words["times"]),
        _heat_table(page),
        tag("p", _in_hours(page)),
        tag("p", words["precision"], class_="muted") if of.responses.precision_s > 1 else None,
        tag("p", page.say("late", count=page.number(missed.late))),
        _examples(page),
    )  # fmt: skip


def _scrolled(wide: Markup, label: str) -> Markup:
    """A wide drawing: on a phone it scrolls by itself, also with the keyboard."""
    return tag("div", wide, class_="wide", tabindex="0", role="region", aria_label=label)


def _heat_table(page: Page) -> Markup:
    waits, missed = page.of.responses.by_hour, page.of.missed.by_hour
    rows = [
        [f"{hour}:00", *(_heat_cell(page, waits[d][hour], missed[d][hour]) for d in range(7))]
        for hour in charts.shown_hours(waits, missed)
    ]
    return tag(
        "details",
        tag("summary", page.words["show_table"]),
        tag("div", table([page.words["hour"], *page.weekdays], rows, class_="ledger tight"), class_="wide"),
    )  # fmt: skip


def _heat_cell(page: Page, wait: float | None, missed: int) -> str:
    left = f" ({missed} {page.words['open']})" if missed else ""
    return (charts.short(wait) or "–") + left


def _in_hours(page: Page) -> str:
    responses = page.of.responses
    told_hours = page.say(
        "in_hours",
        opens=f"{responses.hours.opens}:00",
        closes=f"{responses.hours.closes}:00",
        median=span(page.words, responses.business.median_s),
        p90=span(page.words, responses.business.p90_s),
    )
    return f"{told_hours} {page.words['hours_assumed']}" if responses.hours.assumed else told_hours


def _examples(page: Page) -> Markup | None:
    words = page.words
    rows = [
        [each.chat, moment(page.language, each.since), words["no_answer"] if each.missed else span(words, each.waited_s)]
        for each in page.of.missed.examples
    ]  # fmt: skip
    if not rows:
        return None
    heads = [words["chat"], words["since"], words["waited"]]
    return together(tag("h3", words["examples"]), table(heads, rows, class_="ledger short"))


def peaks(page: Page) -> Markup:
    """When customers write."""
    grid, words = page.of.audit.asked_at, page.words
    by_hour = [(hour, sum(row[hour] for row in grid)) for hour in charts.shown_hours(grid)]
    outside = page.of.facts["after_hours_share"]
    share = "–" if outside is None else percent(page.language, float(outside))
    rows = [[f"{hour}:00", page.number(count)] for hour, count in by_hour]
    label = page.say("peaks_lead", share=share)
    return together(
        tag("h2", words["peaks"]),
        tag("p", label),
        _scrolled(charts.bars([(str(hour), count) for hour, count in by_hour], label), words["peaks"]),
        tag("details", tag("summary", words["show_table"]), table([words["hour"], words["messages"]], rows)),
    )  # fmt: skip


def mix(page: Page) -> Markup:
    """Kinds of messages and languages."""
    words, kinds = page.words, page.of.audit.kinds
    both = kinds["received"] + kinds["sent"]
    rows = [
        [words[f"kind_{kind}"], page.number(kinds["received"][kind]), page.number(kinds["sent"][kind])]
        for kind, _ in both.most_common()
        if f"kind_{kind}" in words
    ]  # fmt: skip
    languages = page.of.audit.languages
    total = languages.total() or 1
    rows_of_languages = [
        [language_name(page.language, spoken), percent(page.language, count / total)]
        for spoken, count in languages.most_common(8)
    ]
    return together(
        tag("h2", words["mix"]),
        table([words["kind"], words["received"], words["sent"]], rows, class_="ledger short"),
        tag("h3", words["languages"]),
        table([words["language"], words["share"]], rows_of_languages, class_="ledger short"),
    )


def questions(page: Page) -> Markup:
    """Asked again and again."""
    words, found = page.words, page.of.questions
    if not found:
        return together(tag("h2", words["questions"]), tag("p", words["no_questions"]))
    asked = max(page.of.audit.asked_times, 1)
    ahead = page.of.forecast.repeated_answers
    lead = page.say(
        "questions_lead",
        asked=page.number(asked),
        low=percent(page.language, ahead.low / asked),
        high=percent(page.language, ahead.high / asked),
    )
    heads = [words["their_words"], words["usual_answer"], words["count"], words["could_be"]]
    rows = [
        tag("tr",
            tag("th", each.question, scope="row", lang=each.language, dir="auto"),
            tag("td", _answer(page, each.usual_answer), dir="auto"),
            tag("td", page.number(each.count), class_="r"),
            tag("td", words[f"auto_{each.automatic}"], class_="r"))
        for each in found
    ]  # fmt: skip
    return together(
        tag("h2", words["questions"]),
        tag("p", lead),
        tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *rows), class_="ledger"),
    )  # fmt: skip


def _answer(page: Page, answer: str | None) -> str:
    """The answer's words; an attachment is named by its kind."""
    if not answer:
        return "–"
    return page.words.get(f"kind_{answer[1:-1]}", answer) if answer[0] == "<" else answer


def chores(page: Page) -> Markup:
    """Chores done by hand, promises and missed calls."""
    words, found = page.words, page.of.chores
    said = page.of.audit.said
    promised = page.say(
        "promises",
        prices=page.number(said.prices),
        dates=page.number(said.dates),
        calls=page.number(page.of.audit.missed_calls),
    )
    if not found:
        return together(
            tag("h2", words["chores"]), tag("p", words["no_chores"]), tag("p", promised)
        )
    rows = [_chore(page, words[f"chore_{c.kind}"], c.per_week, c.minutes_a_week) for c in found]
    foot = _chore(
        page,
        words["together"],
        sum(chore.per_week for chore in found),
        sum(chore.minutes_a_week for chore in found),
    )
    heads = [words["chore"], words["a_week"], words["time"]]
    return together(
        tag("h2", words["chores"]),
        tag("p", words["chores_lead"]),
        table(heads, rows, class_="ledger short", foot=foot),
        tag("p", promised),
    )


def _chore(page: Page, name: str, a_week: float, minutes: float) -> list[str]:
    return [name, page.number(a_week), span(page.words, minutes * 60)]


def goals(page: Page) -> Markup:
    """Objectives with baseline and target."""
    words, ahead = page.words, page.of.objectives
    rows = [
        [words[f"goal_{o.name}"], _amount(page, o.name, o.baseline), _target(page, o.name, o.target, o.change)]
        for o in ahead.objectives
    ]  # fmt: skip
    return together(
        tag("h2", page.say("goals", until=day(page.language, ahead.until))),
        tag("p", words["goals_lead"]),
        table([words["what"], words["today"], words["target"]], rows, class_="ledger short"),
    )


def _amount(page: Page, name: str, value: float | None) -> str:
    if value is None:
        return page.words["unknown"]
    return span(page.words, value) if name.endswith("_s") else page.number(value)


def _target(page: Page, name: str, target: float | None, change: float | None) -> str:
    relative = (
        ""
        if change is None
        else f"{'+' if change > 0 else '−'}{percent(page.language, abs(change))}"
    )
    if target is None:
        return f"{relative} ({page.words['once_measured']})"
    amount = _amount(page, name, target)
    return f"{amount} ({relative})" if relative else amount


def forecast(page: Page) -> Markup:
    """What would have been shorter, and what it would cost."""
    words, ahead = page.words, page.of.forecast
    ranges = {
        "second_person": ahead.second_person,
        "greeting": ahead.greeting,
        "repeated_answers": ahead.repeated_answers,
        "cost": ahead.cost_inr_a_month,
    }
    rows = [
        [words[f"forecast_{key}"], *(page.number(each) for each in (r.low, r.base, r.high))]
        for key, r in ranges.items()
    ]
    rate = page.say(
        "rate",
        since=day(page.language, ahead.rate.since),
        service=str(ahead.rate.service),
        free=page.number(ahead.rate.free_service_a_month),
        source=ahead.rate.source,
        checked=day(page.language, ahead.rate.checked),
    )
    rules = [tag("li", words[f"rule_{key}"]) for key in ahead.rules]
    return together(
        tag("h2", words["forecast"]),
        tag("p", words["forecast_lead"]),
        table([words["what"], words["low"], words["base"], words["high"]], rows),
        tag("details", tag("summary", words["rules"]), tag("ul", *rules)),
        tag("p", rate, class_="muted"),
    )


def carried(page: Page) -> Markup:
    """What would not come along, and what to watch."""
    of, words = page.of.carried, page.words
    lines = [
        page.say("carried_groups", groups=page.number(of.groups), messages=page.number(of.group_messages)),
        page.say("carried_media", count=page.number(of.media_older_than_14_days), attached=page.number(of.media_in_exports)),
        page.say("carried_old", count=page.number(of.messages_older_than_180_days)),
        page.say("carried_broadcasts", count=page.number(of.broadcasts)),
    ]  # fmt: skip
    watched = [tag("li", words[f"watch_{key}"]) for key in page.of.watch_out]
    return together(
        tag("h2", words["carried"]),
        tag("ul", *(tag("li", line) for line in lines)),
        tag("h3", words["watch"]) if watched else None,
        tag("ul", *watched) if watched else None,
    )


def unknown(page: Page) -> Markup:
    """What nobody could know, what was not read, what was assumed."""
    words = page.words
    lines = [tag("li", words[f"unknown_{key}"]) for key in page.of.unknowable]
    return together(
        tag("h2", words["unknowns"]),
        tag("ul", *lines, class_="unknown"),
        _assumed(page),
        _unparsed(page),
        _refused(page),
    )


def _assumed(page: Page) -> Markup | None:
    doubted = [each for each in page.of.coverage if not (each.proven or each.order_told)]
    if not doubted:
        return None
    files, order = [each.file for each in doubted], doubted[0].date_order
    return tag("p", page.say("assumed_order", order=order, files=", ".join(files[:10])))


def _unparsed(page: Page) -> Markup | None:
    count = sum(each.unparsed_lines for each in page.of.coverage)
    if not count:
        return None
    shown = [line for each in page.of.coverage for line in each.unparsed][:10]
    said = page.say("unparsed" if shown else "unparsed_unkept", count=page.number(count))
    lines = [tag("li", tag("code", line.text, dir="auto")) for line in shown]
    return together(tag("p", said), tag("ul", *lines) if lines else None)


def _refused(page: Page) -> Markup | None:
    if not page.of.refused:
        return None
    lines = [tag("li", f"{each.file}: {each.reason}") for each in page.of.refused]
    return together(tag("p", page.words["refused"]), tag("ul", *lines))
