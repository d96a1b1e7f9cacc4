"""`saath init` and `saath keys new`: the contract that programs rely on."""

from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, install, saath


def test_init_prints_one_object_with_everything_a_program_needs(template: Installation) -> None:
    told = template.told
    assert set(told) == {
        "business",
        "phone_number_id",
        "waba_id",
        "portfolio_id",
        "api_key",
        "webhook",
        "sign_in",
    }
    assert set(told["webhook"]) == {"path", "verify_token", "app_secret"}
    assert set(told["sign_in"]) == {"url_path", "user", "password"}
    assert all(told.values())
    assert all(told["webhook"].values())
    assert all(told["sign_in"].values())


def test_a_second_init_prints_the_same_without_secrets(installation: Installation) -> None:
    again = installation.run("init", "--json")
    assert again.code == 0
    told = installation.told
    assert again.object == told | {
        "api_key": None,
        "webhook": {"path": told["webhook"]["path"], "verify_token": None, "app_secret": None},
        "sign_in": told["sign_in"] | {"password": None},
    }


def test_other_ids_are_refused_with_a_sentence(installation: Installation) -> None:
    other = installation.run("init", "--phone-number-id", "123", "--json")
    assert other.code == 2
    assert "Use another folder" in other.err
    assert other.err.count("\n") == 1
    assert other.object["exit_code"] == 2


def test_the_first_number_has_fixed_ids_unless_others_are_given(tmp_path: Path) -> None:
    ids = ("phone_number_id", "waba_id", "portfolio_id")
    made = [saath("init", "--data", tmp_path / name, "--json").object for name in "ab"]
    assert [made[0][name] for name in ids] == [made[1][name] for name in ids]
    assert made[0]["api_key"] != made[1]["api_key"]
    assert made[0]["business"] != made[1]["business"]


def test_a_key_is_shown_once_and_kept_only_as_a_hash(installation: Installation) -> None:
    made = installation.run("keys new", "--json")
    assert made.code == 0
    key = made.object["api_key"]
    assert key != installation.told["api_key"]
    files = [path for path in installation.data.rglob("*") if path.is_file()]
    assert not [path for path in files if key.encode() in path.read_bytes()]


@pytest.mark.parametrize("secret", ["app_secret", "verify_token"])
def test_no_secret_of_the_webhook_lies_in_the_folder_in_clear(
    template: Installation, secret: str
) -> None:
    value = template.told["webhook"][secret].encode()
    files = [path for path in template.data.rglob("*") if path.is_file()]
    assert not [path for path in files if value in path.read_bytes()]


def test_the_folder_and_its_key_are_for_their_owner_only(template: Installation) -> None:
    assert template.data.stat().st_mode & 0o077 == 0
    assert (template.data / "key").stat().st_mode & 0o077 == 0


def test_installations_on_postgresql_are_made_by_the_address_alone(
    tmp_path: Path, postgres_url: str
) -> None:
    made = install(tmp_path / "data", postgres_url)
    assert not list(made.data.glob("*.db"))
    assert made.verify()["records"] == 0
