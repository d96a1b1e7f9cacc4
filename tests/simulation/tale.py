"""The tale of one world: who did what when. Kept as it happens, written out only when asked."""

from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(slots=True)
class Tale:
    """Lines of (virtual time, who, what)."""

    start: int
    lines: list[tuple[int, str, str]] = field(default_factory=list)

    def tell(self, now: int, who: str, what: str) -> None:
        self.lines.append((now, who, what))

    def text(self) -> str:
        return "\n".join(
            f"{_clock(at - self.start)}  {who:<9} {what}" for at, who, what in self.lines
        )

    def digest(self) -> str:
        hashed = blake2b(digest_size=16)
        for line in self.lines:
            hashed.update(repr(line).encode())
        return hashed.hexdigest()


def _clock(ms: int) -> str:
    """Since the beginning: days, hours, minutes, seconds, milliseconds."""
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days:2}d {hours:02}:{minutes:02}:{seconds:02}.{ms:03}"
