"""One rendering for everybody who came before it was made; whoever comes later asks again."""

from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from saath.web.inbox import shared


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each look at where the tables stand, which is what it is told."""
    shared.forget()
    looks: list[int] = []
    stands = iter([1, 1, 2])

    def version(_business: str) -> int:
        looks.append(next(stands))
        return looks[-1]

    monkeypatch.setattr("saath.queries.inbox.read_version", version)
    monkeypatch.setattr(shared, "_render", lambda _request, context: context["html"])
    return looks


def test_who_came_before_a_look_takes_what_it_found(looked: list[int]) -> None:
    ticks, rendered = count(10), count(1)
    user = SimpleNamespace(business="tea-house", role="agent")

    def ask(arrived: float) -> str:
        request: Any = SimpleNamespace(
            user=user, now=1, ticks=lambda: float(next(ticks)), arrived=arrived
        )
        return shared.rows(request, "", lambda: {"html": f"rendering {next(rendered)}"})

    assert ask(1.0) == "rendering 1"  # looks at 10
    assert [ask(2.0), ask(9.9)] == ["rendering 1"] * 2
    assert looked == [1]
    assert ask(10.0) == "rendering 1"  # the tables stand where they stood
    assert ask(11.5) == "rendering 2"
    assert looked == [1, 1, 2]
