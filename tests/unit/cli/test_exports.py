"""The commands that read exported chats, as a program meets them: stdout, stderr, exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from saath.cli.exports import assess, read_export
from saath.cli.printing import Refusal

CHAT = "13/01/2025, 10:00 - Bina: hi\n13/01/2025, 10:01 - Dukan: IMG-20250113-WA0001.jpg (file attached)\n"


def test_each_message_is_one_object_and_the_summary_goes_to_stderr(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT)
    ran = CliRunner().invoke(read_export, [str(path), "--jsonl"], standalone_mode=False)
    assert ran.return_value == 0
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [
        {
            "file": "chat.txt", "at": "2025-01-13T10:00:00", "author": "Bina", "kind": "text", "text": "hi",
            "edited": False, "attachment": None,
        },
        {
            "file": "chat.txt", "at": "2025-01-13T10:01:00", "author": "Dukan", "kind": "image", "text": "",
            "edited": False, "attachment": "IMG-20250113-WA0001.jpg",
        },
    ]  # fmt: skip
    told = json.loads(ran.stderr)
    assert {key: told[key] for key in ("messages", "unparsed_lines", "date_order", "proven")} == {
        "messages": 2, "unparsed_lines": 0, "date_order": "dmy", "proven": True,
    }  # fmt: skip


def test_what_cannot_be_read_ends_with_code_four_and_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(b"\x00\x01\x02")
    ran = CliRunner().invoke(read_export, [str(path), "--jsonl"], standalone_mode=False)
    assert ran.return_value == 4
    assert ran.stdout == ""
    sentence, summary = ran.stderr.splitlines()
    assert sentence.startswith("saath: photo.txt: This is not a text.")
    assert json.loads(summary)["refused"][0]["file"] == "photo.txt"


def asked(tmp_path: Path, *arguments: str) -> Result:
    lines = "".join(
        f"13/01/2025, 1{hour}:00 - Bina: bill bhejo?\n13/01/2025, 1{hour}:07 - Dukan: bheja hai\n"
        for hour in range(9)
    )
    path = tmp_path / "WhatsApp Chat with Bina.txt"
    path.write_text(lines, encoding="utf-8")
    return CliRunner().invoke(assess, [str(path), *arguments], standalone_mode=False)


def test_an_assessment_is_one_json_object_and_a_page_where_it_was_asked(tmp_path: Path) -> None:
    answers, page = tmp_path / "answers.toml", tmp_path / "report.html"
    answers.write_text('people = 1\nchats_a_day = 9\ndevices = ["phone"]\n')
    ran = asked(
        tmp_path, "--json", "--answers", str(answers), "--html", str(page), "--language", "ca"
    )
    assert ran.return_value == 0
    told = json.loads(ran.stdout)
    assert told["verdict"]["choice"] == "app"
    assert told["response_time"]["median_s"] == 420
    assert told["answers"]["people"] == 1
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "WhatsApp Chat with Bina.txt", "answers.toml", "report.html",
    ]  # fmt: skip


def test_without_json_a_person_gets_a_few_lines(tmp_path: Path) -> None:
    ran = asked(tmp_path)
    assert ran.stdout.splitlines()[0] in {
        "Stay on the app.",
        "Coexistence: keep the phone, add the API on the same number.",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--me", "Nobody"], 2, "The names in the chats: 'Bina', 'Dukan'."),
        (["--answers", "absent.toml"], 2, "absent.toml was not found"),
        (["--html", "/nowhere/at/all.html"], 2, "may not be written there"),
    ],
)
def test_a_mistake_gets_one_sentence(
    tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    ran = asked(tmp_path, *arguments)
    assert isinstance(ran.exception, Refusal)
    assert ran.exception.code == code
    assert sentence in ran.exception.message


def test_unreadable_files_alone_end_with_code_four(tmp_path: Path) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(b"\x00")
    ran = CliRunner().invoke(assess, [str(path)], standalone_mode=False)
    assert isinstance(ran.exception, Refusal)
    assert ran.exception.code == 4
