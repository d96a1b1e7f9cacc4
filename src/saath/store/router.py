"""Which database a model lives in: derived tables in `tables`, everything else in `default`.

A generation other than the present one is reached by naming its alias (`using="tables_2"`).
"""

from django.db.models import Model

from saath.store.kinds import DERIVED_MODELS, PRIMARY, TABLES, is_tables


class Router:
    """Named in the settings as DATABASE_ROUTERS."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        """Return the alias to read this model from when a query names none."""
        of = model._meta  # noqa: SLF001  (Django's public API, whatever its name says)
        return TABLES if _is_derived(of.app_label, of.model_name) else PRIMARY

    def db_for_write(self, model: type[Model], **_hints: object) -> str:
        """Return the alias to write this model to when a query names none."""
        return self.db_for_read(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_hints: object
    ) -> bool | None:
        """Say whether a migration of this model runs there; without a model it decides itself."""
        if model_name is None:
            return app_label == "store" or not is_tables(db)
        return is_tables(db) == _is_derived(app_label, model_name)


def _is_derived(app_label: str, model_name: str | None) -> bool:
    return app_label == "store" and (model_name or "").lower() in DERIVED_MODELS
