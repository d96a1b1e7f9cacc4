"""The second wall between businesses: row-level security, switched on by the first migration.

FORCE, because the product owns its tables and owners are exempt otherwise. SQLite has no such
thing; there the keys and queries are the only wall.
"""

from typing import Any, override

from django.db import router
from django.db.migrations.operations.base import Operation

OWN = "business = (SELECT current_setting('saath.business', true))"
EVERYBODY = "(SELECT current_setting('saath.business', true)) = '*'"
GUARD = (
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY own ON {{table}} USING ({OWN}) WITH CHECK ({OWN})",
    f"CREATE POLICY read_everybody ON {{table}} FOR SELECT USING ({EVERYBODY})",
)
UNGUARD = (
    "DROP POLICY read_everybody ON {table}",
    "DROP POLICY own ON {table}",
    "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
)


class GuardRows(Operation):
    """Guard the rows of some models, wherever the router puts them."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: list[str]) -> None:
        """Take the names of the models as migrations write them."""
        self.models = models

    @override
    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's idea of the models does not know about policies."""

    @override
    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Put the wall up."""
        self._run(GUARD, app_label, schema_editor, to_state)

    @override
    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the wall down again."""
        self._run(UNGUARD, app_label, schema_editor, to_state)

    @override
    def describe(self) -> str:
        """Say what the operation does."""
        return f"Guard the rows of {', '.join(self.models)}"

    def _run(self, statements: tuple[str, ...], app_label: str, editor: Any, state: Any) -> None:
        connection = editor.connection
        if connection.vendor != "postgresql":
            return
        for name in self.models:
            model = state.apps.get_model(app_label, name)
            if router.allow_migrate_model(connection.alias, model):
                of = model._meta  # noqa: SLF001  (Django's public API, whatever its name says)
                table = connection.ops.quote_name(of.db_table)
                for statement in statements:
                    editor.execute(statement.format(table=table))
