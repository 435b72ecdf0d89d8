"""What goes in and out about the budget calendar."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.budget.calendar.rules import MOST_WINDOWS, Level, Step, TemplateCertainty
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    FiscalYear,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
    Sentence,
)

WINDOW_EXAMPLE: Json = {
    "step": "submission",
    "level": "province",
    "opens_on": "2013-10-01",
    "closes_on": "2013-11-30",
    "source": "หนังสือสำนักงบประมาณ ด่วนที่สุด ที่ นร 0712/ว 61",
    "dated_on": "2013-09-12",
}
EXCEPTION_EXAMPLE: Json = {
    "area_code": "50",
    "step": "submission",
    "until": "2013-12-13",
    "reason": "จังหวัดประสบอุทกภัย ศาลากลางปิดทำการ 2 สัปดาห์",
}
CREATE_EXAMPLE: Json = {"fiscal_year": 2558, "template": None, "from_fiscal_year": None, "windows": [WINDOW_EXAMPLE]}
REPLACE_EXAMPLE: Json = {
    "windows": [{**WINDOW_EXAMPLE, "closes_on": "2013-12-15"}],
    "reason": "เลื่อนกำหนดส่งตามมติคณะรัฐมนตรี",
}
HEAD_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 2,
    "fiscal_year": 2558,
    "created_at": "2013-09-15T03:20:00.000000Z",
    "updated_at": "2013-12-02T03:20:00.000000Z",
}
GRANTED_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    **EXCEPTION_EXAMPLE,
    "granted_by": "budget_bureau",
    "granted_at": "2013-12-02T03:20:00.000000Z",
    "is_open": True,
}
TEMPLATE_EXAMPLE: Json = {
    "code": "typical",
    "name": {"th": "ปฏิทินงบประมาณโดยทั่วไป", "en": "The typical budget calendar"},
    "lines": [
        {
            "step": "submission",
            "level": "province",
            "years_before": 1,
            "opens_month": 11,
            "opens_day": 1,
            "closes_month": 12,
            "closes_day": None,
            "certainty": "medium",
            "source": "ลำดับขั้นโดยทั่วไปเท่าที่ผู้พัฒนาระบบทราบ, not official",
            "dated_on": "2026-11-28",
        }
    ],
}
AreaStep = Literal["notice", "submission", "screening", "endorsement", "approval"]


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class BudgetWindowIn(In):
    """When a step is open at a level."""

    step: Step
    level: Level
    opens_on: Day
    closes_on: Annotated[Day, Field(description="last day; it ends at 24:00 in Bangkok")]
    source: Annotated[Line, Field(description="document that sets it")]
    dated_on: Annotated[Day | None, Field(description="day of that document")] = None


WindowsIn = Annotated[list[BudgetWindowIn], Field(max_length=MOST_WINDOWS)]


class BudgetCalendarCreate(In):
    """The calendar of a fiscal year, by hand, from a template or another year's. What has no window refuses nothing."""

    model_config = _example(CREATE_EXAMPLE)

    fiscal_year: FiscalYear
    template: Annotated[Line | None, Field(description="code of a template, in place of windows")] = None
    from_fiscal_year: Annotated[
        FiscalYear | None,
        Field(description="year whose calendar is taken, each day moved to this year's, in place of windows"),
    ] = None
    windows: WindowsIn = []


class BudgetWindowsReplace(In):
    """All windows anew, and why they change."""

    model_config = _example(REPLACE_EXAMPLE)

    windows: WindowsIn
    reason: Prose


class BudgetExceptionCreate(In):
    """An area may take a step until a day, whatever the windows say."""

    model_config = _example(EXCEPTION_EXAMPLE)

    area_code: AreaCode
    step: AreaStep
    until: Annotated[Day, Field(description="last day; it ends at 24:00 in Bangkok")]
    reason: Prose


class BudgetWindow(Out):
    """When a step is open at a level."""

    step: Step
    level: Level
    opens_on: dt.date
    closes_on: dt.date = Field(description="last day; it ends at 24:00 in Bangkok")
    source: str = Field(description="document that sets it")
    dated_on: dt.date | None = Field(description="day of that document; null where it is not known")
    is_open: bool = Field(description="open on the day `on`")


class BudgetException(Out):
    """What was granted to one area."""

    id: UUID
    area_code: str
    step: Step
    until: dt.date = Field(description="last day; it ends at 24:00 in Bangkok")
    reason: str
    granted_by: str = Field(description="post or machine that granted it")
    granted_at: Instant
    is_open: bool = Field(description="it still holds on the day `on`")


class BudgetCalendarFields(Identified):
    """What every representation of a calendar shows."""

    fiscal_year: FiscalYear
    created_at: Instant
    updated_at: Instant


class BudgetCalendar(BudgetCalendarFields):
    """A calendar with its windows and exceptions, what is open on a day, and what the caller may do with it."""

    model_config = _example(
        {
            **HEAD_EXAMPLE,
            "on": "2013-11-03",
            "windows": [{**WINDOW_EXAMPLE, "is_open": True}],
            "exceptions": [GRANTED_EXAMPLE],
            "allowed_actions": [],
        }
    )

    on: dt.date = Field(description="the day that `is_open` is about: the one asked for, else today in Bangkok")
    windows: list[BudgetWindow]
    exceptions: list[BudgetException]
    allowed_actions: list[AllowedAction]


class BudgetCalendarListItem(BudgetCalendarFields):
    """A calendar in a list."""

    model_config = _example(HEAD_EXAMPLE)


class BudgetCalendarPage(Out):
    """One page of calendars."""

    model_config = _example({"items": [HEAD_EXAMPLE], "next_cursor": None})

    items: list[BudgetCalendarListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetCalendarSort(StrEnum):
    """How a list of calendars may be sorted; a minus reverses."""

    YEAR = "fiscal_year"
    YEAR_LAST_FIRST = "-fiscal_year"


class BudgetTemplateLine(Out):
    """One line of a template: the days on which a step opens and closes."""

    step: Step
    level: Level
    years_before: int = Field(description="in which fiscal year before the one it prepares its months lie")
    opens_month: int = Field(description="month of the calendar, 10 is October")
    opens_day: int
    closes_month: int
    closes_day: int | None = Field(description="null: the last day of the month")
    certainty: TemplateCertainty = Field(
        description="high: a document prints it. medium: known without one. low: read into a document that is vague"
    )
    source: str
    dated_on: dt.date | None = Field(description="day of that source; null where it is not known")


class BudgetCalendarTemplate(Out):
    """A template for the calendar of any year."""

    model_config = _example(TEMPLATE_EXAMPLE)

    code: str
    name: Sentence
    lines: list[BudgetTemplateLine]


class BudgetCalendarTemplates(Out):
    """Every template there is; they are few."""

    model_config = _example({"items": [TEMPLATE_EXAMPLE]})

    items: list[BudgetCalendarTemplate]
