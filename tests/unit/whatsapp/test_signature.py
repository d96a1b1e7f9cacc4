import hashlib
import hmac

import pytest

from saath.whatsapp.signature import verify

BODY = b'{"text":"\\u0928\\u092e\\u0938\\u094d\\u0924\\u0947"}'
OLD, NEW = b"old secret", b"new secret"


def header(secret: bytes, body: bytes = BODY) -> str:
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def test_the_raw_bytes_signed_with_the_secret_are_believed() -> None:
    assert verify(BODY, header(NEW), [NEW])
    assert verify(BODY, header(NEW).encode(), [NEW])


def test_both_secrets_count_while_one_is_being_replaced() -> None:
    assert verify(BODY, header(OLD), [OLD, NEW])
    assert verify(BODY, header(NEW), [OLD, NEW])


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        b"",
        "sha256=",
        header(NEW).upper(),
        "sha256=" + header(NEW).removeprefix("sha256=").upper(),
        header(NEW).removeprefix("sha256="),
        "sha1=" + header(NEW).removeprefix("sha256="),
        header(NEW) + " ",
        header(b"another secret"),
        "sha256=हस्ताक्षर",
        "sha256=\ud800",
        b"\xff\xfe",
    ],
)
def test_anything_but_the_exact_header_is_refused(given: str | bytes | None) -> None:
    assert not verify(BODY, given, [OLD, NEW])


def test_other_bytes_are_refused() -> None:
    same_meaning = '{"text":"नमस्ते"}'.encode()
    assert not verify(same_meaning, header(NEW), [NEW])


def test_without_a_secret_nobody_is_believed() -> None:
    assert not verify(BODY, header(b""), [])
    assert not verify(BODY, header(b""), [b""])
