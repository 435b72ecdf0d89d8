"""What a service does for itself all day: sweep its events, forget expired answers."""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.columns import now
from services.shared.database import DATABASE_TROUBLE
from services.shared.events.sweeper import BATCH, sweep
from services.shared.idempotency import forget_expired

PAUSE_SECONDS = 0.5
FORGET_EVERY = 7200  # pauses: about once an hour

logger = structlog.get_logger(__name__)


async def run_upkeep(sessions: async_sessionmaker[AsyncSession]) -> None:
    """Sweep until cancelled; a database that is away is tried again."""
    rounds = 0
    while True:
        try:
            async with sessions() as session:
                swept = await sweep(session)
            if rounds % FORGET_EVERY == 0:
                async with sessions.begin() as session:
                    await forget_expired(session, now())
        except DATABASE_TROUBLE as problem:
            logger.warning("upkeep waits for the database", problem=repr(problem))
            swept = 0
        rounds += 1
        if swept < BATCH:
            await asyncio.sleep(PAUSE_SECONDS)
