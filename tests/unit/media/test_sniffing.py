"""What a file is, by its bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saath.media import sniff, told_apart

OFFICE = "application/vnd.openxmlformats-officedocument"
UNKNOWN = "application/octet-stream"


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"GIF89a", "", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"\0\0\0\x18ftyp3gp4", "", "video/3gpp"),
        (b"\0\0\0\x18ftypM4A ", "", "audio/mp4"),
        (b"\0\0\0\x18ftypisom", "", "video/mp4"),
        (b"ID3\x04", "", "audio/mpeg"),
        (b"\xff\xfb\x90", "", "audio/mpeg"),
        (b"\xff\xf1\x50", "", "audio/aac"),
        (b"#!AMR\n", "", "audio/amr"),
        (b"PK\x03\x04", "a.docx", f"{OFFICE}.wordprocessingml.document"),
        (b"PK\x03\x04", "a.zip", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "application/vnd.ms-excel"),
        ("नमस्ते".encode()[:-1], "a.txt", "text/plain"),
        (b"tea\0", "a.txt", UNKNOWN),
        (b"<html>", "a.html", UNKNOWN),
        (b"%PDF-1.7", "a.exe", "application/pdf"),
        (b"", "", UNKNOWN),
    ],
)
def test_the_beginning_tells_and_the_name_only_between_kinds_of_one_container(
    head: bytes, name: str, mime: str
) -> None:
    assert sniff(head, name) == mime


def test_what_nothing_tells_keeps_its_announced_type_if_no_page_shows_it() -> None:
    assert told_apart(b"x", "text/vcard") == "text/vcard"
    assert told_apart(b"x", f"{OFFICE}.wordprocessingml.document").endswith("document")
    assert told_apart(b"x", "text/html; charset=utf-8") == UNKNOWN
    assert told_apart(b"x", "image/png") == UNKNOWN
    assert told_apart(b"\0\0\0\x18ftypisom", "audio/mp4") == "audio/mp4"


@given(st.binary(max_size=64), st.text(max_size=20), st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_bytes_are_shown_as_a_page(head: bytes, announced: str, name: str) -> None:
    for mime in (sniff(head, name), told_apart(head, announced, name)):
        assert not any(sign in mime.lower() for sign in ("html", "svg", "script"))
