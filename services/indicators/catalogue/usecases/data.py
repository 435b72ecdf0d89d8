"""What the first values of an indicator do to it."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.usecases.changes import change_of
from services.shared.access import Principal
from services.shared.events.record import record
from services.shared.schemas import format_instant


async def begin_data(
    session: AsyncSession, principal: Principal, indicators: Sequence[Indicator], at: dt.datetime
) -> None:
    """Note on indicators, locked while they had no data, that they have some: unit and aggregation are frozen now."""
    if not indicators:
        return
    await repository.set_data_since(session, indicators, at)
    changes = {"data_since": [None, format_instant(at)]}
    await record(session, principal, *(change_of(each, "indicator.data_began", changes) for each in indicators))
