"""What reported values answer to the bulk questions of composites."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.repository import facts_by_area
from services.shared.access import Principal
from services.shared.schemas import format_instant


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, how many values were reported for a fiscal year, and when the latest was recorded."""
    none: dict[str, Any] = {"value_count": 0, "latest_recorded_at": None}
    known = {
        row.area_code: {"value_count": row.value_count, "latest_recorded_at": format_instant(row.latest)}
        for row in await facts_by_area(session, principal, area_codes, fiscal_year)
    }
    return {code: known.get(code, none) for code in area_codes}
