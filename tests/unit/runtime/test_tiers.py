"""Limits are read once a minute, for each business by itself."""

from saath.runtime.tiers import RELOAD_S, KnownTiers


def test_limits_are_read_again_when_they_are_old() -> None:
    asked: list[str] = []
    told, now = {"551": ("TIER_2K", 1)}, 100.0

    def read(business: str) -> dict[str, tuple[str, int]]:
        asked.append(business)
        return dict(told)

    known = KnownTiers(read, lambda: now)
    assert known("asha", "551") == ("TIER_2K", 1)
    assert known("asha", "552") == ("", 0)
    told["551"] = ("TIER_10K", 2)
    assert known("asha", "551") == ("TIER_2K", 1)
    assert known("bela", "551") == ("TIER_10K", 2)
    now += RELOAD_S + 1
    assert known("asha", "551") == ("TIER_10K", 2)
    assert asked == ["asha", "bela", "asha"]
