from saath.journal.errors import HeadMoved, JournalCorrupt, JournalError


def test_every_refusal_can_be_caught_as_one() -> None:
    assert issubclass(HeadMoved, JournalError)


def test_damage_is_a_sentence_that_names_the_place() -> None:
    damage = JournalCorrupt("bakery", "live", 17, "the record is missing")
    assert "'bakery'" in str(damage)
    assert "position 17" in str(damage)
    assert str(JournalCorrupt(*damage.args)) == str(damage)
