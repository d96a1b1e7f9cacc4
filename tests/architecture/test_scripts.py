"""The commands in bin/ can be run, explain themselves, and CI runs nothing else."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SCRIPTS = [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci" / "run"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_run_and_says_at_its_top_what_it_does(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert "set -euo pipefail" in lines
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_ci_runs_the_two_commands_of_a_developer_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert said == ["bin/check", "bin/test"]


def test_setup_answers_a_wrong_option_with_a_sentence() -> None:
    said = subprocess.run(
        ["bin/setup", "--nonsense"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "bin/setup --help" in said.stderr
