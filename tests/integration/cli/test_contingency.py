"""Survive the loss of the machine: what was there comes back, on either database, and stays quiet."""

import io
import shutil
import tarfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from saath.runtime.clock import now_ms
from tests.deliveries import DAY, delivery, echoed, remembered, reported, said
from tests.fake_media import PDF
from tests.integration.cli.product import HTTP, Installation, Ran, Running, saath

PHONE = "919000000005"


def full(up: Running) -> None:
    """Some of everything: history, live words, an echo, its status."""
    told = [
        delivery(remembered(PHONE, [("wamid.h", -9000, "long ago", "in")])),
        delivery(said("wamid.1", 1, "hello", phone=PHONE)),
        delivery(echoed("wamid.2", 2, "ji", phone=PHONE)),
        delivery(reported("wamid.2", 3, "read", phone=PHONE)),
    ]
    assert [up.deliver(body) for body in told] == [200] * 4
    up.await_messages(3)
    today = now_ms() // 1000 - DAY
    assert up.deliver(delivery(said("wamid.3", today, "the bill?", phone=PHONE))) == 200
    up.await_messages(4)
    send_file(up)
    up.await_messages(5)


def send_file(up: Running) -> None:
    """A file is kept and waits to be sent."""
    bearer = {"Authorization": f"Bearer {up.made.told['api_key']}"}
    api = f"{up.address}/api/v1"
    kept = HTTP.post(f"{api}/media", files={"file": ("bill.pdf", PDF)}, headers=bearer).json()
    (conversation,) = up.everything("/conversations")
    where = f"{api}/conversations/{conversation['id']}/messages"
    body = {"type": "document", "media": {"id": kept["id"], "filename": "bill.pdf"}}
    asked = HTTP.post(where, json=body, headers=bearer | {"Idempotency-Key": "bill"})
    assert asked.status_code == 201, asked.text


def backed_up(made: Installation, to: Path, *options: str) -> Ran:
    """A backup taken while customers may write."""
    with made.up() as up:
        full(up)
        return made.run("backup", "--to", to, "--json", *options)


@pytest.fixture(scope="module")
def kept(template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with some of everything, and backup.tar.gz, with its key, beside it."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(template.data, folder / "data")
    made = replace(template, data=folder / "data")
    ran = backed_up(made, folder / "backup.tar.gz", "--with-key")
    assert ran.code == 0, ran.err
    return made


@pytest.fixture(scope="module")
def archive(kept: Installation) -> Path:
    """The backup."""
    return kept.data.with_name("backup.tar.gz")


def restored(archive: Path, data: Path, *options: object, url: str = "") -> Ran:
    return saath("restore", archive, "--data", data, "--verify", "--json", *options, url=url)


def test_a_backup_comes_back_as_it_was_and_takes_deliveries_with_the_same_secrets(
    kept: Installation, archive: Path, tmp_path: Path
) -> None:
    ran = restored(archive, tmp_path / "again")
    assert ran.code == 0, ran.err
    assert ran.object["equal"] is True
    assert ran.object["state_hash"] == kept.verify()["state_hash"]
    assert datetime.fromisoformat(ran.object["created_at"]).tzinfo is not None
    again = Installation(tmp_path / "again", "", kept.told)
    with again.up() as up:
        assert up.deliver(delivery(said("wamid.9", 9, "still here?", phone=PHONE))) == 200
        assert len(up.await_messages(6)) == 6
        (bill,) = [message for message in up.messages() if message["media"]]
        assert up.get(bill["media"]["url"].removeprefix("/api/v1")).content == PDF
        assert bill["status"] == "cancelled"
    # Everything automatic stands still until a person says go.
    assert again.run("resume", "--json").object["changed"] is True


def test_a_backup_of_one_database_comes_back_on_the_other(
    kept: Installation, archive: Path, tmp_path: Path, postgres_url: str
) -> None:
    ran = restored(archive, tmp_path / "moved", url=postgres_url)
    assert ran.code == 0, ran.err
    assert ran.object["equal"] is True
    moved = Installation(tmp_path / "moved", postgres_url, kept.told)
    assert moved.run("init", "--json").object["business"] == kept.told["business"]


def test_the_key_travels_only_when_it_is_asked_to(kept: Installation, tmp_path: Path) -> None:
    to = tmp_path / "bare.tar.gz"
    assert kept.run("backup", "--to", to).code == 0
    with tarfile.open(to) as tar:
        assert "key" not in tar.getnames()
    refused = restored(to, tmp_path / "again")
    assert refused.code == 3
    assert "--key-file" in refused.err
    ran = restored(to, tmp_path / "again", "--key-file", kept.data / "key")
    assert ran.code == 0, ran.err


def test_a_backup_overwrites_nothing_and_a_restore_fills_only_what_is_empty(
    kept: Installation, archive: Path
) -> None:
    assert kept.run("backup", "--to", archive).code == 2
    refused = restored(archive, kept.data)
    assert refused.code == 2
    assert "new folder" in refused.err


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_backup_that_was_cut_is_refused_in_one_sentence(
    part: float, archive: Path, tmp_path: Path
) -> None:
    content = archive.read_bytes()
    spoilt = tmp_path / "spoilt.tar.gz"
    spoilt.write_bytes(content[: int(len(content) * part)])
    ran = restored(spoilt, tmp_path / "again")
    assert ran.code == 4
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "again").exists()
    assert restored(archive, tmp_path / "again").code == 0


def test_the_key_of_another_installation_is_refused_and_leaves_nothing(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("5a" * 32)
    ran = saath(
        "restore", archive, "--data", tmp_path / "again", "--key-file", tmp_path / "key", "--verify"
    )
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "another installation's" in ran.err
    assert not (tmp_path / "again").exists()


def test_a_backup_into_a_folder_that_is_not_there_is_refused(kept: Installation) -> None:
    ran = kept.run("backup", "--to", kept.data.parent / "no-disk" / "b.tar.gz")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "no-disk" in ran.err


def test_a_file_that_is_not_what_its_name_says_is_refused(archive: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.tar.gz"
    with tarfile.open(archive) as old, tarfile.open(spoilt, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = file.read()
            if member.name.startswith("media/"):
                content = content[::-1]
            new.addfile(member, io.BytesIO(content))
    ran = restored(spoilt, tmp_path / "again")
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "damaged file" in ran.err


def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"hello")
    for name in ("letter", "nothing-there"):
        ran = restored(tmp_path / name, tmp_path / "again")
        assert ran.code == 4
        assert ran.err.count("\n") == 1
