"""The journal and tables of a fresh installation, on both engines."""

from tests.stores import journal, made_database, made_folder, shared_journal

__all__ = ["journal", "made_database", "made_folder", "shared_journal"]
