"""A plugin for `bin/soak`: every law is tried SAATH_EXAMPLES times, instead of some hundred.

One that is tried twenty times only, because each example reads dozens of pages, is tried ten times as
often.

SAATH_EXAMPLES=2000 pytest -p tests.many_examples tests/property
"""

import os

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("SAATH_EXAMPLES", "1000"))
TIMES_MAX = 10
# Hypothesis keeps the settings of a test here; `@settings` refuses to be applied a second time.
SETTINGS = "_hypothesis_internal_use_settings"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Raise the number of examples of every law."""
    for item in items:
        law = getattr(item, "obj", None)
        chosen = getattr(law, SETTINGS, None)
        if chosen is not None:
            many = settings(
                chosen,
                max_examples=min(EXAMPLES, TIMES_MAX * chosen.max_examples),
                deadline=None,
                database=None,
                suppress_health_check=[HealthCheck.too_slow],
            )
            setattr(getattr(law, "__func__", law), SETTINGS, many)
