"""Three lights: as bad as the worst that was measured, and never green by default."""

from dataclasses import replace

import pytest

from saath.domain.evidence import Backup, Evidence, Flow, Kept, NumberSeen, Report
from saath.domain.lights import ABSENT, Light, LightName, Sign, State, lights
from saath.domain.limits import DAY, HOUR, MINUTE, SECOND

NOW = 1_795_250_000_000
WELL = Evidence(
    Kept("writable", 50_000_000_000, NOW - 9 * DAY, Backup(NOW - HOUR, verified=True), 0, 0),
    Flow(lag_ms=0, echo_ms=2 * SECOND, sent=20),
    (
        NumberSeen(
            "7001",
            life="active",
            life_at=NOW - DAY,
            linked_at=NOW - 9 * DAY,
            phone_seen_at=NOW - HOUR,
            report=Report(
                NOW - MINUTE,
                permission="yes",
                permission_ends_at=NOW + 50 * DAY,
                status="CONNECTED",
                quality="GREEN",
                tier="TIER_2K",
                payment="yes",
                subscribed="yes",
                missing=(),
                coexists="yes",
            ),
        ),
    ),
)


def told(evidence: Evidence, *also: Sign) -> dict[LightName, State]:
    """The state of each light."""
    return {light.name: light.state for light in lights(evidence, now=NOW, also=also)}


def signs(found: tuple[Light, ...]) -> dict[str, Sign]:
    """Every sign by its id."""
    return {sign.id: sign for light in found for sign in light.signs}


def test_everything_measured_and_well_is_green() -> None:
    assert told(WELL) == {"kept": "green", "flowing": "green", "number": "green"}


def test_nothing_measured_is_nothing_green() -> None:
    assert set(told(Evidence()).values()) <= {"unknown", "check", "act"}
    assert told(Evidence())["flowing"] == "unknown"
    assert told(Evidence())["number"] == "unknown"


@pytest.mark.parametrize(
    ("kept", "state", "said"),
    [
        ({"journal": None}, "unknown", "journal.unknown"),
        ({"journal": "damaged"}, "act", "journal.damaged"),
        ({"journal": "readonly"}, "act", "journal.readonly"),
        ({"free_bytes": 1_000_000}, "act", "disk.full"),
        ({"backup": None}, "act", "backup.none"),
        ({"backup": None, "founded_at": NOW - HOUR}, "check", "backup.none"),
        ({"backup": Backup(NOW - 25 * HOUR, verified=True)}, "green", "backup.fresh"),
        ({"backup": Backup(NOW - 27 * HOUR, verified=True)}, "check", "backup.old"),
        ({"backup": Backup(NOW - 4 * DAY, verified=True)}, "act", "backup.old"),
        ({"backup": Backup(NOW - HOUR, verified=False)}, "check", "backup.unverified"),
        ({"gaps": None}, "unknown", "ledger.unknown"),
        ({"gaps": 2}, "check", "ledger.gaps"),
        ({"parked": 1}, "act", "parked.some"),
    ],
)
def test_chats_are_kept_only_by_proof(kept: dict[str, object], state: State, said: str) -> None:
    evidence = replace(WELL, kept=replace(WELL.kept, **kept))  # type: ignore[arg-type]
    assert told(evidence) == {"kept": state, "flowing": "green", "number": "green"}
    assert said in {sign.said for sign in signs(lights(evidence, now=NOW)).values()}


@pytest.mark.parametrize(
    ("flow", "state"),
    [
        ({"lag_ms": None}, "unknown"),
        ({"lag_ms": 9 * SECOND}, "green"),
        ({"lag_ms": 11 * SECOND}, "check"),
        ({"lag_ms": 61 * SECOND}, "act"),
        ({"echo_ms": None}, "green"),
        ({"echo_ms": 11 * MINUTE}, "act"),
        ({"waiting_since": NOW - HOUR}, "green"),
        ({"waiting_since": NOW - 5 * HOUR}, "check"),
        ({"waiting_since": NOW - 25 * HOUR}, "act"),
        ({"sent": 200, "failed": 1}, "green"),
        ({"sent": 100, "failed": 2}, "check"),
        ({"sent": 10, "failed": 1}, "check"),
        ({"sent": 10, "failed": 4}, "act"),
        ({"held": 3, "held_since": NOW - SECOND}, "green"),
        ({"held": 3, "held_since": NOW - HOUR}, "check"),
        ({"held": 3, "held_since": NOW - HOUR, "paused": True}, "green"),
        ({"doubtful": 1}, "check"),
    ],
)
def test_replies_flow_only_while_nothing_stands_still(
    flow: dict[str, object], state: State
) -> None:
    evidence = replace(WELL, flow=replace(WELL.flow, **flow))  # type: ignore[arg-type]
    assert told(evidence)["flowing"] == state


@pytest.mark.parametrize(
    ("number", "report", "state"),
    [
        ({"life": "suspended"}, {}, "act"),
        ({"life": "removed"}, {}, "act"),
        ({"life": "banned"}, {}, "act"),
        ({"restricted_until": NOW + DAY}, {}, "act"),
        ({"life": None}, {}, "green"),
        ({"life": None}, {"status": ""}, "unknown"),
        ({"phone_seen_at": NOW - 8 * DAY}, {}, "check"),
        ({"phone_seen_at": NOW - 13 * DAY}, {}, "act"),
        ({"phone_seen_at": 0, "linked_at": NOW - HOUR}, {}, "unknown"),
        ({}, {"at": NOW - 27 * HOUR}, "unknown"),
        ({}, {"permission": "no"}, "act"),
        ({}, {"permission_ends_at": NOW + 10 * DAY}, "check"),
        ({}, {"permission_ends_at": NOW + DAY}, "act"),
        ({}, {"permission_ends_at": 0}, "green"),
        ({}, {"quality": "YELLOW"}, "check"),
        ({}, {"quality": "RED"}, "act"),
        ({}, {"quality": "UNKNOWN"}, "unknown"),
        ({}, {"payment": "no"}, "act"),
        ({}, {"payment": "unknown"}, "unknown"),
        ({}, {"subscribed": "no"}, "act"),
        ({}, {"missing": ("smb_message_echoes",)}, "act"),
        ({}, {"coexists": "no"}, "act"),
        ({}, {"error": "unreachable"}, "unknown"),
    ],
)
def test_a_number_is_healthy_only_when_whatsapp_said_so_lately(
    number: dict[str, object], report: dict[str, object], state: State
) -> None:
    (well,) = WELL.numbers
    assert well.report is not None
    seen = replace(well, **number, report=replace(well.report, **report))  # type: ignore[arg-type]
    assert told(replace(WELL, numbers=(seen,)))["number"] == state


def test_one_ill_number_of_two_is_an_ill_light_and_names_the_number() -> None:
    (well,) = WELL.numbers
    ill = replace(well, phone_number_id="7002", life="banned")
    found = lights(replace(WELL, numbers=(well, ill)), now=NOW)
    assert found[2].state == "act"
    assert [s.key for s in found[2].signs if s.state == "act"] == ["life/7002"]


def test_what_others_measured_counts_as_much() -> None:
    assert told(WELL, Sign("webhook-silence", "flowing", "check", "x"))["flowing"] == "check"


def test_the_worst_stands_first() -> None:
    evidence = replace(WELL, kept=replace(WELL.kept, parked=1, gaps=None))
    first, second, *_rest = lights(evidence, now=NOW)[0].signs
    assert (first.id, second.id) == ("parked", "ledger")


def test_what_is_measured_here_is_not_replaced_by_what_others_measured() -> None:
    assert told(WELL, Sign("life", "number", "act", "x", subject="7001"))["number"] == "green"


def test_what_nobody_could_know_of_a_number_is_not_green() -> None:
    (well,) = WELL.numbers
    assert well.report is not None
    report = replace(well.report, permission="unknown", tier="")
    unseen = replace(well, phone_seen_at=0, linked_at=0, report=report)
    found = signs(lights(replace(WELL, numbers=(unseen,)), now=NOW))
    assert {found[name].state for name in ("phone", "token", "limit")} == {"unknown"}


def test_what_is_absent_is_judged_and_not_shown() -> None:
    (_kept, flowing, _number) = lights(WELL, now=NOW, also=[Sign("x", "flowing", "quiet", ABSENT)])
    assert "x" in {sign.id for sign in flowing.signs}
    assert "x" not in {sign.id for sign in flowing.shown}
