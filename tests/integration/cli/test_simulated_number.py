"""An installation and a served simulator, put together as an operator does, with no help of tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from saath.runtime.clock import now_ms
from tests.integration.cli.product import Installation, Row, Running, saath, wait_until
from tests.integration.simulator.aside import Aside, served_aside


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    """A WhatsApp of our own."""
    with served_aside(now=now_ms()) as served:
        yield served


@pytest.fixture(scope="module")
def up(aside: Aside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation that sends to it, and gets its deliveries."""
    folder = tmp_path_factory.mktemp("together")
    ids = aside.identity
    for name in ("token", "app_secret"):
        (folder / name).write_text(ids[name] + "\n")
    made = saath(
        *("init", "--data", folder / "data", "--name", "Chai Ghar", "--json"),
        *("--graph-url", ids["base_url"], "--graph-token-file", folder / "token"),
        *("--app-secret-file", folder / "app_secret"),
    )
    assert made.code == 0, made.err
    assert made.object["webhook"]["app_secret"] == ids["app_secret"]
    with Installation(folder / "data", "", made.object).up() as running:
        answer = aside.http.post(
            f"/v25.0/{ids['waba_id']}/subscribed_apps",
            headers={"Authorization": f"Bearer {ids['token']}"},
            json={
                "override_callback_uri": f"{running.address}{made.object['webhook']['path']}",
                "verify_token": made.object["webhook"]["verify_token"],
            },
        )
        assert answer.status_code == 200, answer.text
        yield running


def conversation(up: Running, name: str) -> Row:
    """The conversation with this customer, once there is one."""
    found: list[Row] = []

    def there() -> bool:
        found[:] = [c for c in up.everything("/conversations") if c["contact"]["name"] == name]
        return bool(found)

    wait_until(there)
    return found[0]


def test_words_go_from_the_customer_to_the_team_and_back(aside: Aside, up: Running) -> None:
    aside.do("person", name="Asha")
    aside.do("message", person="asha", text="Is the blue one in stock?")
    chat = conversation(up, "Asha")
    (asked,) = up.get(f"/conversations/{chat['id']}/messages").json()["data"]
    assert (asked["text"], asked["source"]) == ("Is the blue one in stock?", "contact")

    answer = up.post(
        f"/conversations/{chat['id']}/messages", type="text", text="Yes, three of them."
    )
    assert answer.status_code == 201, answer.text
    wait_until(lambda: len(aside.truth()["received"].get("asha", ())) == 1)
    assert aside.chat("asha")[-1]["text"] == "Yes, three of them."
    wait_until(lambda: up.message(chat, "Yes, three of them.")["status"] == "read")


def test_words_on_the_phone_take_the_conversation(aside: Aside, up: Running) -> None:
    aside.do("person", name="Bina")
    aside.do("message", person="bina", text="Hello?")
    chat = conversation(up, "Bina")
    aside.do("echo", person="bina", text="Coming!")
    wait_until(lambda: conversation(up, "Bina")["control"] == "phone")
    assert up.message(chat, "Coming!")["source"] == "phone"


def test_the_name_of_the_shop_may_be_changed(up: Running) -> None:
    renamed = up.made.run("init", "--name", "Chai Ghar, Surat", "--json")
    assert renamed.code == 0, renamed.err
    assert renamed.object["api_key"] is None


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--name", "x" * 201, "A name is one line"),
        ("--app-secret-file", __file__, "holds no secret"),
    ],
)
def test_a_bad_name_or_secret_gets_a_sentence(
    tmp_path: Path, option: str, value: str, sentence: str
) -> None:
    made = saath("init", "--data", tmp_path / "data", option, value)
    assert made.code == 2
    assert sentence in made.err
    assert not (tmp_path / "data").exists()


def test_a_secret_is_not_changed_by_making_it_again(up: Running, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("another")
    again = up.made.run("init", "--app-secret-file", tmp_path / "secret")
    assert again.code == 2
    assert "keeps the app secret" in again.err
