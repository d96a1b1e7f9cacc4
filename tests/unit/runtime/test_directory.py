"""Whom a delivery concerns is decided by the secret it was signed with and the ids it names."""

import threading

from saath.runtime.directory import Connection, Directory, Snapshot
from saath.whatsapp.peek import Peek

ASHA = Connection("asha", "551", "waba-a", "portfolio-a", (b"old", b"new"), "token-a")
RAVI = Connection("ravi", "552", "waba-r", "portfolio-r", (b"ravi",), "token-r")


def named(*numbers: str, accounts: tuple[str, ...] = ()) -> Peek:
    return Peek(frozenset(numbers), frozenset(accounts), bulk=False, readable=True)


def test_both_secrets_count_while_one_is_being_replaced() -> None:
    snapshot = Snapshot([ASHA])
    assert snapshot.concerned(b"old", named("551")) == {"asha"}
    assert snapshot.concerned(b"new", named("551")) == {"asha"}


def test_a_delivery_that_names_only_the_account_or_the_portfolio_finds_its_business() -> None:
    snapshot = Snapshot([ASHA, RAVI])
    assert snapshot.concerned(b"ravi", named(accounts=("waba-r",))) == {"ravi"}
    assert snapshot.concerned(b"ravi", named(accounts=("portfolio-r",))) == {"ravi"}


def test_the_secret_of_one_business_opens_no_other() -> None:
    snapshot = Snapshot([ASHA, RAVI])
    assert snapshot.concerned(b"ravi", named("551", accounts=("waba-a",))) == frozenset()


def test_a_missing_id_owns_nothing() -> None:
    bare = Connection("asha", "551", "", "", (b"s",), "t")
    assert Snapshot([bare]).concerned(b"s", named("")) == frozenset()


def test_only_known_tokens_are_accepted() -> None:
    snapshot = Snapshot([ASHA, Connection("x", "9", "", "", (b"x",), "")])
    assert snapshot.accepts("token-a")
    assert not snapshot.accepts("token-b")
    assert not snapshot.accepts("")


def test_an_unreadable_store_leaves_the_last_directory_in_place() -> None:
    readings = [[ASHA]]
    tried = threading.Event()

    def read() -> list[Connection]:
        if readings:
            return readings.pop()
        tried.set()
        raise OSError("the database is away")

    directory = Directory(read)
    directory.reload()
    assert tried.wait(5)
    assert directory().concerned(b"new", named("551")) == {"asha"}
    directory.close()


def test_a_new_number_is_known_after_a_reload() -> None:
    readings = [[ASHA], [ASHA, RAVI]]
    directory = Directory(lambda: readings[0])
    readings.pop(0)
    directory.reload()
    deadline = threading.Event()
    for _ in range(100):
        if directory().concerned(b"ravi", named("552")):
            break
        deadline.wait(0.02)
    assert directory().concerned(b"ravi", named("552")) == {"ravi"}
    directory.close()
