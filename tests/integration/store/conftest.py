"""The journal and tables of a fresh installation, on both engines."""

from tests.stores import journal

__all__ = ["journal"]
