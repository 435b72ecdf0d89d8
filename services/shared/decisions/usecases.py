"""Carrying out the items of a confirmed resolution: each in a transaction of its own, each once."""

import asyncio
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.access import Principal
from services.shared.decisions.clients import AskKeeper
from services.shared.decisions.kinds import DecisionKind
from services.shared.decisions.rules import (
    ALREADY_APPLIED,
    APPLIED,
    CHANGED_SINCE,
    NOT_ALLOWED,
    ConfirmedResolution,
    DecisionItem,
    ItemOutcome,
    mergers_first,
)
from services.shared.errors import NotFound, Refusal
from services.shared.events.models import Event

Sessions = async_sessionmaker[AsyncSession]
# Each request that carries out holds a connection of its own beside that of the item under way: with more at a time
# all connections of the process could be waiting for one more.
AT_A_TIME = asyncio.Semaphore(2)


async def carry_out_items(
    sessions: Sessions,
    ask: AskKeeper,
    actor: Principal,
    kind: DecisionKind,
    resolution: ConfirmedResolution,
    items: Sequence[DecisionItem],
) -> list[ItemOutcome]:
    """Carry out what was not yet, and return what came of each item, in the order of the resolution.

    It may be asked again at any time, after half of it, or twice at once: an item is known to be applied by the event
    that names the resolution.
    """
    async with sessions() as session:
        done = await applied_of(session, kind, resolution.id, [item.object_id for item in items])
    if kind.look is not None and (left := [item for item in items if item.object_id not in done]):
        await kind.look(sessions, ask, actor, left)
    outcomes = {
        item.position: ItemOutcome(item, ALREADY_APPLIED)
        if item.object_id in done
        else await carry_out_item(sessions, actor, kind, resolution, item)
        for item in mergers_first(items)
    }
    return [outcomes[item.position] for item in items]


async def carry_out_item(
    sessions: Sessions, actor: Principal, kind: DecisionKind, resolution: ConfirmedResolution, item: DecisionItem
) -> ItemOutcome:
    """Carry out one item in its own transaction; what is refused rolls back whole and says why."""
    current_hash: str | None = None
    try:
        async with sessions.begin() as session:
            found = await kind.lock(session, item.object_id)
            if found is None:
                raise NotFound()
            current_hash = kind.hash_of(found)
            # Asked again, now that nobody else can be at it.
            if await applied_of(session, kind, resolution.id, [item.object_id]):
                return ItemOutcome(item, ALREADY_APPLIED, current_hash)
            if current_hash != item.content_hash:
                return ItemOutcome(item, CHANGED_SINCE, current_hash)
            await kind.carry_out(session, actor, resolution, item, found)
    except Refusal as refusal:
        return ItemOutcome(item, NOT_ALLOWED, current_hash, refusal.code, refusal.sentence())
    return ItemOutcome(item, APPLIED, current_hash)


async def applied_of(
    session: AsyncSession, kind: DecisionKind, resolution_id: UUID, object_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Return which of these objects this resolution was carried out on."""
    applied = select(Event.object_id).where(
        Event.object_type == kind.object_type, Event.object_id.in_(object_ids), Event.resolution_id == resolution_id
    )
    return frozenset(await session.scalars(applied))
