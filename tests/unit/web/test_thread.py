"""One thread as it is laid out."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import tests.stores  # noqa: F401  # sets Django up
from saath.domain.content import Content
from saath.domain.message import Message
from saath.queries.shown import message_view
from saath.queries.views import MessageView
from saath.web.inbox.thread import Bubble, Day, Line, items, say

IST = ZoneInfo("Asia/Kolkata")
NOON = 1_795_242_600_000
MINUTE = 60_000
ASKED = message_view(
    Message("a", "n", "wa", "p", NOON, "in", "contact", "live", "live", Content("text", "price?")),
    "b",
)
ANSWERED = replace(
    ASKED, id="b", at=NOON + 4 * MINUTE, direction="out", source="phone", origin="echo"
)


def laid_out(*messages: MessageView) -> list[Bubble | Day | Line]:
    return list(items(tuple(reversed(messages)), {}, "Asha", NOON, IST))


def bubbles(*messages: MessageView) -> list[Bubble]:
    return [item for item in laid_out(*messages) if isinstance(item, Bubble)]


def test_an_answer_says_how_long_the_first_question_waited() -> None:
    again = replace(ASKED, id="c", at=NOON + 2 * MINUTE)
    assert [b.took for b in bubbles(ASKED, again, ANSWERED)] == ["", "", "in 4 m"]


def test_only_the_first_answer_says_so() -> None:
    more = replace(ANSWERED, id="c", at=NOON + 5 * MINUTE)
    assert [b.took for b in bubbles(ASKED, ANSWERED, more)] == ["", "in 4 m", ""]


def test_neither_a_greeting_of_the_app_nor_what_failed_is_an_answer() -> None:
    greeting = replace(ANSWERED, id="g", source="phone_automatic", at=NOON + MINUTE)
    failed = replace(ANSWERED, id="f", status="failed", at=NOON + 2 * MINUTE)
    took = [b.took for b in bubbles(ASKED, greeting, failed, ANSWERED)]
    assert took == ["", "", "", "in 4 m"]


def test_history_is_not_measured() -> None:
    past = [replace(m, origin="history") for m in (ASKED, ANSWERED)]
    assert [b.took for b in bubbles(*past)] == ["", ""]


def test_what_an_export_tells_says_so_and_is_not_measured() -> None:
    told = [replace(m, origin="export") for m in (ASKED, ANSWERED)]
    _question, answer = bubbles(*told)
    assert (answer.took, answer.css) == ("", "out phone past")
    assert answer.state is not None
    assert answer.state.word == "From an exported chat"
    kinds = [type(item) for item in laid_out(told[0], replace(ANSWERED, id="c"))]
    assert kinds == [Day, Bubble, Line, Bubble]


def test_a_line_tells_where_history_ends() -> None:
    past = replace(ASKED, origin="history")
    kinds = [type(item) for item in laid_out(past, ANSWERED)]
    assert kinds == [Day, Bubble, Line, Bubble]
    assert Line not in [type(item) for item in laid_out(past)]


def test_each_day_has_one_heading() -> None:
    next_day = replace(ANSWERED, at=NOON + 24 * 60 * MINUTE)
    kinds = [type(item) for item in laid_out(ASKED, replace(ASKED, id="x"), next_day)]
    assert kinds == [Day, Bubble, Bubble, Day, Bubble]


def test_lines_of_one_language_stay_together() -> None:
    spoken = say("Haan bhai\nkal aayega\n\nકાલે આવશે\n👍")
    assert [(words.lang, words.text) for words in spoken] == [
        ("hi-Latn", "Haan bhai\nkal aayega\n"),
        ("gu", "કાલે આવશે\n👍"),
    ]


def test_a_quote_of_a_message_nobody_told_us_says_so() -> None:
    (bubble,) = bubbles(replace(ASKED, reply_to="gone"))
    assert bubble.quote is not None
    assert (bubble.quote.who, bubble.quote.text) == ("an earlier message", "")


def test_what_is_on_the_phone_only_is_marked_unread() -> None:
    (bubble,) = bubbles(replace(ASKED, type="unsupported"))
    assert bubble.css == "in unread"
    assert bubble.kind is not None
    assert bubble.kind.word == "This message can only be read on the phone."
