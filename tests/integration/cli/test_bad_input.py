"""Whatever is wrong is said in one sentence with a next step, and never with a traceback."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, Ran, Running, free_port, saath

GARBAGE = bytes(range(256)) * 64


def assert_a_sentence(ran: Ran, code: int, *words: str) -> None:
    """One line to people; to programs one object as well."""
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("saath: ")
    for word in words:
        assert word in ran.err
    if ran.out:
        assert ran.object["exit_code"] == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("frobnicate",), ("frobnicate", "saath --help")),
        (("up", "--frob"), ("--frob", "saath up --help")),
        (("verify", "--json"), ("--data", "saath verify --help")),
        (("up", "--data", "x", "--port", "many"), ("many", "saath up --help")),
    ],
)
def test_a_wrong_command_line_names_the_help(
    arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert_a_sentence(saath(*arguments), 2, *words)


def test_a_check_that_does_not_exist_is_not_well(tmp_path: Path) -> None:
    ran = saath("doctor", "--data", tmp_path, "--only", "zz")
    assert_a_sentence(ran, 2, "zz", "graph", "journal")


@pytest.mark.parametrize("group", [(), ("keys",)])
def test_a_group_alone_says_what_is_in_it(group: tuple[str, ...]) -> None:
    ran = saath(*group)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"Usage: {' '.join(('saath', *group))} [OPTIONS]")


@pytest.mark.parametrize("command", ["up", "keys new"])
def test_a_folder_without_an_installation_is_refused(tmp_path: Path, command: str) -> None:
    ran = saath(*command.split(), "--data", tmp_path / "nowhere")
    assert_a_sentence(ran, 3, "saath init")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = saath("init", "--data", tmp_path / "file" / "data", "--json")
    assert_a_sentence(ran, 3, "--data")
    assert ran.object["exit_code"] == 3


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://root@127.0.0.1/saath", ("postgresql://",)),
        ("postgresql://[", ("postgresql://",)),
        ("postgresql://saath@127.0.0.1:1/saath", ("DATABASE_URL",)),
    ],
)
def test_a_wrong_address_of_a_database_is_refused(
    tmp_path: Path, url: str, words: tuple[str, ...]
) -> None:
    assert_a_sentence(saath("init", "--data", tmp_path / "data", url=url), 3, *words)
    assert not (tmp_path / "data").exists()


def test_an_address_that_the_folder_was_not_made_for_is_refused(
    installation: Installation, postgres_url: str
) -> None:
    ran = saath("up", "--data", installation.data, url=postgres_url)
    assert_a_sentence(ran, 3, "sqlite", "DATABASE_URL")


def _spoil_key(data: Path) -> None:
    (data / "key").write_text("not a key")


def _spoil_settings(data: Path) -> None:
    (data / "saath.toml").write_text("[[")


def _spoil_journal(data: Path) -> None:
    _overwrite(data, "journal.db")


def _spoil_store(data: Path) -> None:
    _overwrite(data, "store.db")


def _spoil_tables(data: Path) -> None:
    _overwrite(data, "tables-1.db")


def _lose_tables(data: Path) -> None:
    for path in data.glob("tables-1.db*"):
        path.unlink()


def _overwrite(data: Path, name: str) -> None:
    for path in data.glob(f"{name}*"):
        path.unlink()
    (data / name).write_bytes(GARBAGE)


@pytest.mark.parametrize(
    ("command", "spoil", "code", "word"),
    [
        ("up", _spoil_key, 3, "key"),
        ("up", _spoil_settings, 3, "backup"),
        ("up", _spoil_journal, 4, "backup"),
        ("verify", _spoil_journal, 4, "backup"),
        ("keys new", _spoil_store, 4, "backup"),
        ("up", _spoil_tables, 4, "saath init"),
        ("verify", _lose_tables, 4, "saath init"),
    ],
)
def test_a_damaged_installation_says_which_file_and_what_to_do(
    installation: Installation,
    command: str,
    spoil: Callable[[Path], None],
    code: int,
    word: str,
) -> None:
    spoil(installation.data)
    assert_a_sentence(installation.run(command), code, word, str(installation.data))


@pytest.mark.parametrize("lost", ["removed", "emptied"])
def test_who_lost_the_journal_is_not_led_into_losing_the_chats(
    installation: Installation, lost: str
) -> None:
    for path in installation.data.glob("journal.db*"):
        path.unlink()
    if lost == "emptied":
        (installation.data / "journal.db").touch()
    before = {path: path.read_bytes() for path in installation.data.glob("*.db")}
    for command in ("init", "up", "rebuild"):
        assert_a_sentence(installation.run(command), 4, "journal", "Restore the whole backup")
    assert {path: path.read_bytes() for path in installation.data.glob("*.db")} == before


def test_a_record_that_is_not_what_was_written_is_not_folded(installation: Installation) -> None:
    journal = sqlite3.connect(installation.data / "journal.db")
    with journal:
        journal.execute("UPDATE record SET body = x'00' WHERE position = 1")
    journal.close()
    assert_a_sentence(installation.run("rebuild"), 4, "position 1", "backup")


def test_a_taken_port_is_refused(installation: Installation, running: Running) -> None:
    other = installation.run("up", "--port", running.port)
    assert_a_sentence(other, 3, str(running.port), "--port")


def test_a_second_up_on_a_folder_is_refused(running: Running) -> None:
    second = running.made.run("up", "--port", free_port())
    assert_a_sentence(second, 3, "already runs", str(running.made.data))


@pytest.mark.parametrize("command", ["serve", "work"])
def test_processes_of_their_own_are_refused_on_sqlite(
    installation: Installation, command: str
) -> None:
    assert_a_sentence(installation.run(command), 3, "saath up", "PostgreSQL")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("My project")
    ran = saath("init", "--data", tmp_path)
    assert_a_sentence(ran, 3, "is not empty and holds no installation", "--data")
    assert [entry.name for entry in tmp_path.iterdir()] == ["README.md"]
