"""Where our token may go, and what Graph's answers about files mean."""

import json

import pytest

from saath.net import NotSent, Response, Unknown
from saath.whatsapp.graph import (
    Answer,
    Line,
    MediaPlace,
    MediaTrouble,
    Uploaded,
    is_trusted,
    read_media,
    read_upload,
)

META = Line("https://graph.facebook.com", "7", "token")
NEAR = Line("http://127.0.0.1:9000", "7", "token")


def said(status: int, body: object) -> Response:
    return Response(status, {}, json.dumps(body).encode())


def error(code: int, status: int = 400) -> Response:
    return said(status, {"error": {"code": code, "message": "told"}})


@pytest.mark.parametrize(
    "url",
    [
        "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
        "https://mmg.whatsapp.net/x",
        "https://lookaside.fbsbx.com:443/x",
        "https://graph.facebook.com/x",
    ],
)
def test_the_token_goes_to_metas_hosts(url: str) -> None:
    assert is_trusted(META, url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com.evil.example/x",
        "https://evilfbsbx.com/x",
        "https://fbsbx.com@evil.example/x",
        "https://user:pass@lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "http://127.0.0.1/x",
        "http://169.254.169.254/latest",
        "https://[::ffff:169.254.169.254]/x",
        "https://0x7f.1/x",
        "file:///etc/passwd",
        "https://[lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:x/",
        "//lookaside.fbsbx.com/x",
        "https://",
        "",
    ],
)
def test_and_nowhere_else(url: str) -> None:
    assert not is_trusted(META, url)


def test_a_pretend_meta_may_keep_its_files_where_it_is_asked() -> None:
    assert is_trusted(NEAR, "http://127.0.0.1:9000/whatsapp_business/attachments/?mid=1")
    assert not is_trusted(NEAR, "http://127.0.0.1:9001/x")
    assert not is_trusted(NEAR, "http://localhost:9000/x")


def test_a_place_is_read_with_its_size_as_number_or_text_and_its_digest_in_either_form() -> None:
    digest = "00" * 32
    base64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    for size, sha256 in ((12, digest), ("12", base64)):
        body = {"url": "https://x", "mime_type": "image/png", "sha256": sha256, "file_size": size}
        assert read_media(said(200, body)) == MediaPlace("https://x", "image/png", digest, 12)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error(100), "gone"),
        (error(131052), "gone"),
        (Response(404, {}, b"<html>"), "line"),
        (error(190, 401), "line"),
        (error(10, 403), "line"),
        (error(80007), "line"),
        (Response(502, {}, b"<html>"), "line"),
        (NotSent("refused"), "line"),
        (Unknown("cut"), "line"),
        (error(131000, 500), "later"),
        (said(200, {}), "later"),
        (said(200, []), "later"),
    ],
)
def test_trouble_is_of_one_file_or_of_the_whole_number(
    answer: Response | NotSent | Unknown, kind: str
) -> None:
    trouble = read_media(answer)
    assert isinstance(trouble, MediaTrouble)
    assert trouble.kind == kind


def test_an_upload_gives_an_id_a_no_or_another_try() -> None:
    assert read_upload(said(200, {"id": "77"}), attempts=1, now=0) == Uploaded("77")
    assert read_upload(said(200, {"id": 77}), attempts=1, now=0) == Uploaded("77")
    for answer in (NotSent("x"), Unknown("x"), Response(502, {}, b""), said(200, {})):
        tried = read_upload(answer, attempts=1, now=0)
        assert isinstance(tried, Answer)
        assert (tried.kind, tried.retry_at) == ("deferred", 4_000)
    refused = read_upload(error(131053), attempts=1, now=0)
    assert isinstance(refused, Answer)
    assert (refused.kind, refused.code) == ("rejected", 131053)
