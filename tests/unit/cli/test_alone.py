"""The commands without an installation: the same to type as the others, and light."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from saath.cli.alone import alone, run_alone
from saath.runtime.main import WITHOUT_INSTALLATION

LIGHT = """
import sys
from saath.runtime.main import main
try:
    main()
finally:
    assert not {name for name in sys.modules if name.partition(".")[0] == "django"}
"""
WITHOUT_PANGO = """
import cffi
def absent(*_): raise OSError("no such library")
cffi.FFI.dlopen = absent
from saath.runtime.main import main
main()
"""


def run(program: str, *words: object) -> subprocess.CompletedProcess[str]:
    """A small program that was given a command line."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """The smallest chat."""
    path = tmp_path / "chat.txt"
    path.write_text("13/01/2025, 10:00 - Bina: hi?\n13/01/2025, 10:01 - Dukan: ji\n")
    return path


def test_the_console_script_knows_them_by_name() -> None:
    assert set(alone.commands) == WITHOUT_INSTALLATION


@pytest.mark.parametrize("command", sorted(WITHOUT_INSTALLATION))
def test_they_run_without_django(chat: Path, command: str) -> None:
    words: dict[str, list[object]] = {
        "assess": [chat, "--me", "Dukan"],
        "read-export": [chat],
        "sim": ["edit", "--help"],
    }
    ran = run(LIGHT, command, *words[command])
    assert ran.returncode == 0, ran.stderr


def test_without_pango_a_program_still_gets_one_object(chat: Path) -> None:
    pdf = chat.with_suffix(".pdf")
    ran = run(WITHOUT_PANGO, "assess", chat, "--me", "Dukan", "--json", "--pdf", pdf)
    assert ran.returncode == 3, ran.stderr
    assert json.loads(ran.stdout)["exit_code"] == 3
    assert "apt install libpango-1.0-0" in ran.stderr
    assert not pdf.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["assess"], 2, "See: saath assess --help"),
        (["read-export", "a.txt", "--date-order", "up"], 2, "See: saath read-export --help"),
        (["assess", "/nowhere/chat.txt"], 4, "chat.txt"),
        (["read-export", "/nowhere/chat.txt"], 4, "chat.txt"),
    ],
)
def test_a_mistake_ends_with_its_code_and_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, sentence: str
) -> None:
    assert run_alone(arguments) == code
    first = capsys.readouterr().err.splitlines()[0]
    assert first.startswith("saath: ")
    assert sentence in first


def test_on_a_terminal_it_asks_what_the_chats_do_not_say(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "05/03/2026, 10:00 - Anna: rate?\n05/03/2026, 10:05 - Ben: 450\n06/03/2026, 10:00 - Anna: ok?\n"
    )
    terminal, ours = pty.openpty()
    os.write(terminal, b"2\n2\n")  # the third of May; Ben
    ran = subprocess.run(
        [sys.executable, "-c", LIGHT, "assess", str(chat), "--json"],
        stdin=ours,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    os.close(terminal)
    os.close(ours)
    assert "Which day is 05/03/2026 (in chat.txt)?" in ran.stderr
    told = json.loads(ran.stdout)
    assert (told["coverage"]["from"], told["coverage"]["to"]) == ("2026-05-03", "2026-06-03")
    assert told["kinds_sent"] == {"text": 1}
    assert not any("likelier order" in said for said in told["unknowable"])
