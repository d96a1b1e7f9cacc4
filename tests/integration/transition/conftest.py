"""Fresh installations on both engines, and somebody to tell."""

from collections.abc import Iterator

import pytest

from tests.integration.transition.listeners import Hook, Mailbox, hook_of, mailbox_of
from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder"]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A mail server on loopback."""
    with mailbox_of() as opened:
        yield opened


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    """A program that takes webhooks, on loopback."""
    with hook_of() as opened:
        yield opened
