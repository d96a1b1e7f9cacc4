"""The sample shop for every test here."""

from tests.journeys.opened import shop

__all__ = ["shop"]
