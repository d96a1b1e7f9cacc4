"""The report of an assessment: one self-contained page, and the same on paper.

Doors: `report_html`, `report_parts`, `report_pdf`, `words_of`, `LANGUAGES`. No network, no script, no foreign font.
"""

from saath.transition.assess.report.page import contents, report_html, report_parts
from saath.transition.assess.report.paper import NoPaper, report_pdf
from saath.transition.assess.report.words import LANGUAGES, told, words_of

__all__ = [
    "LANGUAGES",
    "NoPaper",
    "contents",
    "report_html",
    "report_parts",
    "report_pdf",
    "told",
    "words_of",
]
