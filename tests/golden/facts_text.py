"""Facts as a person compares them: JSON, one field a line, what was not said left out."""

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

from saath.domain.facts import Fact

WEBHOOKS = Path(__file__).parent / "webhooks"


def deliveries() -> list[Path]:
    """Every golden delivery."""
    return sorted(path for path in WEBHOOKS.rglob("*.json"))


def expected(delivery: Path) -> Path:
    """The file that holds the facts of a delivery."""
    return delivery.with_suffix(".facts")


def written(facts: list[Fact]) -> str:
    """Write facts down, in their order."""
    told = [{"fact": type(fact).__name__, **_said(fact)} for fact in facts]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _said(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    return {
        field.name: _said(part) if is_dataclass(part) else part
        for field in fields(value)
        if (part := getattr(value, field.name)) != field.default or field.default is MISSING
    }
