"""Behind a proxy the pages answer under its address, and under no other."""

from saath.runtime.settings import PUBLIC_URL_VARIABLE, build

KEY = {"SAATH_KEY": "5a" * 32}


def test_alone_only_loopback_is_answered() -> None:
    settings = build(KEY)
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_behind_tls_cookies_travel_by_tls_only() -> None:
    settings = build({**KEY, PUBLIC_URL_VARIABLE: "https://saath.example.in"})
    assert settings["ALLOWED_HOSTS"][-1] == "saath.example.in"
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://saath.example.in"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_a_proxy_without_tls_claims_none() -> None:
    settings = build({**KEY, PUBLIC_URL_VARIABLE: "http://10.0.0.5:8000"})
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["http://10.0.0.5:8000"]
    assert not settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None
