"""What a service does for itself all day: sweep its events, forget expired answers, do the chores of its features."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.columns import now
from services.shared.database import DATABASE_TROUBLE
from services.shared.events.sweeper import BATCH, sweep
from services.shared.idempotency import forget_expired

PAUSE_SECONDS = 0.5
FORGET_EVERY = 7200  # pauses: about once an hour

Sessions = async_sessionmaker[AsyncSession]
# What a feature does by itself from time to time. Several processes may do it at once, and again: it bears that.
Chore = Callable[[Sessions], Awaitable[object]]

logger = structlog.get_logger(__name__)


async def run_upkeep(sessions: Sessions, chores: Sequence[Chore] = ()) -> None:
    """Sweep until cancelled, do the chores about once an hour; a database that is away is tried again."""
    rounds = 0
    while True:
        try:
            async with sessions() as session:
                swept = await sweep(session)
            if rounds % FORGET_EVERY == 0:
                async with sessions.begin() as session:
                    await forget_expired(session, now())
                for chore in chores:
                    await do(chore, sessions)
        except DATABASE_TROUBLE as problem:
            logger.warning("upkeep waits for the database", problem=repr(problem))
            swept = 0
        rounds += 1
        if swept < BATCH:
            await asyncio.sleep(PAUSE_SECONDS)


async def do(chore: Chore, sessions: Sessions) -> None:
    """Do one chore; what goes wrong in it is logged and keeps nothing else waiting."""
    try:
        await chore(sessions)
    except DATABASE_TROUBLE:
        raise
    except Exception as fault:
        logger.error("a chore failed", chore=getattr(chore, "__name__", repr(chore)), exc_info=fault)
