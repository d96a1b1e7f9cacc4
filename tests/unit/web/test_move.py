"""Prepare and providers: what is measured is filled in, answers carry names, unknown is said."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saath.runtime import asking_middleware
from saath.runtime.asking_middleware import Door, Shut
from saath.transition.contacts import File, Read, Taken
from saath.transition.prepare import ASPECTS, ITEMS, PROVIDERS, checklist
from tests.journeys import shop as sample
from tests.journeys.opened import NEXT_DOOR, NOW
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")


def test_the_checklist_says_why_how_and_who_and_fills_in_what_is_measured() -> None:
    page = Page(signed_in().get("/move/prepare"))
    assert page.text.count("How to check") == len(ITEMS)
    rows = {row.item.id: row for row in checklist(sample.BUSINESS, (), now=NOW)}
    assert rows["api-version"].measured
    assert rows["app-version"].state == "not_started"
    assert rows["payment"].state == "not_started"  # nobody has asked WhatsApp: not known


def test_an_answer_is_kept_with_who_and_when_and_the_latest_counts() -> None:
    client = signed_in()
    assert client.post("/move/prepare/windows", {"state": "missing"}).status_code == 400
    client.post("/move/prepare/windows", {"state": "missing", "note": "two desks left"})
    assert "two desks left" in Page(client.get("/move/prepare")).text
    client.post("/move/prepare/windows", {"state": "done"})
    rows = {row.item.id: row for row in checklist(sample.BUSINESS, (), now=NOW)}
    assert (rows["windows"].state, rows["windows"].by) == ("done", "meena")
    neighbour = {row.item.id: row for row in checklist(NEXT_DOOR, (), now=NOW)}
    assert neighbour["windows"].state == "not_started"


def test_only_who_takes_part_in_the_move_sees_it_and_answers() -> None:
    client = signed_in("arjun")
    assert client.get("/move/prepare").status_code == 403
    assert client.post("/move/prepare/windows", {"state": "done"}).status_code == 403
    assert "/move/prepare" not in Page(client.get("/inbox")).links()
    assert signed_in().post("/move/prepare/nothing", {"state": "done"}).status_code == 400


def test_every_provider_is_compared_in_every_aspect_and_unknown_is_said() -> None:
    page = Page(signed_in().get("/move/providers"))
    assert page.text.count("Old chats come over") == len(PROVIDERS) + 1  # and once in the table
    assert "not known" in page.text
    assert all(one.cannot and one.source and one.checked for one in PROVIDERS)
    assert {name for one in PROVIDERS for name in one.cells} <= set(ASPECTS)


def test_an_adapter_that_was_never_tried_is_called_so() -> None:
    (partner,) = [one for one in PROVIDERS if one.id == "360dialog"]
    assert partner.cell("saath").value == "part"
    assert "never tried on a live account" in Page(signed_in().get("/move/providers")).text


class Links:
    """A door for linking that remembers what it was asked, and where WhatsApp reaches us."""

    def __init__(self) -> None:
        self.gone_on: list[str] = []

    def go_on(self, business: str) -> None:
        self.gone_on.append(business)


def test_what_was_put_off_is_asked_for_by_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    links = Links()
    monkeypatch.setattr(asking_middleware, "_linking", [links])
    assert signed_in("arjun").post("/move/sync/ask").status_code == 403
    assert links.gone_on == []
    assert signed_in().post("/move/sync/ask").status_code == 302
    assert links.gone_on == [sample.BUSINESS]


def test_an_address_book_is_taken_by_hand_and_bad_files_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[Read] = []

    def bring(_door: Door, _business: str, read: Read, file: File, _now: int) -> Taken:
        assert (file.name, file.by) == ("book.csv", "meena")
        taken.append(read)
        return Taken(len(read.contacts), 1, tuple(read.refused))

    monkeypatch.setattr(Shut, "bring", bring)
    client = signed_in()
    for content in (b"hello", b""):
        refused = client.post("/move/contacts", {"file": SimpleUploadedFile("book.csv", content)})
        assert refused.status_code == 400
    file = SimpleUploadedFile("book.csv", b"name,phone\nA,9820011223\nB,x\n")
    response = client.post("/move/contacts", {"file": file})
    assert "1 contact taken" in Page(response).text
    assert "Line 3" in Page(response).text
    assert len(taken) == 1
    assert signed_in("arjun").post("/move/contacts", {}).status_code == 403


def test_a_conversation_goes_out_only_to_owner_and_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/inbox/{sample.conversation(sample.DINESH)}"
    monkeypatch.setattr(Shut, "pack", lambda *_asked: io.BytesIO(b"zip"))
    client = signed_in()
    assert f"{path}/export" in Page(client.get(path)).links()
    response = client.get(f"{path}/export")
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == b"zip"  # type: ignore[attr-defined]  # a file
    assert f"{path}/export" not in Page(signed_in("arjun").get(path)).links()
    assert signed_in("arjun").get(f"{path}/export").status_code == 403
