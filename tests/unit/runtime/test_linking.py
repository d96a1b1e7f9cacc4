"""Where WhatsApp is told to reach us: never at whichever Host somebody named."""

import pytest

from saath.runtime.linking import callback_at

PATH = "/webhooks/whatsapp"
OUTSIDE = "https://saath.example.in"


@pytest.mark.parametrize(
    ("asked", "public", "simulated", "told"),
    [
        (f"https://other.example{PATH}", f"{OUTSIDE}/", False, f"{OUTSIDE}{PATH}"),
        (f"http://127.0.0.1:8000{PATH}", OUTSIDE, False, f"{OUTSIDE}{PATH}"),
        (f"https://shop.example{PATH}", "", False, f"https://shop.example{PATH}"),
        (f"http://shop.example{PATH}", "", False, ""),
        (f"http://127.0.0.1:8000{PATH}", "", False, ""),
        (f"https://localhost:8000{PATH}", "", False, ""),
        (f"http://[::1]:8000{PATH}", "", False, ""),
        (f"http://127.0.0.1:8000{PATH}", "", True, f"http://127.0.0.1:8000{PATH}"),
        (f"http://127.0.0.1:8000{PATH}", OUTSIDE, True, f"http://127.0.0.1:8000{PATH}"),
        ("", OUTSIDE, False, ""),
    ],
)
def test_whatsapp_is_told_the_address_that_the_world_can_reach(
    asked: str, public: str, told: str, *, simulated: bool
) -> None:
    assert callback_at(asked, public, simulated=simulated) == told
