"""What a person may drop, and what a stranger may not slip in."""

import stat
import zipfile
from pathlib import Path

import pytest

from saath.chatexport import Unreadable, open_exports, read
from saath.chatexport.sources import title_of

CHAT = "13/01/2025, 10:00 - Bina: hi\n13/01/2025, 10:01 - Dukan: ok\n"


def zipped(path: Path, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_zip_with_media_gives_its_chat(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "WhatsApp Chat - Bina.zip",
        {"_chat.txt": CHAT, "00000002-PHOTO-2025-01-13.jpg": b"\xff", "notes.txt": "x"},
    )
    (source,) = open_exports(path)
    assert (source.name, source.title) == ("WhatsApp Chat - Bina.zip", "Bina")
    assert [record.file for batch in read(source).batches() for record in batch] == [
        source.name
    ] * 2


def test_a_zip_of_several_chats_gives_each(tmp_path: Path) -> None:
    names = ["WhatsApp Chat with Bina.txt", "WhatsApp Chat with Ravi.txt"]
    sources = open_exports(zipped(tmp_path / "all.zip", dict.fromkeys(names, CHAT)))
    assert [source.title for source in sources] == ["Bina", "Ravi"]
    assert sources[0].name == "all.zip/WhatsApp Chat with Bina.txt"


@pytest.mark.parametrize(
    "entries",
    [
        {"../_chat.txt": CHAT},
        {"/etc/_chat.txt": CHAT},
        {"_chat.txt": CHAT, "a\\..\\b.txt": "x"},
        {"_chat.txt": CHAT, "C:evil.txt": "x"},
        {"photo.jpg": b"x"},
        {"_chat.txt": b"\0" * 3_000_000 + b"x"},
    ],
    ids=["up", "absolute", "backslash", "drive", "no chat", "bomb"],
)
def test_a_suspicious_zip_is_refused_and_nothing_is_written(
    tmp_path: Path, entries: dict[str, str | bytes]
) -> None:
    path = zipped(tmp_path / "x.zip", entries)
    with pytest.raises(Unreadable):
        open_exports(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable, match="links"):
        open_exports(path)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"_chat.txt": CHAT})
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    path.write_bytes(raw)
    with pytest.raises(Unreadable, match="password"):
        open_exports(path)


def test_a_damaged_zip_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "x.zip", {"_chat.txt": CHAT * 200}).read_bytes()
    path = tmp_path / "cut.zip"
    for cut in (3, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:cut])
        with pytest.raises(Unreadable):
            read(open_exports(path)[0])
    path.write_bytes(whole[:60] + b"\x55" * 20 + whole[80:])
    with pytest.raises(Unreadable):
        read(open_exports(path)[0])


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.txt", Path("/dev/zero")):
        with pytest.raises(Unreadable):
            open_exports(path)


def test_a_text_over_a_gigabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as hollow:
        hollow.truncate((1 << 30) + 1)
    with pytest.raises(Unreadable, match="1 GB"):
        open_exports(path)


def test_one_endless_line_is_refused_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("13/01/2025, 10:00 - Bina: " + "x" * (20 << 20))
    with pytest.raises(Unreadable, match="longer"):
        read(open_exports(path)[0])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Asha Textiles.txt", "Asha Textiles"),
        ("WhatsApp_Chat_with_Asha.txt", "Asha"),
        ("WhatsApp Chat - Asha (1).zip", "Asha"),
        ("Xat de WhatsApp amb Asha.txt", "Asha"),
        ("आशा के साथ WhatsApp चैट.txt", "आशा"),
        ("notes.txt", ""),
    ],
)
def test_the_name_of_a_chat_is_read_from_its_file_name(name: str, title: str) -> None:
    assert title_of(name) == title


def test_a_shared_text_file_is_not_taken_for_a_chat(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "chats.zip", {"WhatsApp Chat with Asha.txt": CHAT, "notes.txt": "my notes"}
    )
    assert [source.title for source in open_exports(path)] == ["Asha"]


def test_a_folder_that_somebody_zipped_holds_its_chats(tmp_path: Path) -> None:
    mac: dict[str, str | bytes] = {
        "Chats/WhatsApp Chat with Asha.txt": CHAT,
        "__MACOSX/Chats/._WhatsApp Chat with Asha.txt": "\x00\x05",
        "Chats/WhatsApp Chat with Omar.txt": CHAT,
        "Chats/.DS_Store": "\x00",
    }
    assert [source.title for source in open_exports(zipped(tmp_path / "chats.zip", mac))] == [
        "Asha",
        "Omar",
    ]
    plain = zipped(tmp_path / "chats.zip", {"a/b/asha.txt": CHAT})
    assert [read(source).coverage.file for source in open_exports(plain)] == ["chats.zip"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xff\xd8\xff\xe0 a photo", "This is not a text"),
        (b"\x1f\x8b an archive", "This is not a text"),
        (CHAT.replace("\n", "\r").encode() * 2, "end in a way that WhatsApp never writes"),
    ],
)
def test_what_is_no_chat_is_refused_for_what_it_is(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        list(map(read, open_exports(path)))
