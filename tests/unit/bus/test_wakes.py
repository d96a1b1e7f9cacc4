from saath.bus.wakes import WAKE_BYTES_MAX, Wake, decode, encode


def test_a_wake_up_is_read_as_it_was_said() -> None:
    wake = Wake("tables", "bakery", ("c1", "c2"))
    assert decode(encode(wake)) == wake


def test_one_that_names_too_much_names_less() -> None:
    many = Wake("tables", "bakery", tuple(f"conversation-{n}" for n in range(100)))
    assert decode(encode(many)) == Wake("tables", "bakery")
    assert decode(encode(Wake("live", "b" * 2_000))) == Wake("live")
    assert len(encode(many)) <= WAKE_BYTES_MAX


def test_what_nobody_of_ours_says_is_ignored() -> None:
    assert decode(b"\xff{") is None
    assert decode('{"topic": "weather"}') is None
