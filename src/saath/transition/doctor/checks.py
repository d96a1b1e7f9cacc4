"""What a check is, what it finds, and running them one after the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from django.db import DatabaseError

from saath.domain.evidence import Report
from saath.domain.lights import Sign
from saath.journal import Journal, JournalError
from saath.store.lines import GraphLine

type State = Literal["ok", "check", "act", "unknown", "none"]
"""`none`: does not apply here, or there was nothing to look at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `impact` says what it means to customers and staff."""

    id: str
    state: State
    said: str
    impact: str = ""
    mend: str = ""
    fixable: bool = False
    fixed: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return self.state in {"ok", "none"}


@dataclass(slots=True)
class Ward:
    """An installation as it is looked at. `journal` is None when it could not be opened at all;
    then only checks of the folder are asked.
    """

    folder: Path
    now: int
    engine: str = "sqlite"
    place: Path | str = ""
    key: bytes = field(default=b"", repr=False)
    key_from_environment: bool = False
    public_url: str = ""
    journal: Journal | None = None
    businesses: Sequence[str] = ()
    lines: Sequence[GraphLine] = field(default=(), repr=False)
    signs: Sequence[Sign] = ()
    reports: dict[str, Report] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether its journal and tables can be asked."""
        return self.journal is not None


type Ask = Callable[[Ward], Iterable[Finding]]
type Mend = Callable[[Ward], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. Its findings' ids begin with `group`. `mend` is safe to run again."""

    group: str
    ask: Ask
    mend: Mend | None = None
    needs_tables: bool = True


def examine(
    checks: Iterable[Check], ward: Ward, *, only: Sequence[str] = (), fix: bool = False
) -> list[Finding]:
    """Ask every check that is wanted; mend what can be, and ask those again."""
    found: list[Finding] = []
    for check in checks:
        if check.needs_tables and not ward.is_open:
            continue
        findings = _ask(check, ward)
        if fix and check.mend and any(f.fixable and _is_wanted(f, only) for f in findings):
            findings = _mended(check, ward, findings)
        found += [finding for finding in findings if _is_wanted(finding, only)]
    return found


def _is_wanted(finding: Finding, only: Sequence[str]) -> bool:
    return not only or any(finding.id == name or finding.id.startswith(f"{name}.") for name in only)


def _ask(check: Check, ward: Ward) -> list[Finding]:
    """A check that cannot be carried out is not known, and says why by the kind of the error."""
    try:
        return list(check.ask(ward))
    except (JournalError, DatabaseError, OSError) as error:
        said = f"This could not be looked at ({type(error).__name__})."
        return [Finding(f"{check.group}.asked", "unknown", said, mend="Look at the checks above.")]


def _mended(check: Check, ward: Ward, before: list[Finding]) -> list[Finding]:
    ill = {finding.id for finding in before if finding.fixable}
    try:
        if check.mend:
            check.mend(ward)
    except (JournalError, DatabaseError, OSError) as error:
        said = f" Mending failed ({type(error).__name__})."
        return [replace(f, said=f.said + said) if f.fixable else f for f in before]
    return [replace(f, fixed=f.id in ill and f.is_well) for f in _ask(check, ward)]
