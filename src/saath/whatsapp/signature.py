"""Did Meta sign these bytes? Nothing here reads them.

Meta: `X-Hub-Signature-256: sha256=<lower-case hex>` is HMAC-SHA256 of the raw body with the app
secret (webhooks overview, read 2026-11-21). It carries no time, so a replay verifies too.
"""

import hmac
from collections.abc import Sequence


def verify(body: bytes, header: str | bytes | None, secrets: Sequence[bytes]) -> bool:
    """Compare against every secret, in a time that does not tell which one matched.

    Two secrets are known while one is being replaced. An empty secret signs nothing.
    """
    given = header.encode(errors="replace") if isinstance(header, str) else header or b""
    matched = False
    for secret in secrets:
        expected = b"sha256=" + hmac.digest(secret, body, "sha256").hex().encode()
        matched |= hmac.compare_digest(expected, given) and bool(secret)
    return matched
