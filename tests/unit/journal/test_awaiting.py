import asyncio
from contextlib import closing

import pytest

from saath.journal.appender import GroupCommit
from saath.journal.awaiting import LoopAppends
from saath.journal.errors import JournalUnavailable
from tests.unit.journal.records import ENTRY
from tests.unit.journal.scripted import Gate, ScriptedDriver


def test_many_requests_share_few_commits() -> None:
    driver = ScriptedDriver()

    async def ask(group: GroupCommit) -> list[list[int]]:
        appends = LoopAppends(group, asyncio.get_running_loop())

        async def one() -> list[int]:
            return await appends.append([ENTRY])

        return await asyncio.gather(*[one() for _ in range(64)])

    with closing(GroupCommit(driver)) as group:
        positions = asyncio.run(ask(group))
    assert sorted(positions) == [[n] for n in range(1, 65)]
    assert len(driver.commits) < 64


def test_a_refusal_is_raised_where_it_is_awaited() -> None:
    group = GroupCommit(ScriptedDriver())

    async def ask() -> None:
        appends = LoopAppends(group, asyncio.get_running_loop())
        await appends.append([ENTRY])
        group.close()
        with pytest.raises(JournalUnavailable):
            await appends.append([ENTRY])

    asyncio.run(ask())


def test_a_failed_commit_is_raised_where_it_is_awaited() -> None:
    def fail(appends: object) -> None:
        raise JournalUnavailable("The disk is full.")

    async def ask(group: GroupCommit) -> None:
        appends = LoopAppends(group, asyncio.get_running_loop())
        with pytest.raises(JournalUnavailable, match="disk"):
            await appends.append([ENTRY])

    with closing(GroupCommit(ScriptedDriver(fail))) as group:
        asyncio.run(ask(group))


def test_a_cancelled_request_is_recorded_and_disturbs_nobody() -> None:
    gate = Gate()
    driver = ScriptedDriver(gate)

    async def ask(group: GroupCommit) -> list[int]:
        appends = LoopAppends(group, asyncio.get_running_loop())
        left = appends.append([ENTRY])
        stayed = appends.append([ENTRY])
        left.cancel()
        gate.opened.set()
        return await asyncio.wait_for(stayed, 5)

    with closing(GroupCommit(driver)) as group:
        assert asyncio.run(ask(group)) == [2]


def test_a_loop_that_is_gone_does_not_stop_the_appender() -> None:
    gate = Gate()
    with closing(GroupCommit(ScriptedDriver(gate))) as group:

        async def leave() -> None:
            LoopAppends(group, asyncio.get_running_loop()).append([ENTRY])

        asyncio.run(leave())
        gate.opened.set()
        assert group.append([ENTRY]) == [2]
