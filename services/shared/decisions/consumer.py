"""What a service does by itself after a resolution was confirmed: the same as …/decisions, so nothing is forgotten."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from services.shared.access import Grant, Principal
from services.shared.database import DATABASE_TROUBLE
from services.shared.decisions.clients import KEEPER, AskKeeper, fetch_resolution
from services.shared.decisions.kinds import DecisionKind
from services.shared.decisions.rules import ALREADY_APPLIED, APPLIED
from services.shared.decisions.usecases import Sessions, carry_out_items
from services.shared.errors import NotFound, Refusal
from services.shared.events.consumer import advance, position_after
from services.shared.neighbours import Authorization, Neighbours, client_id_of
from services.shared.roles import Role

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 10.0
HAPPENED = "resolution.confirmed"

logger = structlog.get_logger(__name__)


async def run_consumer(
    sessions: Sessions,
    service: str,
    kinds: Sequence[DecisionKind],
    neighbours: Neighbours,
    authorization: Authorization,
) -> None:
    """Follow the confirmed resolutions until cancelled; whatever is away is asked again."""
    ask = partial(_ask, neighbours, authorization)
    pause = PAUSE_SECONDS
    while True:
        try:
            read = await follow_once(sessions, service, kinds, ask)
            pause = 0.0 if read else PAUSE_SECONDS
        except (Refusal, KeyError, ValueError, TypeError, *DATABASE_TROUBLE) as problem:
            logger.warning("decisions wait", problem=repr(problem))
            pause = min(max(pause, PAUSE_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)


async def _ask(
    neighbours: Neighbours, authorization: Authorization, path: str, params: Mapping[str, Any]
) -> dict[str, Any]:
    return await neighbours.get(KEEPER, path, params, await authorization())


async def follow_once(sessions: Sessions, service: str, kinds: Sequence[DecisionKind], ask: AskKeeper) -> int:
    """Carry out what the next page of the plans service's events confirms; returns how many events were read.

    The place in the events moves on afterwards: after a crash in between the page is read again, and finds its items
    applied.
    """
    page = await ask("/internal/events", {"after": await position_after(sessions, KEEPER)})
    for event in page["items"]:
        if event["type"] == HAPPENED:
            for kind in kinds:
                await carry_out_confirmed(sessions, service, kind, ask, UUID(event["object_id"]))
    if page["items"]:
        async with sessions.begin() as session:
            await advance(session, KEEPER, int(page["last_position"]))
    return len(page["items"])


async def carry_out_confirmed(
    sessions: Sessions, service: str, kind: DecisionKind, ask: AskKeeper, resolution_id: UUID
) -> None:
    """Carry out what a resolution says of one kind of objects; what is refused is told in the log and stays undone."""
    try:
        resolution, items = await fetch_resolution(ask, resolution_id, service, kind.object_type)
    except NotFound:
        logger.warning("a confirmed resolution is not there", resolution=str(resolution_id))
        return
    name = client_id_of(service)
    actor = Principal(name, name, (Grant(Role.SERVICE),))
    for outcome in await carry_out_items(sessions, ask, actor, kind, resolution, items):
        if outcome.outcome not in (APPLIED, ALREADY_APPLIED):
            logger.warning(
                "an item was not carried out",
                resolution=str(resolution_id),
                object_type=kind.object_type,
                object_id=str(outcome.item.object_id),
                outcome=outcome.outcome,
                code=outcome.code,
            )
