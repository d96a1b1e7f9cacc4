"""The sample shop speaks to an endpoint as Meta would, and knows afterwards what it told."""

import asyncio

import httpx
import pytest

from saath.simulator.clock import MINUTE
from saath.simulator.shop import ShopError, ShopRun
from tests.integration.simulator.endpoint import Endpoint

SECRET, TOKEN = "shop-secret", "shop-token"
START = 1_795_000_000_000


def shop(endpoint: Endpoint, **more: object) -> ShopRun:
    given: dict[str, object] = {"count": 120, "speed": 0, "seed": 7} | more
    return ShopRun(
        target_url="http://product.example/webhooks/whatsapp",
        app_secret=SECRET,
        verify_token=TOKEN,
        start=START,
        transport=endpoint.transport,
        **given,  # type: ignore[arg-type]  # a test's keyword arguments
    )


def test_everything_told_is_acknowledged_and_counted() -> None:
    endpoint = Endpoint(SECRET, TOKEN)
    run = shop(endpoint)
    asyncio.run(run.run())
    counts = run.counts()
    assert counts["inbound"] == len(endpoint.wamids("messages", "messages"))
    assert counts["echoes"] == len(endpoint.wamids("smb_message_echoes", "message_echoes"))
    assert counts["records"] == len(endpoint.bodies)
    assert counts["history"] > 500
    assert counts["statuses"] > 50
    assert not run.truth.unacknowledged
    assert endpoint.refused == 0


def test_an_endpoint_that_often_fails_gets_everything_in_the_end() -> None:
    endpoint = Endpoint(SECRET, TOKEN, answers=lambda number: 503 if number % 9 == 0 else 200)
    run = shop(endpoint, faults={"duplicate": 0.2, "reorder": 0.3, "rebatch": 0.1})
    asyncio.run(run.run())
    assert run.truth.refused[503] > 5
    assert not run.truth.unacknowledged
    assert not run.truth.lost
    assert max(endpoint.wamids("messages", "messages").values()) > 1


def test_only_200_counts_as_received() -> None:
    endpoint = Endpoint(SECRET, TOKEN, answers=lambda number: 202 if number == 3 else 200)
    run = shop(endpoint)
    asyncio.run(run.run())
    assert run.truth.refused[202] == 1
    assert not run.truth.unacknowledged


def test_the_same_seed_plays_the_same_shop() -> None:
    runs = [shop(Endpoint(SECRET, TOKEN)) for _ in range(2)]
    for run in runs:
        asyncio.run(run.run())
    one, two = (set(run.truth.emitted) for run in runs)
    assert one == two


def test_a_wrong_verify_token_is_refused_with_a_sentence() -> None:
    run = shop(Endpoint(SECRET, "another token"))
    with pytest.raises(ShopError, match="verify token"):
        asyncio.run(run.run())


def test_what_is_expected_follows_edits_and_reactions() -> None:
    run = shop(Endpoint(SECRET, TOKEN), count=400)
    asyncio.run(run.run())
    known = run.expected()
    truth = run.world.ground.messages
    for wamid, message in known.items():
        assert message.deleted == truth[wamid].deleted
        assert message.edited == truth[wamid].edited
    assert any(message.edited for message in known.values())
    assert any(message.reactions for message in known.values())
    assert {message.origin for message in known.values()} == {"live", "echo", "history"}


def test_time_may_be_let_pass_to_a_moment_and_what_is_sent_meanwhile_is_known() -> None:
    run = shop(Endpoint(SECRET, TOKEN), count=60)
    ids = run.world.ids

    async def play() -> None:
        async with run.opened() as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
            await run.rush(until=START + MINUTE)
            assert run.world.now == START + MINUTE
            run.live()
            bina = run.world.ground.person("bina", "Bina")
            run.world.customers.write(bina, "Hello?")
            sent = {"messaging_product": "whatsapp", "to": bina.wa_id, "type": "text"}
            answer = await client.post(
                f"/v25.0/{ids.phone_number_id}/messages",
                json=sent | {"text": {"body": "Namaste!"}},
                headers={"Authorization": f"Bearer {ids.token}"},
            )
            assert answer.status_code == 200, answer.text
            await run.rush()

    asyncio.run(play())
    (known,) = [message for message in run.expected().values() if message.origin == "sent"]
    assert (known.text, known.bsuid) == ("Namaste!", run.world.ground.people["bina"].bsuid)
    assert known.status in {"delivered", "read"}
    assert not run.truth.unacknowledged
