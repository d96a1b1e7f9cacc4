"""`/metrics` tells this machine how Saath is, and nobody else, and nothing about anybody."""

import httpx

from tests.deliveries import delivery, said
from tests.integration.cli.product import Running

PHONE = "919000000077"


def figures(running: Running, **headers: str) -> httpx.Response:
    return httpx.get(f"{running.address}/metrics", headers=headers, timeout=10)


def test_the_figures_say_how_much_waits_and_nothing_about_people(running: Running) -> None:
    assert running.deliver(delivery(said("wamid.metrics", 1, "a secret order", phone=PHONE))) == 200
    told = figures(running).text
    media = 'saath_media{stage="pending"}'
    for name in ("saath_lag_records", "saath_outbox", "saath_parked 0.0", media):
        assert name in told
    assert 'saath_webhook_answers_total{status="200"}' in told
    assert PHONE not in told
    assert "secret" not in told
    assert "wamid" not in told


def test_what_a_proxy_passed_on_is_not_answered(running: Running) -> None:
    answer = figures(running, **{"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == 404
    assert answer.text == ""
