"""Seeded chance: one stream a name, so that drawing more of one thing moves no other."""

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Chance:
    """The source of everything that looks random in a world."""

    seed: int
    _streams: dict[str, random.Random] = field(default_factory=dict)

    def of(self, name: str) -> random.Random:
        if name not in self._streams:
            stream = random.Random(f"{self.seed}:{name}")  # noqa: S311 - seeded on purpose
            self._streams[name] = stream
        return self._streams[name]

    def digits(self, name: str, count: int) -> str:
        stream = self.of(name)
        return str(stream.randint(1, 9)) + "".join(
            str(stream.randint(0, 9)) for _ in range(count - 1)
        )

    def hexadecimal(self, name: str, count: int) -> str:
        return "".join(self.of(name).choices("0123456789ABCDEF", k=count))
