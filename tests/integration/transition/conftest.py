"""A fresh installation on both engines for every test here."""

from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder"]
