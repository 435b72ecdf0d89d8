"""What requests answer to the bulk questions of composites."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests.repository import facts_by_area, facts_by_joint_indicator
from services.budget.requests.rules.request import FLOW
from services.budget.submissions.rules import POSITIONS
from services.shared.access import Principal
from services.shared.money import format_amount

SUMS = ("asked", "held", "approved")


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, number and money of its visible requests of a fiscal year: in all, by state, by position.

    Zero is known: there is no such request that the caller may see.
    """
    rows: dict[str, list[Any]] = {code: [] for code in area_codes}
    for row in await facts_by_area(session, principal, area_codes, fiscal_year):
        rows[row.area_code].append(row)
    return {code: _of_area(found) for code, found in rows.items()}


def _of_area(rows: Sequence[Any]) -> dict[str, Any]:
    by_state = {state: _sums([row for row in rows if row.state == state]) for state in FLOW.states}
    by_position = {each: _sums([row for row in rows if row.ceiling_position == each]) for each in POSITIONS}
    return {**_sums(rows), "by_state": by_state, "by_ceiling_position": by_position}


def _sums(rows: Sequence[Any]) -> dict[str, Any]:
    amounts = {f"{name}_amount": format_amount(sum(getattr(row, name) for row in rows)) for name in SUMS}
    return {"requests": sum(row.requests for row in rows), **amounts}


async def joint_indicator_facts(
    session: AsyncSession, principal: Principal, ids: list[UUID]
) -> dict[str, dict[str, Any]]:
    """Return, by joint indicator and area, the visible requests off the desk whose money serves it."""
    areas: dict[UUID, dict[str, Any]] = {each: {} for each in ids}
    for row in await facts_by_joint_indicator(session, principal, ids):
        areas[row.joint_indicator_id][row.area_code] = _sums([row])
    return {str(each): {"areas": found} for each, found in areas.items()}
