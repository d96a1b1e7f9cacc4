"""The report on paper: WeasyPrint, loaded only when asked, with nothing fetched.

WeasyPrint needs the Pango library of the system; where it is missing one sentence says so.
"""

from importlib import import_module
from typing import Any, NoReturn


class NoPaper(Exception):
    """A PDF cannot be made here; says what to install, or how to print instead."""


def report_pdf(html: str) -> bytes:
    """The page as a PDF."""
    try:
        weasyprint: Any = import_module("weasyprint")
    except (ImportError, OSError):
        raise NoPaper(
            "A PDF needs the Pango library (Debian: apt install libpango-1.0-0"
            " libpangoft2-1.0-0 libharfbuzz-subset0). Or open the HTML report and print it."
        ) from None
    written = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf()
    return bytes(written)


def _nothing(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(f"The report fetches nothing, asked for {url[:60]}.")
