"""The operator's mail server, from saath.toml and the environment; the environment wins."""

from pathlib import Path

from saath.runtime.mail import mail_settings


def test_without_a_host_there_is_no_mail(tmp_path: Path) -> None:
    assert mail_settings(tmp_path, {})["MAILERS"] == {}


def test_what_stands_in_the_file_is_taken_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("word\n")
    (tmp_path / "saath.toml").write_text(
        'engine = "sqlite"\n[mail]\nhost = "mail.example"\nuser = "saath"\n'
        'password_file = "secret"\nfrom = "saath@shop.example"\n'
        '[alerts]\ninside = ["n8n.local"]\n'
    )
    said = mail_settings(tmp_path, {"SAATH_MAIL_PORT": "2525", "SAATH_ALERTS_INSIDE": "127.0.0.1"})
    options = said["MAILERS"]["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["password"]) == ("mail.example", 2525, "word")
    assert (options["use_tls"], options["use_ssl"]) == (True, False)
    assert said["DEFAULT_FROM_EMAIL"] == "saath@shop.example"
    assert said["ALERTS_INSIDE"] == {"n8n.local", "127.0.0.1"}
