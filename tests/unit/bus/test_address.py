import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from saath.bus import address
from saath.bus.address import is_postgresql, socket_address


def test_a_database_is_told_from_a_folder() -> None:
    assert is_postgresql("postgresql://saath@localhost/saath")
    assert is_postgresql("postgres://localhost/saath")
    assert not is_postgresql("/var/lib/saath")
    assert not is_postgresql(Path("postgresql:"))


def test_a_short_path_is_its_own_address(tmp_path: Path) -> None:
    with socket_address(Path("/run/saath/x.sock")) as given:
        assert given == "/run/saath/x.sock"


@pytest.mark.skipif(not address.DESCRIPTORS.is_dir(), reason="no /proc on this system")
def test_a_socket_may_lie_as_deep_as_any_file(tmp_path: Path) -> None:
    path = tmp_path / ("d" * 120) / "x.sock"
    path.parent.mkdir()
    before = len(list(address.DESCRIPTORS.iterdir()))
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        with socket_address(path) as given:
            server.bind(given)
        server.listen()
        with socket_address(path) as given:
            client.connect(given)
        assert path.is_socket()
    assert len(list(address.DESCRIPTORS.iterdir())) == before


def test_where_no_way_leads_there_the_refusal_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "DESCRIPTORS", tmp_path / "absent")
    with ExitStack() as stack, pytest.raises(OSError, match="Choose a shorter folder"):
        stack.enter_context(socket_address(tmp_path / ("d" * 120) / "x.sock"))
