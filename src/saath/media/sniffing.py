"""What a file is, told by its first bytes. What somebody calls it is a hint, never believed.

Only as much as decides what may be shown in a page, and what WhatsApp takes as what.
"""

from typing import Final

UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Shown in a page: nothing that can hold a script that a browser would run as ours. No SVG.
INLINE: Final = frozenset(
    {
        *("image/jpeg", "image/png", "image/webp", "image/gif"),
        *("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
        *("video/mp4", "video/3gpp", "application/pdf"),
    }
)
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
)
_MPEG: Final = frozenset({b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"})
_AAC: Final = frozenset({b"\xff\xf1", b"\xff\xf9"})
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_NAME: Final = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
}
_MARKUP: Final = ("html", "xml", "svg", "script", "css")
_OF_ZIP: Final = frozenset({"docx", "xlsx", "pptx"})
# One container, several names: which it is only its tracks would tell.
_SAME: Final = frozenset(
    {("video/mp4", "audio/mp4"), ("video/mp4", "video/3gpp"), ("audio/mp4", "video/mp4")}
)


def sniff(head: bytes, filename: str = "") -> str:
    """The type of a file that begins so. The name decides only between kinds of one container."""
    for beginning, mime in _BEGINNINGS:
        if head.startswith(beginning):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head[:2] in _MPEG:
        return "audio/mpeg"
    if head[:2] in _AAC:
        return "audio/aac"
    return _document(head, filename.rpartition(".")[2].lower())


def _of_brand(brand: bytes) -> str:
    if brand.startswith(b"3g"):
        return "video/3gpp"
    return "audio/mp4" if brand in {b"M4A ", b"M4B "} else "video/mp4"


def _document(head: bytes, extension: str) -> str:
    if head.startswith(_OLD_OFFICE) and extension not in _OF_ZIP:
        return _BY_NAME.get(extension, UNKNOWN)
    if head.startswith(b"PK\x03\x04") and extension in _OF_ZIP:
        return _BY_NAME[extension]
    return TEXT if extension in {"txt", "text"} and _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """UTF-8 without control signs; the last sign may be cut in the middle."""
    text = head.decode("utf-8", "ignore")
    cut = len(head) - len(text.encode())
    return cut <= 3 and not any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text)


def told_apart(head: bytes, announced: str, filename: str = "") -> str:
    """What a file that was announced as something is kept as: its bytes decide.

    A type that no beginning tells is kept as announced, as long as it is never shown in a page.
    """
    plain = announced.partition(";")[0].strip().lower()
    found = sniff(head, filename)
    if found == plain or (found, plain) in _SAME:
        return plain
    if found != UNKNOWN:
        return found
    return UNKNOWN if plain in INLINE or not _is_harmless(plain) else plain


def _is_harmless(mime: str) -> bool:
    """A type that browsers only save: a document, an archive, a text; nothing with markup."""
    kind, _slash, name = mime.partition("/")
    office = name.startswith("vnd.openxmlformats")
    markup = not office and any(sign in name for sign in _MARKUP)
    return kind in {"application", "text"} and name.isascii() and not markup


def inline_type(mime: str) -> str:
    """The type to send a file with: its own where a page may show it, else nothing in particular."""
    return mime if mime in INLINE else UNKNOWN
