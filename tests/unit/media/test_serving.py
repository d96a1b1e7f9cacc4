"""What a request for a part of a file may say, and what it gets."""

from pathlib import Path

from saath.media.serving import Asked, serve


def test_a_range_of_thousands_of_digits_is_no_range(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"12345")
    for said in (f"bytes={'9' * 5_000}-", f"bytes=-{'9' * 5_000}", f"bytes=0-{'9' * 5_000}"):
        served = serve(file, "text/plain", "a.txt", Asked(range=said))
        assert (served.status, served.headers["Content-Length"]) == (200, "5")


def test_a_part_is_answered_with_that_part(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"12345")
    served = serve(file, "text/plain", "a.txt", Asked(range="bytes=1-2"))
    assert (served.status, served.headers["Content-Range"]) == (206, "bytes 1-2/5")
