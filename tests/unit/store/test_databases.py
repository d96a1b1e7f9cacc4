"""What Django is told about a folder and about an address."""

from pathlib import Path

from saath.store.databases import at_generation, databases
from saath.store.kinds import PRIMARY, TABLES


def test_a_folder_holds_two_files() -> None:
    found = databases(Path("/data"), "")
    assert found[PRIMARY]["NAME"] == "/data/store.db"
    assert found[TABLES]["NAME"] == "/data/tables-1.db"
    assert at_generation(found[TABLES], 7)["NAME"] == "/data/tables-7.db"
    assert "synchronous=FULL" in found[PRIMARY]["PRAGMAS"]


def test_an_address_holds_two_schemas() -> None:
    url = "postgresql://saath:p%40ss@db.example:5433/shop?sslmode=require"
    found = databases(Path("/data"), url)
    for alias, schema in ((PRIMARY, "public"), (TABLES, "tables_1")):
        told = found[alias]
        assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "5433", "shop")
        assert (told["USER"], told["PASSWORD"]) == ("saath", "p@ss")
        assert told["OPTIONS"]["sslmode"] == "require"
        assert f"search_path={schema} " in told["OPTIONS"]["options"] + " "
    later = at_generation(found[TABLES], 7)
    assert "search_path=tables_7" in later["OPTIONS"]["options"]
    assert "search_path=tables_1" in found[TABLES]["OPTIONS"]["options"]
