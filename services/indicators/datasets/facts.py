"""What the registry of datasets answers to the bulk questions of composites."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets.repository.registry import datasets_by_ids
from services.indicators.datasets.rules.promise import freshness_of
from services.indicators.datasets.usecases.changes import plain, today
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


async def object_facts(session: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    """Return, by id, what who names a dataset as evidence must know of it: whose it is, how current and usable."""
    day = today()
    return {
        str(each.id): {
            "id": str(each.id),
            "version": each.version,
            "state": each.state,
            "name_th": each.name_th,
            "owner": each.owner,
            "freshness": freshness_of(each.last_as_of, each.expected, day),
            "last_as_of": plain(each.last_as_of),
            "due_on": plain(each.due_on),
            "is_usable": each.is_usable,
        }
        for each in await datasets_by_ids(session, principal, ids)
    }
