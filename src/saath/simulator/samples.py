"""Small files with honest bytes, drawn from the seed: pictures, a voice note, a bill, a clip."""

import random
import struct
import zlib

MIME = {
    "image": "image/png",
    "audio": "audio/ogg; codecs=opus",
    "document": "application/pdf",
    "video": "video/mp4",
    "sticker": "image/webp",
}


_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(chance: random.Random, side: int = 96) -> bytes:
    """Draw a woven cloth: two colours in warp and weft."""
    one, two = (bytes(chance.randint(20, 235) for _ in range(3)) for _ in range(2))
    step = chance.choice((6, 8, 12))
    rows = (
        b"\0" + b"".join(one if (x // step + y // step) % 2 else two for x in range(side))
        for y in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows))
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def document(title: str) -> bytes:
    """Write a one-page bill."""
    safe = "".join(sign for sign in title if sign.isascii() and sign not in "()\\")
    page = f"BT /F1 18 Tf 72 720 Td ({safe}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    out = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def voice(chance: random.Random) -> bytes:
    """An Ogg page with an Opus head and some silence."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 16000, 0, 0)
    page = b"OggS\0\x02" + bytes(8) + struct.pack("<III", chance.getrandbits(32), 0, 0)
    return page + bytes([1, len(head)]) + head + chance.randbytes(400)


def clip(chance: random.Random) -> bytes:
    kind = b"isom\0\0\x02\0isomiso2mp41"
    return struct.pack(">I", 8 + len(kind)) + b"ftyp" + kind + chance.randbytes(900)


def sticker(chance: random.Random) -> bytes:
    data = b"VP8L" + struct.pack("<I", 30) + chance.randbytes(30)
    return b"RIFF" + struct.pack("<I", 4 + len(data)) + b"WEBP" + data


def sample(kind: str, chance: random.Random, title: str = "Meera Sarees") -> bytes:
    """Make a file of a kind."""
    match kind:
        case "image":
            return picture(chance)
        case "document":
            return document(title)
        case "audio":
            return voice(chance)
        case "video":
            return clip(chance)
        case "sticker":
            return sticker(chance)
        case _:
            raise ValueError(f"no sample of the kind {kind!r}")
