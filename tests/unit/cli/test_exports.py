"""The commands that read exported chats, as a program meets them: stdout, stderr, exit code."""

import json
from pathlib import Path

from click.testing import CliRunner

from saath.cli.exports import read_export

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
