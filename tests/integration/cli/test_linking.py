"""`saath link`, `sync` and `number`, as an operator types them, on both engines."""

from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, install, wait_until
from tests.integration.cli.test_bad_input import assert_a_sentence
from tests.postgres import Cluster


def test_the_simulators_number_is_linked_and_proven(installation: Installation) -> None:
    linked = installation.run("link", "--simulator", "--json").object
    assert linked["state"] == "active"
    assert linked["problem"] is None
    assert all(0 <= linked["proof"][name] < 30_000 for name in ("inbound_ms", "echo_ms"))
    assert linked["sync"]["history"]["state"] == "complete"
    assert linked["sync"]["gaps"] == []
    sync = installation.run("sync", "--json").object
    assert sync["history"]["count"] == linked["sync"]["history"]["count"] > 1000
    assert sync["contacts"]["state"] == "receiving"
    number = installation.run("number", "--json").object
    assert (number["state"], number["provider"]) == ("active", "simulator")
    assert number["proof"] == linked["proof"]
    assert "is active" in installation.run("number").out
    installation.verify()


def test_a_served_simulator_is_given_no_address_that_dies_with_the_command(
    installation: Installation,
) -> None:
    ran = installation.run("link", "--simulator", "--simulator-url", "http://127.0.0.1:9")
    assert_a_sentence(ran, 2, "saath up", "--address")


def test_a_history_that_is_not_shared_is_declined(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    url = postgres_cluster.create_database()
    made = install(tmp_path / "data", url)
    linked = made.run("link", "--simulator", "--history", "decline", "--json").object
    assert (linked["state"], linked["sync"]["history"]["state"]) == ("active", "declined")
    assert linked["sync"]["proven_empty"][0]["to"] == linked["linked_at"]
    assert made.run("number", "--number", "000").code == 2
    postgres_cluster.drop_database(url)


def test_an_exported_chat_is_brought_by_the_operator(
    installation: Installation, tmp_path: Path
) -> None:
    chat = tmp_path / "WhatsApp Chat with +91 98200 11223.txt"
    chat.write_text("13/01/2020, 09:00 - +91 98200 11223: hello\n13/01/2020, 09:04 - Meera: ji\n")
    other = tmp_path / "WhatsApp Chat with Nobody.txt"
    other.write_text("13/01/2020, 09:00 - Nobody: hello\n13/01/2020, 09:04 - Meera: ji\n")
    assert installation.run("link", "--simulator", "--json").code == 0
    brought = installation.run("import-export", chat, other, "--me", "Meera", "--json")
    assert brought.code == 8
    assert brought.object["chats"] == [{"file": chat.name, "messages": 2, "added": 2, "shown": 2}]
    assert [one["file"] for one in brought.object["refused"]] == [other.name]
    assert "--phone" in brought.err
    alone = installation.run("import-export", other, "--phone", "+91 98200 11224", "--me", "Meera")
    assert (alone.code, "2 of them new" in alone.out) == (0, True)
    both = installation.run("import-export", chat, other, "--phone", "+91 98200 11224")
    assert both.code == 2
    with installation.up() as up:
        phones = {"919820011223", "919820011224"}

        def told() -> list[str]:
            chats = [c for c in up.everything("/conversations") if c["contact"]["phone"] in phones]
            shown = [m for c in chats for m in up.everything(f"/conversations/{c['id']}/messages")]
            return sorted(m["text"] for m in shown if m["origin"] == "export")

        wait_until(lambda: told() == ["hello", "hello", "ji", "ji"])
    installation.verify()


@pytest.mark.parametrize("words", ["link", "link --app-id 1 --app-secret-file nowhere"])
def test_what_is_missing_is_said(words: str, installation: Installation) -> None:
    ran = installation.run(words)
    assert ran.code == 2
    assert ran.err.startswith("saath: ")
