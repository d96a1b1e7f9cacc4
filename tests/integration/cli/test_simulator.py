"""`saath sim`: everything that can be made to happen, typed by a person, on a simulator that serves."""

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from saath.cli.alone import run_alone
from saath.cli.simulator.calling import URL_VARIABLE
from saath.simulator.control.table import COMMANDS
from tests.integration.cli.product import LEASH, SAATH, WITHIN_S, environment, free_port
from tests.integration.simulator.aside import Aside, served_aside

NAMES = {
    *("base_url", "token", "app_id", "app_secret", "waba_id", "phone_number_id"),
    *("display_phone_number", "verify_token"),
}


@dataclass
class Typing:
    """A person at a terminal, and what they typed."""

    aside: Aside
    screen: pytest.CaptureFixture[str]

    def __call__(self, *words: object, code: int = 0) -> str:
        """Type a command and read the answer."""
        ended = run_alone(["sim", *map(str, words)])
        out, err = self.screen.readouterr()
        assert ended == code, err
        return (out if code == 0 else err).strip()

    def ask(self, *words: object) -> dict[str, Any]:
        """The same for a program."""
        told = self(*words, "--json")
        assert told.count("\n") == 0
        found: dict[str, Any] = json.loads(told)
        return found


@pytest.fixture
def sim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Typing]:
    """A simulator that serves, named by the environment."""
    with served_aside() as aside:
        monkeypatch.setenv(URL_VARIABLE, aside.identity["base_url"])
        yield Typing(aside, capsys)


def conversation(sim: Typing, picture: Path) -> Iterator[str]:
    """What customers and the owner do; gives the commands that were typed."""
    assert "saath sim message asha" in sim("person", "Asha Verma", "--saved-as", "Asha ji")
    hello = sim.ask("message", "asha", "Is", "it", "in", "stock?")["wamid"]
    assert sim("message", "asha", "--type", "image", "--file", picture).startswith(
        "asha sent wamid."
    )
    assert "asha" in sim("edit", hello, "Is it in stock, in blue?")
    answer = sim.ask("echo", "asha", "Yes", "--reply-to", hello)["wamid"]
    assert sim("react", answer, "👍") == "Reacted with 👍."
    assert "back" in sim("react", answer)
    assert "asha" in sim("revoke", answer)
    assert "wamid." in sim("from-ad", "+91 55512 34567", "Still on?")
    assert "cannot be shown" in sim("unavailable", "asha")
    assert "another number" in sim("change-number", "asha", "+91 55598 76543")
    assert sim("preference", "asha", "--no-marketing")
    assert sim("presence", "asha", "--no-online")
    assert sim("burst", 3).startswith("3 messages")
    assert "in the phone book" in sim("contact", "asha", "Asha ji Lucknow")
    assert "no longer" in sim("contact", "asha", "--remove")
    assert sim("automatic", "Namaste!")
    said = sim("chat", "asha")
    assert "Is it in stock, in blue?" in said
    assert hello in said
    assert "(deleted)" in said
    yield from ("person", "message", "edit", "echo", "react", "revoke", "from-ad", "unavailable")
    yield from ("change-number", "preference", "presence", "burst", "contact", "automatic")


def pressing(sim: Typing) -> Iterator[str]:
    """A button of ours is pressed."""
    sim("person", "Bina", "--phone", "+91 55544 33221")
    sim("message", "bina", "Hi")
    ids = sim.aside.identity
    choice = {"type": "reply", "reply": {"id": "yes", "title": "Yes"}}
    inner = {"type": "button", "body": {"text": "Shall we?"}, "action": {"buttons": [choice]}}
    sent = {"messaging_product": "whatsapp", "to": "915554433221", "type": "interactive"}
    answer = sim.aside.http.post(
        f"/v25.0/{ids['phone_number_id']}/messages",
        headers={"Authorization": f"Bearer {ids['token']}"},
        json=sent | {"interactive": inner},
    )
    assert "bina pressed it" in sim(
        "press", answer.json()["messages"][0]["id"], "yes", "--title", "Yes"
    )
    yield "press"


def judging(sim: Typing) -> Iterator[str]:
    """What Meta does, and what time does."""
    ids = sim.aside.identity
    parts = [{"type": "BODY", "text": "New silk is here, come and see."}]
    body = {"name": "silk", "category": "MARKETING", "language": "en", "components": parts}
    where = f"/v25.0/{ids['waba_id']}/message_templates"
    made = sim.aside.http.post(
        where, headers={"Authorization": f"Bearer {ids['token']}"}, json=body
    )
    assert made.status_code == 200, made.text
    assert "REJECTED" in sim("template", "silk", "reject", "--language", "en")
    assert sim("restrict", "--days", 1)
    assert sim("ban", "SCHEDULE_FOR_DISABLE")
    assert sim("violation")
    assert "YELLOW" in sim("quality", "YELLOW").upper()
    assert "TIER_10K" in sim("tier", "TIER_10K")
    assert "security" in sim("event", "security", "--value", '{"event": "PIN_CHANGED"}')
    assert sim("fault", "duplicate", "0.5") == "Faults that are on: duplicate 0.5."
    assert "duplicate          0.5" in sim("faults")
    assert sim("calm") == "All faults are off."
    assert "UTC" in sim("advance", 3_600)
    assert "batch = 5" in sim("settings", "--values", '{"batch": 5}')
    assert sim("webhook", "http://127.0.0.1:9/w").endswith("http://127.0.0.1:9/w")
    assert "16 customers" in sim("shop", "--count", 3)
    assert "open already" in sim("shop", code=2)
    assert sim("revoke-token")
    assert "Account" in sim("state")
    assert "Acknowledged" in sim("truth")
    yield from ("template", "restrict", "ban", "violation", "quality", "tier", "event", "fault")
    yield from ("calm", "advance", "settings", "webhook", "shop", "revoke-token")


def linking(sim: Typing) -> Iterator[str]:
    """The phone's link to the platform."""
    assert sim("offline", 2) == "The phone is off for 2 days."
    assert sim("online") == "The phone is on."
    assert sim("change-phone", 1)
    assert sim("reconnect")
    assert "saath sim reconnect" in sim("offboard")
    assert sim("reconnect")
    assert sim("disconnect", "ACCOUNT_DISCONNECTED")
    assert "answer-link" in sim("ask-link")
    assert sim("share-history", "--no-share")
    assert sim("answer-link", "--no-accept") == "The owner said no."
    sim("ask-link")
    assert "Linked to account" in sim("answer-link")
    assert sim("decline-history")
    yield from ("offline", "online", "change-phone", "reconnect", "offboard", "disconnect")
    yield from ("ask-link", "share-history", "answer-link", "decline-history")


def test_everything_that_can_happen_can_be_typed(sim: Typing, tmp_path: Path) -> None:
    picture = tmp_path / "silk.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    typed = [*conversation(sim, picture), *pressing(sim), *linking(sim), *judging(sim)]
    assert set(typed) == set(COMMANDS)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("message", "nobody", "Hi"), 2, "nobody is called 'nobody' here"),
        (("message",), 2, "message needs person"),
        (("person", "Asha", "--key", "bina"), 2, "somebody is called 'bina' already"),
        (("quality", "RED", "GREEN"), 2, "Too many words: quality takes RATING."),
        (("fault", "duplicate", "often"), 2, "strength of fault must be float"),
        (("event", "security", "--value", "PIN"), 2, "value must be JSON"),
        (("edit", "wamid.none", "x"), 2, "no message has this id"),
        (("message", "asha", "--type", "image", "--file", "/nowhere/a.jpg"), 4, "/nowhere/a.jpg"),
        (("advance", "60", "--url", "http://127.0.0.1:9"), 3, "saath sim serve"),
        (("advance", "60", "--url", "nonsense"), 2, "is not an address"),
        (("chat", "nobody"), 4, "Nobody is called so"),
        (("mesage",), 2, "Did you mean 'message'? See: saath sim --help"),
    ],
)
def test_a_mistake_gets_one_sentence(
    sim: Typing, words: tuple[str, ...], code: int, sentence: str
) -> None:
    sim("person", "Bina")
    told = sim(*words, code=code)
    assert told.startswith("saath: ")
    assert sentence in told
    assert "\n" not in told


def test_what_is_no_simulator_is_said_to_be_none(sim: Typing) -> None:
    base = sim.aside.identity["base_url"]
    told = sim("state", "--url", f"{base}/elsewhere", code=3)
    assert "no simulator" in told


def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    command = [*LEASH, str(SAATH), "sim", "serve", "--port", str(port), "--seed", "7", "--json"]
    command += ["--secrets-to", str(tmp_path / "secrets"), "--shop"]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert set(told) >= NAMES
        assert told["base_url"] == f"http://127.0.0.1:{port}"
        for name in ("token", "app_secret"):
            file = tmp_path / "secrets" / name
            assert file.read_text() == f"{told[name]}\n"
            assert file.stat().st_mode & 0o077 == 0
        again = subprocess.run(
            command[len(LEASH) :], env=environment(), capture_output=True, text=True, check=False
        )
        assert again.returncode == 3
        assert str(port) in again.stderr
        assert httpx.get(f"{told['base_url']}/_sim/identity", trust_env=False).json() == told
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=WITHIN_S)
        assert (process.returncode, out, err) == (0, "", "")
    finally:
        process.kill()
        process.communicate()
