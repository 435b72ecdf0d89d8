"""What is open to a unit by the calendar, as it goes out."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.budget.calendar.rules import Level, Step
from services.budget.deadlines.rules import StepState
from services.shared.schemas import Day, Filters, FiscalYear, Json, Out

OPEN_EXAMPLE: Json = {
    "unit": "area:50",
    "role": "province",
    "fiscal_year": 2558,
    "step": "submission",
    "level": "province",
    "state": "open",
    "opens_on": "2013-11-01",
    "closes_on": "2013-12-31",
    "exception_until": None,
    "days_left": 12,
    "is_done": False,
}
Unit = Annotated[
    str,
    StringConstraints(pattern=r"^(area|function):[A-Z0-9-]{2,16}$"),
    Field(description="only what is open to this unit of yours", examples=["area:50"]),
]


class OpenStepFilter(Filters):
    """For which of the caller's units, of which year, and on which day."""

    unit: Unit | SkipJsonSchema[None] = None
    fiscal_year: Annotated[
        FiscalYear | SkipJsonSchema[None], Field(description="this fiscal year and the next without it")
    ] = None
    on: Annotated[Day | SkipJsonSchema[None], Field(description="today in Bangkok without it")] = None


class OpenStep(Out):
    """A step of the budget year that is open, opens next or is late for one of the caller's units."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPEN_EXAMPLE]})

    unit: str | None = Field(description="`area:50`, `function:05`; null for a role of the whole country")
    role: str = Field(description="in which role the caller takes it")
    fiscal_year: int
    step: Step
    level: Level
    state: StepState = Field(
        description="late: its last day is past and it is not done; it is refused until an exception is granted, and "
        "taken as late_by_exception then"
    )
    opens_on: dt.date
    closes_on: dt.date = Field(description="last day of the window; it ends at 24:00 in Bangkok")
    exception_until: dt.date | None = Field(description="last day of the exception that opens it; null without one")
    days_left: int | None = Field(
        description="full days until it closes or its exception ends, 0 on the last day; for the next, until it opens; "
        "null for what is late"
    )
    is_done: bool | None = Field(
        description="submission: the list is submitted and none was returned. endorsement: no list waits. null for "
        "the other steps, which leave nothing here that tells"
    )


class OpenStepPage(Out):
    """One page of what is open, what has to be done first before the rest."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [OPEN_EXAMPLE], "next_cursor": None}]})

    items: list[OpenStep]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
