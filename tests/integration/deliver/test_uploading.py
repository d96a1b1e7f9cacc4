"""Files of ours: with WhatsApp before their message is attempted, and no message twice for it."""

import pytest

from saath.domain.facts import MediaUploaded
from saath.domain.facts.requests import Reply, SendAgain
from saath.domain.outgoing import Attachment, Outgoing, OutgoingType
from saath.media import Shelf
from saath.project import rebuild
from saath.requests import keep_file
from tests.deliveries import BUSINESS
from tests.fake_graph import FakeGraph, failing
from tests.fake_media import NO_TOKEN, OGG, PDF, PNG, Answer
from tests.sending import House

WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"sticker" * 9
MP4 = b"\0\0\0\x20ftypisom" + b"film" * 9
REFUSED = Answer(400, b'{"error":{"message":"bad","code":131053}}')
BROKEN = Answer(502, b"<html>")


def keep(house: House, data: bytes, name: str = "") -> Attachment:
    kept = keep_file(Shelf(house.folder), BUSINESS, [data], name)
    assert isinstance(kept, Attachment)
    return kept


def send(
    house: House, data: bytes = PNG, kind: OutgoingType = "image", words: str = "", name: str = ""
) -> Attachment:
    attached = keep(house, data, name)
    house.asks(Reply(Outgoing(kind, text=words, attachment=attached)))
    return attached


def uploads(house: House) -> list[MediaUploaded]:
    return [one for one in house.errands if isinstance(one, MediaUploaded)]


def settles_over(house: House, *seconds: float) -> None:
    house.settles()
    for wait in seconds:
        house.after(seconds=wait)
        house.settles()


def test_a_picture_is_uploaded_and_then_sent_by_its_id(house: House, graph: FakeGraph) -> None:
    send(house, words="Our tea.")
    house.settles()
    (taken,) = graph.taken
    assert taken.body["image"] == {"id": "up-1", "caption": "Our tea."}
    assert [(one.data, one.mime) for one in graph.media.uploads] == [(PNG, "image/png")]
    assert house.progress == ["accepted"]
    assert [(one.stage, one.bytes) for one in house.attachments] == [("kept", len(PNG))]


def test_the_upload_ends_before_the_attempt_begins(house: House, graph: FakeGraph) -> None:
    seen: list[int] = []
    graph.media.before = lambda _what: seen.append(len(house.attempts))
    send(house)
    house.settles()
    assert seen == [0]
    kinds = [record.kind for record in house.records]
    assert kinds.index("attempt") > kinds.index("outcome")


@pytest.mark.parametrize(
    ("data", "kind", "name", "content"),
    [
        (PDF, "document", "Bill 7.pdf", {"id": "up-1", "filename": "Bill 7.pdf"}),
        (OGG, "audio", "", {"id": "up-1"}),
        (WEBP, "sticker", "", {"id": "up-1"}),
        (MP4, "video", "", {"id": "up-1"}),
    ],
)
def test_every_type_of_file_goes(
    house: House,
    graph: FakeGraph,
    data: bytes,
    kind: OutgoingType,
    name: str,
    content: dict[str, str],
) -> None:
    send(house, data, kind, name=name)
    house.settles()
    assert [taken.body[kind] for taken in graph.taken] == [content]


def test_the_same_file_is_uploaded_once_within_its_life(house: House, graph: FakeGraph) -> None:
    send(house)
    house.settles()
    send(house, words="again")
    house.settles(house.worker())
    assert [taken.body["image"]["id"] for taken in graph.taken] == ["up-1", "up-1"]
    assert len(graph.media.uploads) == 1
    house.after(hours=30 * 24)
    house.customer_writes()
    send(house)
    house.settles()
    assert [taken.body["image"]["id"] for taken in graph.taken][-1] == "up-2"


def test_words_after_a_file_do_not_overtake_it(house: House, graph: FakeGraph) -> None:
    graph.media.uploadings.extend([BROKEN, BROKEN])
    send(house)
    house.replies("This is the one.")
    settles_over(house, 5, 10)
    assert [taken.body["type"] for taken in graph.taken] == ["image", "text"]


def test_an_upload_that_waits_holds_no_other_chat_back(house: House, graph: FakeGraph) -> None:
    graph.media.uploadings.append(BROKEN)
    house.customer_writes(phone="919000000032")
    send(house)
    house.replies("Yes.", phone="919000000032")
    house.settles()
    assert [taken.body["type"] for taken in graph.taken] == ["text"]


def test_trouble_on_the_way_repeats_the_upload_and_sends_once(
    house: House, graph: FakeGraph
) -> None:
    graph.media.uploadings.extend([Answer(0), BROKEN, Answer(200, b"{}")])
    send(house)
    settles_over(house, 5, 10, 20, 40)
    assert house.progress == ["accepted"]
    assert len(graph.taken) == 1
    assert len(graph.media.uploads) == 4


def test_a_refused_file_ends_with_the_code(house: House, graph: FakeGraph) -> None:
    graph.media.uploadings.append(REFUSED)
    send(house)
    house.settles()
    (ours,) = house.ours
    assert ours.progress == "failed"
    assert ours.failure is not None
    assert ours.failure.code == 131053
    assert (graph.taken, house.attempts) == ([], [])


def test_a_token_that_expired_holds_uploads_until_it_is_mended(
    house: House, graph: FakeGraph
) -> None:
    graph.media.uploadings.append(NO_TOKEN)
    send(house)
    settles_over(house, 30, 40)
    assert house.progress == ["accepted"]


def test_what_cannot_be_uploaded_in_time_is_cancelled(house: House, graph: FakeGraph) -> None:
    graph.media.uploadings.extend([BROKEN] * 50)
    send(house)
    settles_over(house, *[30] * 14)
    (ours,) = house.ours
    assert ours.progress == "cancelled"
    assert graph.taken == []


def test_a_file_that_vanished_ends_with_a_sentence(house: House, graph: FakeGraph) -> None:
    attached = send(house)
    path = Shelf(house.folder).path(BUSINESS, attached.sha256)
    assert path is not None
    path.unlink()
    house.settles()
    (ours,) = house.ours
    assert ours.failure is not None
    assert (ours.progress, ours.failure.title) == ("failed", "file-missing")


def test_what_does_not_fit_costs_no_upload(house: House, graph: FakeGraph) -> None:
    send(house, PDF, "image")
    house.settles()
    assert house.progress == ["failed"]
    assert graph.media.uploads == []


def test_sent_again_it_is_the_same_file(house: House, graph: FakeGraph) -> None:
    graph.behaves(failing(131053))
    send(house, PDF, "document", "Your bill", "bill.pdf")
    house.settles()
    (failed,) = house.ours
    house.asks(SendAgain(failed.id))
    house.settles()
    (taken,) = graph.taken
    assert taken.body["document"] == {"id": "up-2", "caption": "Your bill", "filename": "bill.pdf"}
    assert [one.bytes for one in house.attachments] == [len(PDF)]


def test_a_rebuild_knows_the_copies_and_sends_nothing(house: House, graph: FakeGraph) -> None:
    send(house)
    house.settles()
    before = house.attachments
    assert rebuild(house.journal).equal
    assert house.attachments == before
    worker = house.worker()
    send(house)
    house.settles(worker)
    assert (len(graph.taken), len(graph.media.uploads)) == (2, 1)


def test_a_closed_window_costs_no_upload(house: House, graph: FakeGraph) -> None:
    house.after(hours=25)
    send(house)
    house.settles()
    assert graph.media.uploads == []
