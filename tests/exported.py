"""An exported chat with a secret in it, and the search for what is left of it on a disk."""

from itertools import count
from pathlib import Path

CHAT = "WhatsApp Chat with Zubeida.txt"
SECRET = "ye baat sirf hamare beech rahe 4711"


def chat(customer: str = "Zubeida", *, days: int = 12, secret: str = SECRET) -> bytes:
    """A chat with questions, answers and something nobody else should read."""
    lines = [f"14/02/2026, 09:00 - {customer}: {secret}", "14/02/2026, 09:04 - Dukan: theek hai"]
    for day in count(15):
        if day == 15 + days:
            break
        lines += [
            f"{day}/02/2026, 10:00 - {customer}: rate kya hai iska",
            f"{day}/02/2026, 10:0{day % 7} - Dukan: 450 per piece",
        ]
    return ("\n".join(lines) + "\n").encode()


def left_of(text: str, folder: Path) -> list[str]:
    """The files under a folder that hold a text."""
    wanted = text.encode()
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()
    ]
