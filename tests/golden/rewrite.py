"""Rewrite what the golden deliveries are expected to say. Read the difference before you keep it."""

from saath.whatsapp.parse import parse
from tests.golden.facts_text import WEBHOOKS, deliveries, expected, written


def main() -> None:
    """Write a `.facts` file beside every delivery, and remove those without one."""
    kept = {expected(delivery) for delivery in deliveries()}
    for stale in set(WEBHOOKS.rglob("*.facts")) - kept:
        stale.unlink()
    for delivery in deliveries():
        told = written(parse(delivery.read_bytes()))
        expected(delivery).write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
