"""Policies come into force in journal order; bulk facts read the one of their own time."""

from saath.domain.policy import Number, Policy
from saath.store.policies import Policies, decode_policy, encode_policy


def test_a_policy_survives_its_record() -> None:
    number = Number("7001", "8001", "9001", "919000000001", 5, ("We are closed.",))
    policy = Policy("tea-house", 3, (number,))
    assert decode_policy(encode_policy(policy)) == policy


def test_before_the_first_policy_no_number_is_known() -> None:
    assert Policies("tea-house").latest == Policy("tea-house")
    assert Policies("tea-house").at(10**15) == Policy("tea-house")


def test_a_bulk_fact_reads_the_policy_published_before_it() -> None:
    policies = Policies("tea-house")
    for version, at in ((1, 10), (2, 20), (3, 15)):
        policies.publish(Policy("tea-house", version), at)
    assert [policies.at(moment).version for moment in (11, 20, 21)] == [1, 1, 3]
    assert policies.latest.version == 3


def test_what_a_clock_that_was_set_back_received_reads_the_first_policy() -> None:
    policies = Policies("tea-house")
    policies.publish(Policy("tea-house", 1), 10)
    assert [policies.at(moment).version for moment in (0, 10)] == [1, 1]
