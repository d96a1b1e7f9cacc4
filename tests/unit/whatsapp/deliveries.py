"""Short ways to write a delivery. The shapes themselves are proven by the golden files."""

import json

NUMBER, ACCOUNT, DISPLAY = "700", "800", "919800011122"
type Json = dict[str, object]


def value(**parts: object) -> Json:
    """The value of a message-like change on our number."""
    metadata = {"display_phone_number": DISPLAY, "phone_number_id": NUMBER}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def body(*values: Json, field: str = "messages") -> bytes:
    """One delivery with one change per value."""
    changes = [{"field": field, "value": each} for each in values]
    return json.dumps({"entry": [{"id": ACCOUNT, "changes": changes}]}).encode()


def text(wamid: str, words: str, **said: object) -> Json:
    """An inbound text."""
    return {"id": wamid, "timestamp": "1", "type": "text", "text": {"body": words}, **said}
