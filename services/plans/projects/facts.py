"""What projects answer to the bulk questions of composites."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.projects.repository import facts_by_area
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
