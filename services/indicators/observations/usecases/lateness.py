"""Which values came after the last day of their window: told from when they were recorded, kept nowhere."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.repository import load_measured
from services.indicators.observations.models import Observation
from services.indicators.windows.repository import year_windows
from services.shared.access import PUBLIC
from services.shared.fiscal import day_in_bangkok


async def late_among(session: AsyncSession, values: Sequence[Observation]) -> set[Observation]:
    """Return those of values that are late, in two statements; one where no year of them has windows."""
    windows = await year_windows(session, {value.fiscal_year for value in values})
    if not windows.years:
        return set()
    measured = await load_measured(session, PUBLIC, {value.indicator_id for value in values})
    frequencies = {indicator.id: indicator.frequency for indicator in measured}
    return {
        value
        for value in values
        if windows.of(value.fiscal_year).is_late(
            value.indicator_id, frequencies[value.indicator_id], value.period, day_in_bangkok(value.recorded_at)
        )
    }
