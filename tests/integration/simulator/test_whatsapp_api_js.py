"""whatsapp-api-js, a client of others in another language, talks to the simulator as to Meta.

Needs node and npm, and the package: installed once into a cache outside the project. Where one of
them is missing the test is skipped and says so.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulator.aside import served_aside

PACKAGE = "whatsapp-api-js@6.3.0"
CLIENT = Path(__file__).with_name("client.mjs")


@pytest.fixture(scope="module")
def installed() -> Path:
    """The folder with the package."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "saath-tests" / PACKAGE.replace("@", "-")
    if not (folder / "node_modules" / "whatsapp-api-js").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"name": "saath-tests", "private": true}')
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", PACKAGE]
        try:
            subprocess.run(command, cwd=folder, check=True, timeout=60, capture_output=True)
        except (subprocess.SubprocessError, OSError):
            pytest.skip(f"npm could not fetch {PACKAGE}")
    return folder


@pytest.fixture(scope="module")
def outcome(installed: Path) -> dict[str, Any]:
    """What the client did and saw."""
    with served_aside() as sim:
        parts = [{"type": "BODY", "text": "Dear {{1}}, your saree is ready now."}]
        body = {"name": "ready", "category": "UTILITY", "language": "en", "components": parts}
        headers = {"Authorization": f"Bearer {sim.identity['token']}"}
        target = f"/v25.0/{sim.identity['waba_id']}/message_templates"
        assert sim.http.post(target, json=body, headers=headers).status_code == 200
        sim.do("advance", seconds=5)
        command = ["node", str(CLIENT), json.dumps(sim.identity), str(installed)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout.splitlines()[-1])
        assert isinstance(found, dict)
        return found | {"truth": sim.truth()}


def test_everything_it_sends_is_accepted(outcome: dict[str, Any]) -> None:
    refused = {kind: a for kind, a in outcome["answers"].items() if "messages" not in a}
    assert refused == {}
    received = outcome["truth"]["received"]["p915551234567"]
    assert {a["messages"][0]["id"] for a in outcome["answers"].values()} == set(received)


def test_media_goes_both_ways(outcome: dict[str, Any]) -> None:
    assert outcome["media_back"] is True
    assert outcome["mime"] == "image/png"
    assert outcome["removed"] == {"success": True}


def test_it_verifies_and_reads_the_webhooks(outcome: dict[str, Any]) -> None:
    seen = outcome["seen"]
    assert seen["refused"] == 0
    assert {m["id"] for m in seen["messages"]} == {
        outcome["written"]["wamid"],
        outcome["picture"]["wamid"],
    }
    sent = {a["messages"][0]["id"] for a in outcome["answers"].values()}
    assert {status["id"] for status in seen["statuses"]} <= sent
    assert seen["statuses"]


def test_reading_and_blocking_are_answered(outcome: dict[str, Any]) -> None:
    assert outcome["read"] == {"success": True}
    assert outcome["blocked"]["block_users"]["added_users"][0]["wa_id"] == "915551234567"
