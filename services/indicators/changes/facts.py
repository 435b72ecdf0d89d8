"""What change requests answer to the bulk questions of composites."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.changes.repository import count_by_area
from services.indicators.changes.rules.request import FLOW
from services.shared.access import Principal


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, how many of its requests of a fiscal year the caller sees: in all, and by state.

    Zero is known: there is no such request that the caller may see.
    """
    answers: dict[str, dict[str, Any]] = {
        code: {"requests": 0, "by_state": dict.fromkeys(FLOW.states, 0)} for code in area_codes
    }
    for row in await count_by_area(session, principal, area_codes, fiscal_year):
        answers[row.area_code]["requests"] += row.requests
        answers[row.area_code]["by_state"][row.state] += row.requests
    return answers
