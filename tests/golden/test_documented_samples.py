"""Meta's own samples, where the reference folder stands beside the project. Nothing is copied."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from saath.domain.facts import Unrecognized
from saath.whatsapp.parse import parse

SAMPLES = Path(__file__).parents[3] / "shared" / "platform" / "payloads"
ANOTHER_FORMAT = "another provider's format, read by that provider's adapter"
UNRECOGNIZED = {
    "bsp_360dialog_partner_history_skeleton": ANOTHER_FORMAT,
    "bsp_gupshup_v2_account_event_pricing_tier": ANOTHER_FORMAT,
    "bsp_gupshup_v2_inbound_text_bsuid": ANOTHER_FORMAT,
    "bsp_gupshup_v2_message_event_sent_bsuid": ANOTHER_FORMAT,
    "bsp_ycloud_smb_message_echoes_skeleton": ANOTHER_FORMAT,
    "bsp_gupshup_v3_platform_event_connectivity_check": "a provider's own field inside the envelope",
    "skeleton_smb_message_echoes_bsuid": "its type is a placeholder, `<MESSAGE_TYPE>`",
}
REQUESTS_AND_ANSWERS = (
    *("send_", "template_send", "template_create", "template_quality_score", "wappa_send"),
    *("es_", "api_error", "smb_app_data", "subscribed_apps", "messaging_limit"),
    *("phone_number_fields", "phone_webhook", "pricing_object"),
)


def deliveries() -> list[Path]:
    paths = sorted(SAMPLES.glob("*.json"))
    return [path for path in paths if not path.name.startswith(REQUESTS_AND_ANSWERS)]


pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the reference folder is not here")


@pytest.mark.parametrize("sample", deliveries(), ids=lambda path: path.stem)
def test_a_documented_sample_is_understood(sample: Path) -> None:
    told = parse(sample.read_bytes())
    raw = [fact.reason for fact in told if isinstance(fact, Unrecognized)]
    assert bool(raw) == (sample.stem in UNRECOGNIZED), raw


@pytest.mark.parametrize("sample", deliveries(), ids=lambda path: path.stem)
def test_no_message_of_a_documented_sample_is_lost(sample: Path) -> None:
    told = repr(parse(sample.read_bytes()))
    ids = set(_message_ids(json.loads(sample.read_bytes())))
    assert [wamid for wamid in ids if wamid not in told] == []


def test_the_list_of_exceptions_is_up_to_date() -> None:
    assert set(UNRECOGNIZED) <= {path.stem for path in deliveries()}


def _message_ids(tree: object) -> Iterator[str]:
    """The ids of messages, statuses and echoes. A change of identity is a fact without message."""
    if isinstance(tree, list):
        for item in tree:
            yield from _message_ids(item)
    elif isinstance(tree, dict):
        if "timestamp" in tree and "id" in tree and tree.get("type") != "system":
            yield tree["id"]
        for item in tree.values():
            yield from _message_ids(item)
