"""An export says for certain who wrote and when, or it is refused with the way to say it."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saath.queries.people import Entry
from saath.store.imports import line_key
from saath.transition.chats import Unplaced, read_chats
from saath.transition.chats.naming import phone_of

BOOK = (
    Entry("p1", "Asha Devi", "919820011223"),
    Entry("p1", "Asha Devi", ""),
    Entry("p2", "Beena", "919820011224"),
    Entry("p3", "beena ", "919820011225"),
    Entry("p4", "Chitra", ""),
)
CHAT = """13/01/2026, 09:00 - Messages and calls are end-to-end encrypted.
13/01/2026, 09:00 - Asha: hello
13/01/2026, 09:00 - Asha: hello
13/01/2026, 09:00 - Meera Sarees: ji
13/01/2026, 09:01 - Asha: IMG-1.jpg (file attached)
red one
"""


def written(folder: Path, text: str = CHAT, name: str = "WhatsApp Chat with Asha.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_keep_their_order_and_count_their_equals(tmp_path: Path) -> None:
    (chat,) = read_chats([written(tmp_path)]).chats
    assert (chat.file, chat.name) == ("WhatsApp Chat with Asha.txt", "Asha")
    nine = int(datetime(2026, 1, 13, 3, 30, tzinfo=UTC).timestamp()) * 1000
    assert [(line.at - nine, line.out, line.text, line.nth) for line in chat.lines] == [
        (0, False, "hello", 0),
        (1, False, "hello", 1),
        (2, True, "ji", 0),
        (60_000, False, "red one", 0),
    ]
    assert chat.lines[3].kind == "media_placeholder"
    assert len({line_key("91", line) for line in chat.lines}) == 4


def test_seconds_change_no_name(tmp_path: Path) -> None:
    (plain,) = read_chats([written(tmp_path)]).chats
    ios = CHAT.replace("13/01/2026, 09:00 - ", "[13/01/2026, 09:00:17] ")
    ios = ios.replace("13/01/2026, 09:01 - ", "[13/01/2026, 09:01:40] ")
    (exact,) = read_chats([written(tmp_path, ios)]).chats
    keys = [[line_key("91", line) for line in chat.lines] for chat in (plain, exact)]
    assert keys[0][:3] == keys[1][:3]


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        (CHAT.replace("13/", "03/"), "WhatsApp Chat with Asha.txt", "--date-order dmy or mdy"),
        (CHAT, "chat.txt", "--me NAME"),
        (CHAT + "13/01/2026, 09:02 - Dev: me too\n", "WhatsApp Chat with Asha.txt", "groups"),
        ("nothing", "WhatsApp Chat with Asha.txt", "No line starts"),
    ],
)
def test_what_is_not_certain_is_refused(tmp_path: Path, text: str, name: str, reason: str) -> None:
    found = read_chats([written(tmp_path, text, name)])
    ((file, why),) = found.refused
    assert (found.chats, file) == ([], name)
    assert reason in why


def test_who_knows_says_who_the_business_is_and_how_it_writes_days(tmp_path: Path) -> None:
    path = written(tmp_path, CHAT.replace("13/", "03/"), "chat.txt")
    (chat,) = read_chats([path], ["meera sarees"], "dmy").chats
    assert chat.name == "Asha"
    assert datetime.fromtimestamp(chat.lines[0].at / 1000, UTC).month == 1


def test_one_file_that_is_refused_spoils_no_other(tmp_path: Path) -> None:
    found = read_chats([tmp_path / "absent.txt", written(tmp_path)])
    assert ([one.name for one in found.chats], len(found.refused)) == (["Asha"], 1)


def test_whose_chat_it_is_is_never_guessed() -> None:
    assert phone_of("asha devi", BOOK) == "919820011223"
    assert phone_of("+91 98200 99999", BOOK) == "919820099999"
    for name in ("Beena", "Chitra", "Dev", "98"):
        with pytest.raises(Unplaced):
            phone_of(name, BOOK)
