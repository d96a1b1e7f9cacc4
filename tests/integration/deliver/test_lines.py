"""Where a number speaks is kept sealed, can change, and is followed."""

from saath.runtime.lines import RELOAD_S, KnownLines
from saath.store.kinds import PRIMARY
from saath.store.lines import GraphLine, list_lines, set_line
from saath.store.models import Connection
from saath.store.tenancy import as_business
from saath.whatsapp.graph import Line
from tests.sending import House

KEY = b"k" * 32
FIRST = GraphLine("tea-house", "551", "http://127.0.0.1:1", "secret")


def connected(house: House) -> None:
    with as_business("tea-house", PRIMARY):
        Connection.objects.using(PRIMARY).create(
            business="tea-house", phone_number_id="551", waba_id="w", portfolio_id="p",
            provider="meta", app_secret=b"", verify_token=b"", created_at=house.now,
        )  # fmt: skip


def test_an_address_and_its_token_are_kept_and_may_change(house: House) -> None:
    connected(house)
    assert list_lines(KEY) == []
    set_line(FIRST, KEY, nonce=b"n" * 12)
    assert list_lines(KEY) == [FIRST]
    set_line(GraphLine("tea-house", "551", "http://127.0.0.1:2/", ""), KEY, nonce=b"m" * 12)
    (kept,) = list_lines(KEY)
    assert (kept.url, kept.token) == ("http://127.0.0.1:2", "secret")
    with as_business("tea-house", PRIMARY):
        assert b"secret" not in bytes(Connection.objects.using(PRIMARY).get().graph_token)


def test_a_worker_follows_a_changed_address_within_seconds() -> None:
    told, ticks = [FIRST], [0.0]
    lines = KnownLines(lambda: told, lambda: ticks[0])
    assert lines("tea-house", "551") == Line("http://127.0.0.1:1", "551", "secret")
    assert lines("tea-house", "552") is None
    assert lines("other", "551") is None
    told.clear()
    assert lines("tea-house", "551") is not None
    ticks[0] = RELOAD_S + 0.1
    assert lines("tea-house", "551") is None
