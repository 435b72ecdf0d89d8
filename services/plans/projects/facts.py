"""What projects answer to the bulk questions of others."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.projects.repository import FACTS, facts_by_area, facts_by_id
from services.plans.projects.rules import FLOW
from services.shared.access import Principal
from services.shared.money import format_amount


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, number and money of its visible projects of a fiscal year, in all and by state."""
    found = await facts_by_area(session, principal, area_codes, fiscal_year)
    return {code: _shown(found.get(code, {})) for code in area_codes}


def _shown(by_state: dict[str, tuple[int, int]]) -> dict[str, Any]:
    states = {state: by_state.get(state, (0, 0)) for state in FLOW.states}
    return {
        "count": sum(count for count, _ in states.values()),
        "estimated_amount": format_amount(sum(amount for _, amount in states.values())),
        "by_state": {
            state: {"count": count, "estimated_amount": format_amount(amount)}
            for state, (count, amount) in states.items()
        },
    }


async def project_facts(session: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    """Return, by id, what another service keeps as its snapshot of a visible project."""
    return {str(row.id): _known(row) for row in await facts_by_id(session, principal, ids)}


def _known(row: Row[Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(row, name) for name in FACTS}
    return facts | {
        "id": str(row.id),
        "estimated_amount": format_amount(row.estimated_amount),
        "start_on": row.start_on.isoformat() if row.start_on else None,
        "end_on": row.end_on.isoformat() if row.end_on else None,
        "strategy_id": str(row.strategy_id) if row.strategy_id else None,
        "shares": [{"area_code": code, "amount": format_amount(amount)} for code, amount in row.shares or []],
    }
