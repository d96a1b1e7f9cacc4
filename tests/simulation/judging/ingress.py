"""What came in: nothing acknowledged is lost, nothing unsigned is kept, everybody has their own."""

import hashlib
import hmac
from collections import Counter

from tests.simulation.judging.book import Book, bodies, everywhere


def judge(book: Book) -> None:
    """I1, I2, I32, I33 of one town."""
    _acknowledged(book)
    _signed(book)
    _own(book)


def _acknowledged(book: Book) -> None:
    """As many copies in the journal as there were yeses to the very same bytes."""
    kept = Counter(bodies(book.played, *everywhere(book.town)))
    for body, times in Counter(book.town.world.truth.bodies).items():
        if kept[body] < times:
            book.report(
                "I1", f"a delivery was acknowledged {times} times and kept {kept[body]} times"
            )


def _signed(book: Book) -> None:
    town = book.town
    for delivery, status in town.answers:
        told = delivery.headers.get("X-Hub-Signature-256", "")
        secret = town.world.ids.app_secret.encode()
        right = "sha256=" + hmac.new(secret, delivery.body, hashlib.sha256).hexdigest()
        if told != right and status == 200:
            book.report("I32", "a delivery without the right signature was acknowledged")
    if town.world.truth.fooled:
        book.report("I32", "a handshake with a wrong token was answered")


def _own(book: Book) -> None:
    """Nothing of another business is in this one's lanes."""
    posted = set(book.town.seen)
    for body in bodies(book.played, *everywhere(book.town)[:2]):
        if body not in posted:
            book.report("I33", "the journal holds a delivery that WhatsApp never posted for it")
