"""Django's SQLite backend, on the SQLite library that the journal chose."""
