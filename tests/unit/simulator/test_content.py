"""Every type that can be sent, at its limits and one beyond."""

from typing import Any

import pytest

from saath.simulator.errors import GraphError
from saath.simulator.graph.content import check_content

type Body = dict[str, Any]
BUTTON = {"type": "reply", "reply": {"id": "1", "title": "Yes"}}


def refused(kind: str, body: Body) -> int:
    try:
        check_content(kind, body)
    except GraphError as error:
        return error.code
    return 0


def interactive(kind: str, action: Body, **more: Any) -> Body:
    return {"interactive": {"type": kind, "body": {"text": "Choose"}, "action": action} | more}


def buttons(count: int, title: str = "Title") -> Body:
    replies = [
        {"type": "reply", "reply": {"id": f"b{n}", "title": f"{title}{n}"}} for n in range(count)
    ]
    return interactive("button", {"buttons": replies})


def rows(sections: int, each: int, **row: str) -> Body:
    listed = [
        {
            "title": f"S{s}",
            "rows": [{"id": f"{s}-{r}", "title": f"Row {s} {r}"} | row for r in range(each)],
        }
        for s in range(sections)
    ]
    return interactive("list", {"button": "Open", "sections": listed})


def named(name: str, **parameters: Any) -> Body:
    return {"name": name, "parameters": parameters}


def cards(count: int, kind: str = "image") -> Body:
    listed = [{"card_index": n, "type": "cta_url", "header": {"type": kind}} for n in range(count)]
    return interactive("carousel", {"cards": listed})


def order(total: int) -> Body:
    amount = {"value": 1000, "offset": 100}
    inner = {"status": "pending", "items": [], "subtotal": amount, "tax": {"value": 50}}
    parameters = {"reference_id": "r1", "currency": "INR", "order": inner}
    parameters["total_amount"] = {"value": total, "offset": 100}
    return interactive("order_details", named("review_and_pay", **parameters))


GOOD: list[tuple[str, Body]] = [
    ("text", {"text": {"body": "x" * 4096}}),
    ("image", {"image": {"id": "1", "caption": "x" * 1024}}),
    ("video", {"video": {"link": "https://example.com/v.mp4"}}),
    ("audio", {"audio": {"id": "1", "voice": True}}),
    ("document", {"document": {"id": "1", "filename": "bill.pdf"}}),
    ("sticker", {"sticker": {"id": "1"}}),
    ("location", {"location": {"latitude": "21.17", "longitude": 72.83, "name": "Surat"}}),
    ("contacts", {"contacts": [{"name": {"formatted_name": "Asha"}}] * 257}),
    ("reaction", {"reaction": {"message_id": "wamid.x", "emoji": ""}}),
    ("interactive", buttons(3)),
    ("interactive", rows(2, 5)),
    (
        "interactive",
        interactive("cta_url", named("cta_url", display_text="Open", url="https://x.in")),
    ),
    ("interactive", interactive("location_request_message", {"name": "send_location"})),
    ("interactive", interactive("request_contact_info", {"name": "request_contact_info"})),
    ("interactive", interactive("address_message", named("address_message", country="IN"))),
    (
        "interactive",
        interactive("flow", named("flow", flow_message_version="3", flow_id="1", flow_cta="Go")),
    ),
    ("interactive", interactive("catalog_message", {"name": "catalog_message"})),
    ("interactive", interactive("product", {"catalog_id": "1", "product_retailer_id": "2"})),
    (
        "interactive",
        interactive(
            "product_list",
            {"catalog_id": "1", "sections": [{"title": "A", "product_items": [{}] * 30}]},
            header={"type": "text", "text": "Our sarees"},
        ),
    ),
    ("interactive", cards(10)),
    ("interactive", order(1050)),
    ("interactive", interactive("order_status", named("review_order", reference_id="r1"))),
    ("template", {"template": {"name": "t", "language": {"code": "en"}}}),
]

BAD: list[tuple[str, Body, int]] = [
    ("hologram", {}, 131051),
    ("text", {}, 131008),
    ("text", {"text": "not an object"}, 131009),
    ("text", {"text": {"body": ""}}, 131008),
    ("text", {"text": {"body": ["x"]}}, 131009),
    ("text", {"text": {"body": "x" * 4097}}, 100),
    ("image", {"image": {}}, 131008),
    ("image", {"image": {"id": "1", "link": "https://x"}}, 131008),
    ("image", {"image": {"link": "ftp://x"}}, 131009),
    ("image", {"image": {"id": "1", "caption": "x" * 1025}}, 131009),
    ("audio", {"audio": {"id": "1", "caption": "no"}}, 131009),
    ("location", {"location": {"latitude": 1}}, 131008),
    ("location", {"location": {"latitude": 91, "longitude": 1}}, 131009),
    ("location", {"location": {"latitude": "north", "longitude": 1}}, 131009),
    ("contacts", {"contacts": []}, 131008),
    ("contacts", {"contacts": [{}]}, 131008),
    ("contacts", {"contacts": [{"name": {"formatted_name": "A"}}] * 258}, 131009),
    ("reaction", {"reaction": {"emoji": "👍"}}, 131008),
    ("reaction", {"reaction": {"message_id": "x"}}, 131008),
    ("interactive", {"interactive": {}}, 131008),
    ("interactive", interactive("poll", {}), 131051),
    ("interactive", interactive("voice_call", {}), 131051),
    ("interactive", buttons(4), 131009),
    ("interactive", buttons(1, "x" * 20), 131009),
    ("interactive", interactive("button", {"buttons": [BUTTON, BUTTON]}), 131009),
    ("interactive", buttons(1) | {"interactive": {"type": "button", "action": {}}}, 131008),
    ("interactive", rows(2, 6), 131009),
    ("interactive", rows(11, 1), 131009),
    ("interactive", rows(1, 1, title="x" * 25), 131009),
    ("interactive", rows(1, 1, description="x" * 73), 131009),
    ("interactive", interactive("cta_url", named("cta_url", display_text="x", url="x")), 131009),
    ("interactive", interactive("cta_url", named("other")), 131009),
    ("interactive", interactive("address_message", named("address_message", country="SG")), 131009),
    ("interactive", interactive("flow", named("flow", flow_cta="Go")), 131008),
    ("interactive", interactive("product_list", {"catalog_id": "1", "sections": []}), 131008),
    ("interactive", cards(1), 131009),
    ("interactive", cards(3, "document"), 131009),
    ("interactive", order(1051), 131009),
    (
        "interactive",
        buttons(1) | {"interactive": {**buttons(1)["interactive"], "footer": {"text": "x" * 61}}},
        131009,
    ),
    ("interactive", interactive("button", {"buttons": [BUTTON]}, header={"type": "gif"}), 131009),
    ("template", {"template": {"name": "t"}}, 131008),
]


@pytest.mark.parametrize(("kind", "body"), GOOD)
def test_what_is_within_its_limits_can_be_sent(kind: str, body: Body) -> None:
    assert refused(kind, body) == 0


@pytest.mark.parametrize(("kind", "body", "code"), BAD)
def test_what_is_beyond_its_limits_is_refused(kind: str, body: Body, code: int) -> None:
    assert refused(kind, body) == code
