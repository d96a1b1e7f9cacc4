"""The PostgreSQL the tests get is the one the product would get: no special rights, UTF-8."""

import psycopg


def test_the_role_has_no_special_rights(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("saath", False, False, False, False)


def test_the_database_is_empty_and_speaks_utf_8(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, (SELECT count(*) FROM pg_tables"
            " WHERE schemaname = 'public') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("UTF8", "C.UTF-8", 0)


def test_two_tests_get_two_databases(postgres_url: str, postgres_module_url: str) -> None:
    assert postgres_url != postgres_module_url
