"""Attachments of customers are fetched at once and kept by content, or declared lost with a reason."""

import hashlib

import pytest

from saath.deliver.fetching import Fetching, Trouble, fetch
from saath.domain.facts import MediaFetched
from saath.domain.policy import Pause
from saath.media import Shelf
from saath.project import rebuild, verify
from tests.deliveries import BUSINESS
from tests.fake_graph import FakeGraph, fake_graph
from tests.fake_media import AWAY, JPEG, NO_TOKEN, OGG, PDF, PNG, Answer, Held
from tests.sending import House

SHA = hashlib.sha256(PNG).hexdigest()
BACK_OFF_S = (15, 70, 310, 1_900, 7_300, 22_000)


def stages(house: House) -> list[tuple[str, str]]:
    return [(one.stage, one.reason) for one in house.attachments]


def fetched(house: House) -> list[MediaFetched]:
    return [one for one in house.errands if isinstance(one, MediaFetched)]


def waits_out(house: House, waits: tuple[int, ...] = BACK_OFF_S) -> None:
    for seconds in waits:
        house.settles()
        house.after(seconds=seconds)
    house.settles()


def lives_on(house: House, *, days: int = 7) -> None:
    waits_out(house, (6 * 3_600,) * (4 * days - 2) + (3_600,) * 12)


def test_what_a_customer_sends_is_fetched_and_kept_by_its_content(
    house: House, graph: FakeGraph
) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    house.customer_sends("77", caption="look")
    house.settles()
    (one,) = house.attachments
    assert (one.stage, one.sha256, one.bytes, one.mime) == ("kept", SHA, len(PNG), "image/png")
    path = Shelf(house.folder).path(BUSINESS, SHA)
    assert path is not None
    assert path.read_bytes() == PNG
    assert (graph.media.asked, graph.media.downloaded) == (["77"], ["77"])
    assert graph.media.tokens == {"Bearer token"}


def test_a_redelivery_and_a_second_worker_fetch_nothing_again(
    house: House, graph: FakeGraph
) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    house.customer_sends("77")
    house.settles()
    house.count -= 1
    house.customer_sends("77")
    house.settles(house.worker())
    assert graph.media.downloaded == ["77"]
    assert len(fetched(house)) == 1


def test_a_rebuild_reaches_the_same_state_and_fetches_nothing(
    house: House, graph: FakeGraph
) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    house.customer_sends("77")
    house.customer_sends("78")
    waits_out(house)
    before = house.attachments
    asked = list(graph.media.asked)
    assert verify(house.journal, scratch=9).equal
    assert rebuild(house.journal).equal
    assert house.attachments == before
    assert graph.media.asked == asked


def test_an_address_that_died_is_asked_for_anew(house: House, graph: FakeGraph) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    graph.media.downloads.extend([AWAY, AWAY])
    house.customer_sends("77")
    waits_out(house)
    assert stages(house) == [("kept", "")]
    assert [one.outcome for one in fetched(house)] == ["deferred", "deferred", "kept"]
    assert graph.media.asked == ["77"] * 3


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (None, "gone"),
        (Held(PNG, "image/png", sha256="0" * 64), "damaged"),
        (Held(PNG, "image/png", size=120_000_000), "too-large"),
        (Held(PNG, "image/png", url="https://evil.example/files?mid=77"), "refused"),
        (Held(PNG, "image/png", url="http://169.254.169.254/files?mid=77"), "refused"),
    ],
)
def test_what_cannot_be_had_is_declared_lost_with_its_reason(
    house: House, graph: FakeGraph, held: Held | None, reason: str
) -> None:
    if held:
        graph.media.held["77"] = held
    house.customer_sends("77")
    waits_out(house)
    if reason != "too-large":  # the word for "gone" is also the word for "not allowed"
        assert stages(house) == [("pending", "")]
        lives_on(house)
    assert stages(house) == [("lost", reason)]
    assert not list(Shelf(house.folder).files())
    tries = len(graph.media.asked)
    house.after(hours=48)
    house.settles()
    assert len(graph.media.asked) == tries


def test_a_redirect_is_not_followed(house: House, graph: FakeGraph) -> None:
    away = Answer(302, b"", {"location": f"{graph.url}/files?mid=77"})
    graph.media.held["77"] = Held(PNG, "image/png")
    graph.media.downloads.extend([away] * 99)
    house.customer_sends("77")
    waits_out(house)
    lives_on(house)
    assert stages(house) == [("lost", "refused")]


def test_a_permission_that_is_given_after_days_brings_what_came_before(
    house: House, graph: FakeGraph
) -> None:
    house.customer_sends("77")
    waits_out(house)
    lives_on(house, days=4)
    graph.media.held["77"] = Held(PNG, "image/png")
    lives_on(house, days=1)
    assert stages(house) == [("kept", "")]
    assert len(fetched(house)) < 20


def test_a_404_that_is_not_graphs_loses_nothing(house: House, graph: FakeGraph) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    graph.media.asks.extend([Answer(404, b"<html>")] * 6)
    house.customer_sends("77")
    waits_out(house, (400,) * 8)
    assert stages(house) == [("kept", "")]
    assert len(fetched(house)) == 1


def test_bytes_without_end_are_cut_off(
    house: House, graph: FakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saath.deliver.fetching.BYTES_MAX", 1_000)
    graph.media.held["77"] = Held(PNG * 9, "image/png", size=900)
    house.customer_sends("77")
    house.settles()
    assert stages(house) == [("lost", "too-large")]


def test_a_number_without_permission_waits_and_loses_nothing(
    house: House, graph: FakeGraph
) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    graph.media.asks.extend([NO_TOKEN, Answer(0), Answer(503)])
    house.customer_sends("77")
    waits_out(house)
    assert stages(house) == [("kept", "")]
    assert len(fetched(house)) == 1


def test_what_speaks_nowhere_for_seven_days_is_lost(house: House, graph: FakeGraph) -> None:
    house.speaks = False
    house.customer_sends("77")
    house.settles()
    assert stages(house) == [("pending", "")]
    house.after(hours=7 * 24 + 1)
    house.settles()
    assert stages(house) == [("lost", "expired")]
    assert graph.media.asked == []


def test_a_pause_stops_no_fetching(house: House, graph: FakeGraph) -> None:
    house.publishes(pause=Pause("operator", "audit"))
    graph.media.held["77"] = Held(PNG, "image/png")
    house.customer_sends("77")
    house.settles()
    assert stages(house) == [("kept", "")]


@pytest.mark.parametrize(
    ("data", "announced", "mime"),
    [
        (JPEG, "image/png", "image/jpeg"),
        (b"<script>alert(1)</script>", "image/png", "application/octet-stream"),
        (b"<svg onload=alert(1)>", "image/svg+xml", "application/octet-stream"),
        (OGG, "audio/ogg; codecs=opus", "audio/ogg"),
        (PDF, "application/pdf", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip", "application/zip"),
    ],
)
def test_the_bytes_decide_what_a_file_is_shown_as(
    house: House, graph: FakeGraph, data: bytes, announced: str, mime: str
) -> None:
    graph.media.held["77"] = Held(data, announced)
    house.customer_sends("77")
    house.settles()
    assert [(one.stage, one.mime) for one in house.attachments] == [("kept", mime)]


def test_many_are_fetched_while_messages_go_out(house: House, graph: FakeGraph) -> None:
    for number in range(12):
        graph.media.held[str(number)] = Held(PNG + bytes([number]), "image/png")
        house.customer_sends(str(number))
    house.replies("Thank you.")
    house.settles()
    assert stages(house) == [("kept", "")] * 12
    assert house.progress == ["accepted"]


def test_attachments_that_nobody_fetches_are_taken_over_after_a_while(
    house: House, graph: FakeGraph
) -> None:
    """A worker died, or its number gets no answers: nobody can tell, so nobody hurries."""
    graph.media.held["77"] = Held(PNG, "image/png")
    house.speaks = False
    house.customer_sends("77")
    house.settles()
    house.speaks = True
    other = house.worker(alone=False)
    for seconds, asked in ((5, []), (700, []), (700, ["77"])):
        house.after(seconds=seconds)
        house.settles(other)
        assert graph.media.asked == asked
    assert stages(house) == [("kept", "")]


def test_a_full_disk_makes_attachments_wait(
    house: House, graph: FakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.media.held["77"] = Held(PNG, "image/png")
    monkeypatch.setattr("saath.media.shelf.RESERVE_BYTES", 10**18)
    monkeypatch.setattr("saath.media.shelf.RESERVE_SHARE", 1)
    house.customer_sends("77")
    house.settles()
    assert stages(house) == [("pending", "")]
    monkeypatch.undo()
    waits_out(house, (30,))
    assert stages(house) == [("kept", "")]


def test_attachments_that_always_fall_hide_no_older_one(
    house: House, graph: FakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fetch

    def falls(job: Fetching) -> MediaFetched | Trouble:
        if job.wanted.state.media_id != "old":
            raise ZeroDivisionError
        return real(job)

    monkeypatch.setattr("saath.deliver.errands.fetch", falls)
    graph.media.held["old"] = Held(PNG, "image/png")
    house.customer_sends("old")
    for number in range(9):
        house.after(seconds=1)
        house.customer_sends(str(number))
    waits_out(house, (2,) * 6)
    assert ("kept", "") in stages(house)


def test_an_address_in_a_webhook_is_never_called(house: House, graph: FakeGraph) -> None:
    with fake_graph() as evil:
        evil.media.held["1"] = graph.media.held["77"] = Held(PNG, "image/png")
        house.customer_sends("77", url=f"{evil.url}/files?mid=1")
        house.settles()
        assert (evil.media.downloaded, evil.media.tokens) == ([], set())
    assert stages(house) == [("kept", "")]


def test_a_media_id_from_outside_is_one_part_of_a_path(house: House, graph: FakeGraph) -> None:
    house.customer_sends("../me?fields=x#")
    house.settles()
    assert graph.media.asked == ["..%2Fme%3Ffields%3Dx%23"]
