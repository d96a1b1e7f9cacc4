"""Which errors of the database mean that the session is gone, and which stop the stage aloud."""

import psycopg
import pytest
from psycopg import errors

import tests.stores  # noqa: F401  (Django is set up by it)
from saath.runtime.loop import _is_cut


@pytest.mark.parametrize(
    "gone",
    [
        psycopg.OperationalError("connection refused"),
        errors.AdminShutdown(),
        errors.CannotConnectNow(),
        errors.ConnectionFailure(),
        errors.IdleInTransactionSessionTimeout(),
    ],
)
def test_a_session_that_is_gone_is_waited_for(gone: psycopg.Error) -> None:
    assert _is_cut(gone)


@pytest.mark.parametrize(
    "other",
    [errors.DiskFull(), errors.OutOfMemory(), errors.DeadlockDetected(), ValueError("ours")],
)
def test_nothing_else_is_taken_for_it(other: Exception) -> None:
    assert not _is_cut(other)
