"""Should we move? From dropped chats to the verdict, with and without an account."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saath.store.assessments import list_settings
from saath.transition.assess.cases import Cases, Limits
from tests.assessing import PDF, assessing_in
from tests.exported import CHAT, SECRET, chat, left_of
from tests.journeys import shop as sample
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def cases(tmp_path: Path) -> Iterator[Cases]:
    with assessing_in(tmp_path / "assess") as cases:
        yield cases


def give(client: Client, *files: tuple[str, bytes], **headers: str) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/assess/files", {"files": sent}, headers=headers or HERE)


def read(client: Client, *files: tuple[str, bytes]) -> Any:
    assert give(client, *files).status_code == 302
    return client.post("/assess/start", {"only-statistics": "1"}, follow=True)


def test_chats_become_a_verdict_and_nothing_of_their_text_stays(cases: Cases) -> None:
    client = Client()
    page = Page(give_and_look(client))
    assert "1 file is here" in page.text
    assert CHAT in page.text
    response = client.post("/assess/start", {"only-statistics": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == "/assess/questions/1"
    response = client.post("/assess/questions/1", {"people": "1"})
    assert response["Location"] == "/assess/questions/2"
    client.post("/assess/questions/2", {"devices": ["phone", "windows"], "verdict": "1"})
    text = Page(client.get("/assess", follow=True)).text
    assert "Stay on the app." in text
    assert "WhatsApp for Windows stops working" in text
    assert "rate kya hai iska" in text  # what is asked again and again is the report
    for gone in (SECRET, "Zubeida", "Dukan"):
        assert left_of(gone, cases.folder) == []
    assert not list(cases.folder.glob("*/uploads"))


def give_and_look(client: Client) -> Any:
    assert left_of(SECRET, Path("/nonexistent")) == []
    give(client, (CHAT, chat()))
    return client.get("/assess")


def test_what_nobody_can_tell_is_asked_and_then_used(cases: Cases) -> None:
    client = Client()
    lines = ("{}, 10:00 - Anna: rate?", "{}, 10:05 - Ben: 450", "{}, 10:06 - Anna: rate?")
    days = ("05/03/2026", "06/03/2026", "07/03/2026")
    unclear = "\n".join(line.format(day) for day in days for line in lines)
    page = Page(read(client, ("chat.txt", unclear.encode())))
    assert "Which name is your business?" in page.text
    assert "Which day is 05/03/2026?" in page.text
    assert "5 Mar 2026" in page.text
    assert "3 May 2026" in page.text
    assert {each["value"] for each in page.all("input") if each["name"] == "order"} == {
        "dmy",
        "mdy",
        "",
    }
    response = client.post("/assess/tell", {"who": "Ben", "order": "mdy"}, follow=True)
    assert response.redirect_chain[-1][0] == "/assess/questions/1"
    text = Page(client.get("/assess/verdict")).text
    assert "3 May 2026 to 3 Jul 2026" in text
    assert "is assumed (" not in text


def test_not_knowing_the_day_goes_on_and_is_said(cases: Cases) -> None:
    client = Client()
    lines = "05/03/2026, 10:00 - Anna: rate?\n05/03/2026, 10:05 - Ben: 450\n"
    read(client, ("chat.txt", lines.encode()))
    assert client.post("/assess/tell", {"who": "Nobody"}).status_code == 302
    assert cases.get(cases.ids()[0]).stage == "asking"
    client.post("/assess/tell", {"who": "Ben", "order": ""})
    assert "is assumed (dmy)" in Page(client.get("/assess/verdict")).text


def test_unreadable_files_are_named_with_the_reason_and_deleted(cases: Cases) -> None:
    client = Client()
    page = Page(read(client, ("holiday.txt", b"no chat at all\n")))
    assert "holiday.txt" in page.text
    assert "No line starts the way WhatsApp starts a message" in page.text
    assert left_of("no chat at all", cases.folder) == []
    assert "1 file is here" in Page(give_and_look(client)).text


def test_a_form_sent_by_another_site_is_refused_before_anything_is_kept(cases: Cases) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"X": ""},
    ):
        assert give(Client(), (CHAT, chat()), **headers).status_code == 403
    assert cases.ids() == []
    assert give(Client(), (CHAT, chat()), Origin="http://testserver").status_code == 302
    shared = {"files": SimpleUploadedFile(CHAT, chat())}
    from_phone = Client().post("/assess/share", shared, headers={"Sec-Fetch-Site": "none"})
    assert from_phone.status_code == 302


@pytest.mark.parametrize(
    "path", ["start", "drop", "tell", "keep", "delete", "questions/1", "objectives"]
)
def test_everything_else_needs_the_token_of_a_form(cases: Cases, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    give(client, (CHAT, chat()))
    assert client.post(f"/assess/{path}").status_code == 403
    assert cases.get(cases.ids()[0]).stage == "gathering"


def test_nobody_finds_the_case_of_another_browser(cases: Cases) -> None:
    read(Client(), (CHAT, chat()))
    for path in ("verdict", "report.json", "questions/1", "objectives", "reading"):
        response = Client().get(f"/assess/{path}")
        assert response["Location"] == "/assess", path
    assert Client(headers={"Cookie": "saath_assess=../../etc"}).get("/assess").status_code == 200


def test_shares_of_one_chat_each_gather_until_they_are_read(cases: Cases) -> None:
    client = Client()
    give(client, (CHAT, chat()))
    give(client, ("WhatsApp Chat with Omar.txt", chat("Omar")))
    give(client, (CHAT, chat(days=3)))  # the same again replaces
    case = cases.get(cases.ids()[0])
    assert [file.name for file in case.files] == ["WhatsApp Chat with Omar.txt", CHAT]
    assert len(list(cases.folder.glob("*/uploads/*"))) == 2
    client.post("/assess/drop", {"file": case.files[0].kept_as})
    assert len(list(cases.folder.glob("*/uploads/*"))) == 1
    assert "1 file is here" in Page(client.get("/assess")).text


def test_a_form_without_a_file_says_so(cases: Cases) -> None:
    page = give(Client(), ("chat.txt", b""))
    assert page.status_code == 422
    assert "No file was chosen" in Page(page).text
    assert not list(cases.folder.glob("*/uploads/*"))


@pytest.mark.parametrize("path", ["", "/verdict", "/questions/7", "/objectives"])
def test_only_our_own_scripts_and_styles_may_run(cases: Cases, path: str) -> None:
    client = Client()
    read(client, (CHAT, chat()))
    response = client.get(f"/assess{path}", follow=True)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=", response.content.decode())
    assert response["Cache-Control"] == "private, no-store"


def test_delete_leaves_nothing(cases: Cases) -> None:
    client = Client()
    read(client, (CHAT, chat()))
    assert "are gone from this server" in Page(client.post("/assess/delete")).text
    assert list(cases.folder.iterdir()) == []
    assert client.get("/assess/verdict")["Location"] == "/assess"


def test_more_than_one_case_may_hold_is_refused_and_not_kept(tmp_path: Path) -> None:
    with assessing_in(tmp_path, Limits(files=2, bytes_a_case=2000, free_bytes=0)) as cases:
        refused = give(Client(), (CHAT, b"x" * 3000))
        assert refused.status_code == 503
        assert "1 GB at once is the most" in Page(refused).text
        assert give(Client(), ("a", b"x"), ("b", b"y"), ("c", b"z")).status_code == 503
        twice = Client()
        assert give(twice, ("a", b"x" * 1500)).status_code == 302
        assert give(twice, ("b", b"x" * 1500)).status_code == 503
        assert sorted(path.stat().st_size for path in cases.folder.glob("*/uploads/*")) == [
            1,
            1,
            1500,
        ]


def test_a_full_server_says_when_to_come_back(tmp_path: Path) -> None:
    with assessing_in(tmp_path, Limits(cases=1, free_bytes=0)):
        assert give(Client(), (CHAT, chat())).status_code == 302
        full = give(Client(), (CHAT, chat()))
        assert full.status_code == 503
        assert "Try again in two hours" in Page(full).text
    with assessing_in(tmp_path / "disk", Limits(free_bytes=1 << 62)) as cases:
        assert give(Client(), (CHAT, chat())).status_code == 503
        assert not list(cases.folder.glob("*/uploads/*"))


def test_a_wrong_number_is_told_beside_it_and_what_was_typed_stays(cases: Cases) -> None:
    client = Client()
    read(client, (CHAT, chat()))
    response = client.post(
        "/assess/questions/3", {"chats_a_day": "many", "opens": "9", "closes": "18"}
    )
    assert response.status_code == 422
    page = Page(response)
    field = next(each for each in page.all("input") if each["name"] == "chats_a_day")
    assert (field["value"], field["aria-invalid"]) == ("many", "true")
    backward = client.post("/assess/questions/3", {"opens": "20", "closes": "9"})
    assert "open before you close" in Page(backward).text
    client.post("/assess/questions/3", {"chats_a_day": "80", "opens": "9", "closes": "18"})
    kept = Page(client.get("/assess/questions/3"))
    assert [each["value"] for each in kept.all("input") if each["name"] == "opens"] == ["9"]


def test_the_report_can_be_taken_as_page_paper_and_json(cases: Cases) -> None:
    client = Client()
    read(client, (CHAT, chat()))
    html = client.get("/assess/report.html?in=fr")
    assert html["Content-Disposition"] == 'attachment; filename="saath-report.html"'
    assert 'lang="fr"' in html.content.decode()
    assert client.get("/assess/report.pdf").content == PDF
    told = json.loads(client.get("/assess/report.json").content)
    assert told["verdict"]["choice"] in {"app", "coexistence", "api"}
    assert client.get("/assess/report.exe").status_code == 404


def test_objectives_of_a_visitor_change_and_a_wrong_one_changes_nothing(cases: Cases) -> None:
    client = Client()
    read(client, (CHAT, chat()))
    asked = {
        "baseline-first_reply_s": "3", "target-first_reply_s": "2", "baseline-conversion": "12%",
        "target-conversion": "+50%", "baseline-manual_messages_a_week": "", "target-manual_messages_a_week": "-10%",
    }  # fmt: skip
    wrong = client.post(
        "/assess/objectives", asked | {"until": "2026-12-01", "target-conversion": "lots"}
    )
    assert wrong.status_code == 422
    assert client.post("/assess/objectives", asked | {"until": "2026-12-01"}).status_code == 302
    told = json.loads(client.get("/assess/report.json").content)["objectives"]
    by_name = {one["name"]: one for one in told["objectives"]}
    assert told["until"] == "2026-12-01"
    assert by_name["first_reply_s"]["target"] == 120
    assert (by_name["conversion"]["baseline"], by_name["conversion"]["target"]) == (0.12, 0.18)
    assert by_name["manual_messages_a_week"]["baseline"] is None


def test_an_owners_assessment_is_the_businesss_and_stays(cases: Cases) -> None:
    owner = signed_in("meena")
    read(owner, (CHAT, chat()))
    owner.post("/assess/questions/1", {"people": "1"})
    owner.post(
        "/assess/objectives",
        {"target-first_reply_s": "5", "target-conversion": "+15%", "target-manual_messages_a_week": "-30%",
         "baseline-first_reply_s": "3", "until": "2027-06-01"},
    )  # fmt: skip
    elsewhere = signed_in("meena")
    text = Page(elsewhere.get("/assess", follow=True)).text
    assert "Stay on the app." in text
    assert "kept for your business" in text
    assert "5 min" in text
    who = {(row.set_by, row.name) for row in list_settings(sample.BUSINESS)}
    assert ("meena", "first_reply_s") in who
    assert left_of(SECRET, cases.folder) == []


def test_what_is_kept_for_a_business_is_not_for_its_agents_or_its_neighbours(cases: Cases) -> None:
    owner = signed_in("meena")
    read(owner, (CHAT, chat()))
    assert Page(owner.get("/assess/verdict")).text
    for stranger in (signed_in("arjun"), signed_in("pavan"), Client()):
        stranger.cookies["saath_assess"] = owner.cookies["saath_assess"].value
        assert stranger.get("/assess/verdict")["Location"] == "/assess"
        assert "Give your busiest chats" in Page(stranger.get("/assess")).text


def test_what_was_assessed_before_signing_in_can_be_kept(cases: Cases) -> None:
    visitor, owner = Client(), signed_in("pavan")
    read(visitor, (CHAT, chat()))
    owner.cookies["saath_assess"] = visitor.cookies["saath_assess"].value
    assert "Keep it for our business" in Page(owner.get("/assess/verdict")).text
    agent = signed_in("arjun")
    agent.cookies["saath_assess"] = visitor.cookies["saath_assess"].value
    assert "Keep it for our business" not in Page(agent.get("/assess/verdict")).text
    agent.post("/assess/keep")
    assert cases.get(cases.ids()[0]).business == ""
    assert "kept for your business" in Page(owner.post("/assess/keep", follow=True)).text
    assert visitor.get("/assess/verdict")["Location"] == "/assess"
    assert "kept for your business" in Page(signed_in("pavan").get("/assess", follow=True)).text


def test_a_second_measurement_keeps_the_targets_and_moves_the_baselines(cases: Cases) -> None:
    owner = signed_in("meena")
    read(owner, (CHAT, chat()))
    owner.post(
        "/assess/objectives",
        {"target-first_reply_s": "7", "target-conversion": "+20%", "target-manual_messages_a_week": "-30%",
         "baseline-first_reply_s": "3", "baseline-conversion": "10%", "until": "2027-06-01"},
    )  # fmt: skip
    give(owner, ("WhatsApp Chat with Omar.txt", chat("Omar", days=3)))
    owner.post("/assess/start", {"only-statistics": "1"})
    told = json.loads(owner.get("/assess/report.json").content)["objectives"]["objectives"]
    reply, conversion, _ = told
    assert reply["target"] == 420
    assert (conversion["baseline"], conversion["target"]) == (0.1, 0.12)


def test_the_way_in_stands_at_the_door_and_in_the_inbox() -> None:
    assert "/assess" in Page(Client().get("/sign-in")).links()
    assert "/assess" in Page(signed_in("meena").get("/inbox")).links()
    assert "/assess" not in Page(signed_in("arjun").get("/inbox")).links()


def test_a_process_that_reads_no_chats_says_so() -> None:
    response = Client().get("/assess")
    assert response.status_code == 503
