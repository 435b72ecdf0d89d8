"""Approvals as ก.น.จ. gives them: items of one resolution, carried out one by one, by many at once."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.budget.requests.decisions import request_kind
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem, ItemOutcome
from services.shared.decisions.usecases import carry_out_item
from tests.budget.ledger.books import Sessions

KIND = request_kind("", "")
_SEEN = "SELECT id, version, content_hash FROM budget.request WHERE id = ANY($1)"


def resolution() -> ConfirmedResolution:
    """A resolution of ก.น.จ., confirmed just now."""
    at = now()
    return ConfirmedResolution(new_id(), "3.1", "พิจารณาคำของบประมาณ", Deciding.POLICY, None, at.date(), at)


async def items_on(admin: asyncpg.Connection, ids: Sequence[UUID]) -> list[DecisionItem]:
    """Approvals of what is proposed, in the order of `ids`, each of the request as it is now."""
    seen = {row["id"]: row for row in await admin.fetch(_SEEN, ids)}
    return [
        DecisionItem(place, each, seen[each]["version"], seen[each]["content_hash"], "approve", None, None, None)
        for place, each in enumerate(ids, start=1)
    ]


async def approve_all(sessions: Sessions, items: Sequence[DecisionItem], clients: int) -> list[ItemOutcome]:
    """Carry all out by so many clients at once; what is more than a refusal is raised."""
    waiting, outcomes, by = iter(items), list[ItemOutcome](), resolution()

    async def client() -> None:
        for item in waiting:
            outcomes.append(await carry_out_item(sessions, CLERK, KIND, by, item))

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
    return outcomes
