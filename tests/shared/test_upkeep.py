"""What a service does for itself: the chores of its features, one of them failing or not."""

import asyncio
from contextlib import suppress

from services.shared.events.upkeep import run_upkeep
from tests.shared.house import House, Sessions


async def test_a_chore_that_fails_keeps_neither_the_others_nor_the_sweeper_waiting(house: House) -> None:
    done, failed = asyncio.Event(), asyncio.Event()

    async def break_down(_sessions: Sessions) -> None:
        failed.set()
        raise ZeroDivisionError

    async def finish(_sessions: Sessions) -> None:
        done.set()

    upkeep = asyncio.create_task(run_upkeep(house.sessions, (break_down, finish)))
    try:
        async with asyncio.timeout(30):
            await done.wait()
        assert failed.is_set()
        assert not upkeep.done()
    finally:
        upkeep.cancel()
        with suppress(asyncio.CancelledError):
            await upkeep
