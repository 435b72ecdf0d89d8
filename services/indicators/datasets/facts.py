"""What the registry of datasets answers to the bulk questions of composites."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets.usecases.reports import area_counts
from services.shared.access import Principal


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, how many visible datasets it has in a fiscal year, how current, usable and digitised they are.

    As they stand today, or stood when a past year ended. `digitised` is null where no document has the KPI.
    """
    counted = await area_counts(session, principal, area_codes, fiscal_year)
    return {code: counts.shown() for code, counts in counted.items()}
