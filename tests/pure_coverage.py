"""A pytest plugin for whole runs: every branch of the pure rooms is taken by their own tests.

`bin/test` loads it when it runs everything. Only the tests that can blame a pure room are watched, so
that a branch which a browser happened to pass counts for nothing, and the other tests run at full
speed. Where several processes share the tests, each hands over what it saw. Rules that have a number (lines, complexity) live in tests/architecture.
"""

import ast
import json
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage, CoverageData
from coverage.exceptions import NoDataError

ROOT = Path(__file__).parents[1]
PURE = ["saath.domain", "saath.whatsapp"]
# graph speaks HTTP: it is tested against a server, not by its branches.
IMPURE = ["*/saath/whatsapp/graph/*"]
WATCHED = [ROOT / "tests" / part for part in ("unit/domain", "unit/whatsapp", "golden", "property")]

SEEN = "branches seen"

_coverage = Coverage(
    data_file=None,
    branch=True,
    source_pkgs=PURE,
    omit=IMPURE,
    config_file=str(ROOT / "pyproject.toml"),
)
_coverage.set_option("run:disable_warnings", ["module-not-imported", "no-data-collected"])
_missing: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Watch from the first import on: what runs on import is code too."""
    _coverage.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Stop when every test module is imported."""
    _coverage.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch the tests of the pure rooms."""
    watched = any(item.path.is_relative_to(folder) for folder in WATCHED)
    if watched:
        _coverage.start()
    try:
        return (yield)
    finally:
        if watched:
            _coverage.stop()


class _Several:
    """What is only asked where several processes share the tests."""

    @staticmethod
    def pytest_testnodedown(node: Any) -> None:
        """Take over what one of them saw."""
        seen = getattr(node, "workeroutput", {}).get(SEEN)
        if seen is not None:
            data = CoverageData(no_disk=True)
            data.loads(b64decode(seen))
            _coverage.get_data().update(data)
            data.close(force=True)


def pytest_configure(config: pytest.Config) -> None:
    """Know the hook of pytest-xdist only where it is there."""
    if config.pluginmanager.has_plugin("xdist"):
        config.pluginmanager.register(_Several())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that left a branch of a pure room untaken."""
    handed_over: dict[str, str] | None = getattr(session.config, "workeroutput", None)
    if handed_over is not None:
        data = _coverage.get_data()
        handed_over[SEEN] = b64encode(data.dumps()).decode()
        data.close(force=True)
        return
    _missing.extend(_untaken())
    if _missing and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the tests of the pure rooms never came."""
    if _missing:
        terminalreporter.section("never taken by the tests of the pure rooms", red=True)
        terminalreporter.write_line("\n".join(_missing))


def _untaken() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        try:
            _coverage.json_report(outfile=str(report))
        except NoDataError:
            yield "no test of a pure room ran"
            return
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    for name, found in sorted(files.items()):
        lines = list(found["missing_lines"])
        closed = _closing_cases(Path(name))
        jumps = [f"{a}->{b}" for a, b in found["missing_branches"] if a not in closed]
        if lines or jumps:
            yield f"{name}: {', '.join(map(str, lines + jumps))}"


def _closing_cases(module: Path) -> set[int]:
    """Lines of a last `case`. It always matches: mypy proves every match exhaustive."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.cases[-1].pattern.lineno for node in ast.walk(tree) if isinstance(node, ast.Match)}
