"""Text of a source in blocks: decoded strictly, cut at line ends, memory flat.

Every block starts with the line break before its first line, so that one pattern finds heads
everywhere. Line ends are made alike; nothing else is changed.
"""

import codecs
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saath.chatexport.records import Source, Unreadable

BLOCK = 1 << 18
MAX_LINE = 1 << 23
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines, each led by its line break, and the number of the first."""

    text: str
    line: int
    segment: int


def blocks(source: Source, breaks: Sequence[int] = ()) -> Iterator[Block]:
    """All lines of a source; a block never spans a line in `breaks` (where a style changes)."""
    line, segment = 1, 0
    for whole in _whole_lines(source):
        text = whole
        while segment < len(breaks) and line + text.count("\n") > breaks[segment]:
            cut = _nth_break(text, breaks[segment] - line)
            if cut:
                yield Block(text[:cut], line, segment)
            line, text, segment = breaks[segment], text[cut:], segment + 1
        yield Block(text, line, segment)
        line += text.count("\n")


def _nth_break(text: str, lines: int) -> int:
    position = 0
    for _ in range(lines):
        position = text.index("\n", position + 1)
    return position


def _whole_lines(source: Source) -> Iterator[str]:
    carry = "\n"
    for text in _decoded(source):
        carry += text
        if "\r" in carry:
            carry = carry.replace("\r\n", "\n")
        cut = carry.rfind("\n", 1)
        if cut > 0:
            yield carry[:cut]
            carry = carry[cut:]
        elif len(carry) > MAX_LINE:
            raise Unreadable("A line is longer than 8 million letters; this is not a chat.")
    if carry != "\n":
        yield carry


def _decoded(source: Source) -> Iterator[str]:
    try:
        with source.open() as raw:
            first = raw.read(BLOCK)
            encoding = _BOMS.get(first[:2], "utf-8")
            decoder = codecs.getincrementaldecoder(encoding)()
            chunk = first
            while chunk:
                text = _clean(decoder.decode(chunk))
                if chunk is first:
                    _refuse_lone_returns(text)
                yield text
                chunk = raw.read(BLOCK)
            yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unreadable(
            "The text is not UTF-8, as WhatsApp writes it. Export the chat again and do not open"
            " it in an editor before."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise Unreadable("The file is damaged. Export the chat again.") from None


def _refuse_lone_returns(text: str) -> None:
    """Line ends of a kind that WhatsApp never writes: all would be one message."""
    if "\n" not in text and text.count("\r") > 1:
        raise Unreadable(
            "The lines of this file end in a way that WhatsApp never writes. Export the chat again"
            " and do not open it in an editor before."
        )


def _clean(text: str) -> str:
    if "\x00" in text:
        raise Unreadable("This is not a text. Give the .txt or .zip that WhatsApp exported.")
    return text
