"""The report on paper: WeasyPrint, loaded only when asked, with nothing fetched.

WeasyPrint needs the Pango library of the system; where it is missing one sentence says so.
"""

from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any


class NoPaper(Exception):
    """A PDF cannot be made here; says what to install, or how to print instead."""


def report_pdf(html: str) -> bytes:
    """The page as a PDF."""
    try:
        # Without Pango WeasyPrint prints its advice, where a program expects our one object
        # (text/ffi.py of 70.0, checked 2026-11-22). The sentence below says the same.
        with redirect_stdout(StringIO()):
            weasyprint: Any = import_module("weasyprint")
            fetchers: Any = import_module("weasyprint.urls")
    except (ImportError, OSError):
        raise NoPaper(
            "A PDF needs the Pango library (Debian: apt install libpango-1.0-0"
            " libpangoft2-1.0-0 libharfbuzz-subset0). Or open the HTML report and print it."
        ) from None
    nothing = fetchers.URLFetcher(allowed_protocols=())
    return bytes(weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf())
