"""Workers that are killed in the middle of a fetch or an upload: nothing is lost, nothing doubled."""

import signal
from pathlib import Path

import pytest

from saath.domain.facts import MediaFetched
from saath.domain.facts.requests import Reply
from saath.domain.outgoing import Attachment, Outgoing
from saath.media import Shelf
from saath.requests import keep_file
from tests.deliveries import BUSINESS
from tests.fake_graph import FakeGraph
from tests.fake_media import PNG, Held
from tests.integration.deliver.conftest import Workers
from tests.sending import House

FETCHING = ["asking for media", "downloading", "downloaded", "kept", "fetch recorded"]
UPLOADING = ["uploading", "uploaded", "upload recorded", "attempted"]


def kept_files(folder: Path) -> list[Path]:
    return list(Shelf(folder).files())


@pytest.mark.parametrize("point", FETCHING)
def test_a_worker_killed_while_it_fetches_loses_and_doubles_nothing(
    shared_house: House, workers: Workers, graph: FakeGraph, point: str
) -> None:
    house = shared_house
    graph.media.held["77"] = Held(PNG, "image/png")
    house.customer_sends("77")
    first = workers.start(house, point=point, signal=int(signal.SIGKILL))
    assert workers.wait(first) == "killed"
    house.after(seconds=2)
    assert workers.wait(workers.start(house)) == "exited"
    (one,) = house.attachments
    assert (one.stage, one.bytes) == ("kept", len(PNG))
    assert len(kept_files(workers.folder)) == 1
    assert {f.sha256 for f in house.errands if isinstance(f, MediaFetched)} == {one.sha256}


@pytest.mark.parametrize("point", UPLOADING)
def test_a_worker_killed_while_it_uploads_sends_once_or_leaves_it_in_doubt(
    shared_house: House, workers: Workers, graph: FakeGraph, point: str
) -> None:
    house = shared_house
    attached = keep_file(Shelf(workers.folder), BUSINESS, [PNG], "")
    assert isinstance(attached, Attachment)
    house.asks(Reply(Outgoing("image", attachment=attached)), phone="919000000031")
    first = workers.start(house, point=point, signal=int(signal.SIGKILL))
    assert workers.wait(first) == "killed"
    house.after(seconds=2)
    assert workers.wait(workers.start(house)) == "exited"
    assert graph.doubles == []
    pictures = [taken for taken in graph.taken if taken.body["type"] == "image"]
    assert len(pictures) == 1 or house.progress[-1] == "unconfirmed"
