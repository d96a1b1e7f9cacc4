"""`saath doctor` and the lights, as an operator meets them: stopped, running, broken, mended."""

import json

from tests.integration.cli.product import Installation, Running, saath


def test_a_stopped_installation_is_looked_at_and_mended(installation: Installation) -> None:
    installation.data.chmod(0o755)
    ran = installation.run("doctor", "--json")
    assert ran.code == 3
    found = {one["id"]: one for one in ran.object["checks"]}
    assert len(found) >= 30
    assert found["folder.permissions"]["state"] == "act"
    assert found["up.running"]["state"] == "check"
    to = installation.data.parent / "b.tar.gz"
    backup = installation.run("backup", "--verify", "--to", to, "--json")
    assert (backup.code, backup.object["whole"]) == (0, True)
    mended = installation.run("doctor", "--fix", "--only", "folder", "--only", "backup", "--json")
    assert mended.code == 0
    assert {one["id"]: one["state"] for one in mended.object["checks"]}["backup.last"] == "ok"


def test_a_running_installation_is_looked_at_on_both_databases(running: Running) -> None:
    found = json.loads(running.made.run("doctor", "--json").out)
    states = {one["id"]: one["state"] for one in found["checks"]}
    assert states["up.running"] == "ok"
    assert states["journal.lock"] in {"ok", "none"}
    assert states["worker.lag"] == "ok"


def test_what_is_no_installation_is_said_in_sentences() -> None:
    ran = saath("doctor", "--data", "/nowhere/at/all")
    assert ran.code == 3
    assert "There is no folder" in ran.out
    assert "Traceback" not in ran.err
