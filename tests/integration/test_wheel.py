"""The wheel: built from this checkout, it holds the whole package and works in an empty environment."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
# Sources of something else that is in the wheel, or caches.
LEFT_OUT = {".po", ".pot", ".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once."""
    out = tmp_path_factory.mktemp("dist")
    _run(UV, "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", out, ROOT)
    return next(out.glob("saath-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, with the locked dependencies, into an environment that has nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    locked = folder / "locked.txt"
    export = ("export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-header")
    _run(UV, *export, "--project", ROOT, "--output-file", locked)
    _run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
    python = folder / "env" / "bin" / "python"
    _run(UV, "pip", "install", "--quiet", "--python", python, "--requirement", locked)
    _run(UV, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel)
    return folder / "env" / "bin"


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    package = ROOT / "src" / "saath"
    ours = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert ours - packed == set()
    assert {name for name in packed if not name.startswith("saath")} == set()
    assert any(name.endswith("/licenses/LICENSE") for name in packed)


def test_the_installed_command_explains_itself(installed: Path, tmp_path: Path) -> None:
    shown = _run(installed / "saath", "--help", cwd=tmp_path)
    assert "init" in shown
    assert "assess" in shown


def test_the_installed_command_starts_an_installation(installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "shop"
    first = json.loads(_run(installed / "saath", "init", "--data", data, "--json", cwd=tmp_path))
    assert first["webhook"]["path"] == "/webhooks/whatsapp"
    assert first["api_key"]
    found = json.loads(_run(installed / "saath", "verify", "--data", data, "--json", cwd=tmp_path))
    assert found["equal"] is True


def test_the_installed_command_assesses_a_chat(installed: Path, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("13/01/2025, 10:00 - Bina: rate?\n13/01/2025, 10:01 - Dukan: 40\n")
    page = tmp_path / "report.html"
    words = ("assess", chat, "--me", "Dukan", "--json", "--html", page, "--language", "hi")
    told = json.loads(_run(installed / "saath", *words, cwd=tmp_path))
    assert told["coverage"]["messages"] == 2
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def _run(*command: object, cwd: Path = ROOT) -> str:
    """Run a command with nothing of this environment in its own, and return what it says."""
    apart = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in apart}
    words = [str(word) for word in command]
    ran = subprocess.run(words, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{words}: {ran.stderr}"
    return ran.stdout
