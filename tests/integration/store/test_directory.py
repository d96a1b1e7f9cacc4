"""The directory is read by plain SQL, with what Django wrote."""

from pathlib import Path

from django.db import connections

from saath.journal import Journal
from saath.store.directory import Connected, read_directory
from saath.store.kinds import PRIMARY
from saath.store.models import Connection
from saath.store.tenancy import as_business


def test_connections_of_all_businesses_are_read(journal: Journal, tmp_path: Path) -> None:
    for number, business in enumerate(("tea-house", "book-shop")):
        with as_business(business, PRIMARY):
            Connection.objects.create(
                business=business,
                phone_number_id=f"700{number}",
                waba_id="800",
                portfolio_id="900",
                provider="meta",
                app_secret=b"\x01sealed",
                verify_token=b"\x01token",
                created_at=1,
            )
    assert read_directory(place_of(tmp_path)) == [
        Connected(business, number, "800", "900", "meta", b"\x01sealed", b"", b"\x01token")
        for business, number in (("book-shop", "7001"), ("tea-house", "7000"))
    ]


def place_of(folder: Path) -> Path | str:
    """Where the present installation is."""
    told = connections.settings[PRIMARY]
    if "FOLDER" in told:
        return folder
    return f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
