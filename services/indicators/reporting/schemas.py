"""What is open to a unit, as it goes out."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.observations.schemas import PERIODS, Period, Reporter
from services.indicators.windows.rules import State
from services.indicators.windows.schemas import LOCKS, Frequency
from services.shared.schemas import Filters, FiscalYear, Json, Out

OPEN_EXAMPLE: Json = {
    "reporter": "area:50",
    "indicator_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "indicator_code": "MOTS-INCOME",
    "name_th": "รายได้จากการท่องเที่ยว",
    "unit_name_th": "ล้านบาท",
    "frequency": "quarterly",
    "fiscal_year": 2558,
    "period": "q1",
    "state": "open",
    "opens_on": "2015-01-01",
    "due_on": "2015-01-31",
    "locks_on": "2015-04-01",
    "exception_until": None,
    "areas": 1,
    "reported": 0,
    "final": 0,
}


class OpenFilter(Filters):
    """Whose, and of which year and period."""

    reporter: Annotated[
        Reporter | SkipJsonSchema[None], Field(description="needed when the caller acts for several units")
    ] = None
    fiscal_year: Annotated[
        FiscalYear | SkipJsonSchema[None], Field(description="this fiscal year and the last one without it")
    ] = None
    period: Period | SkipJsonSchema[None] = None


class OpenObservation(Out):
    """A period of an indicator whose values are taken of a unit today."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPEN_EXAMPLE]})

    reporter: str
    indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_name_th: str
    frequency: Frequency
    fiscal_year: int
    period: Annotated[Period, PERIODS]
    state: State = Field(description="not_set: no window names it. late: it is taken and marked, or by an exception")
    opens_on: dt.date | None = Field(description="first day on which it is taken; null where no window says")
    due_on: dt.date | None = Field(description="last day, until 24:00 in Bangkok; null where no window says")
    locks_on: Annotated[dt.date | None, LOCKS]
    exception_until: dt.date | None = Field(description="last day of the exception that opens it; null without one")
    areas: int = Field(description="of how many areas the unit owes it")
    reported: int = Field(description="of how many it has reported it")
    final: int = Field(description="of how many its value is final")


class OpenObservationPage(Out):
    """One page of what is open, what is due first before the rest."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [OPEN_EXAMPLE], "next_cursor": None}]})

    items: list[OpenObservation]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
