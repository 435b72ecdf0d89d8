"""What goes in and out about the windows."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.indicators.windows.rules import MOST_WINDOWS, Late, State
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

Period = Literal[
    "year", "q1", "q2", "q3", "q4",
    "m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12",
]  # fmt: skip
Frequency = Literal["monthly", "quarterly", "yearly"]
Unit = Annotated[
    str,
    StringConstraints(pattern=r"^(area|function):[A-Z0-9-]{2,16}$"),
    Field(description="the unit that reports", examples=["area:50"]),
]
ENDS = "last day; it ends at 24:00 in Bangkok"
LATE = Field(
    description="a value after the last day and before the lock: refused unless there is an exception, or taken and "
    "marked late"
)
LOCKS = Field(description="from this day on nothing changes; null: never locked")

EXCEPTION_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56"
WINDOW_EXAMPLE: Json = {
    "periods": ["q1"],
    "frequency": None,
    "indicator_id": None,
    "opens_on": "2015-01-01",
    "due_on": "2015-01-31",
    "locks_on": "2015-04-01",
    "late": "refused",
    "source": "หนังสือสำนักงาน ก.พ.ร. (ตัวอย่างของระบบ, not official)",
    "dated_on": "2014-11-03",
}
EXCEPTION_EXAMPLE: Json = {
    "reporter": "area:50",
    "area_code": None,
    "indicator_id": None,
    "period": "q1",
    "until": "2015-02-13",
    "opens_locked": False,
    "reason": "ระบบฐานข้อมูลของจังหวัดขัดข้อง 2 สัปดาห์",
}
CREATE_EXAMPLE: Json = {"fiscal_year": 2558, "template": None, "windows": [WINDOW_EXAMPLE]}
REPLACE_EXAMPLE: Json = {
    "windows": [{**WINDOW_EXAMPLE, "due_on": "2015-02-10"}],
    "reason": "เลื่อนกำหนดส่งเพราะสถานการณ์อุทกภัย",
}
REVOKE_EXAMPLE: Json = {"reason": "จังหวัดส่งค่าครบแล้ว"}
HEAD_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 2,
    "fiscal_year": 2558,
    "created_at": "2014-11-05T03:20:00.000000Z",
    "updated_at": "2015-02-02T03:20:00.000000Z",
}
GRANTED_EXAMPLE: Json = {
    "id": EXCEPTION_ID,
    **EXCEPTION_EXAMPLE,
    "granted_by": "opdc",
    "granted_at": "2015-02-02T03:20:00.000000Z",
    "revoked_by": None,
    "revoked_at": None,
    "revoke_reason": None,
    "holds": True,
}
TEMPLATE_EXAMPLE: Json = {
    "code": "quarterly_example",
    "name": {"th": "ตัวอย่าง: รายไตรมาส", "en": "Example: by quarter"},
    "lines": [
        {
            "periods": ["q1", "q2", "q3"],
            "opens_after_days": 1,
            "due_after_days": 30,
            "locks_after_days": 90,
            "late": "marked",
            "source": "ตัวอย่างของระบบ, not official: เอกสารไม่ได้กำหนดวันรายงานค่าตัวชี้วัด",
            "dated_on": "2026-11-28",
        }
    ],
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ObservationWindowIn(In):
    """When values of some periods are taken. One for an indicator goes first, one for a frequency before the rest."""

    periods: Annotated[list[Period], Field(min_length=1, max_length=17)]
    frequency: Annotated[Frequency | None, Field(description="only for indicators measured that often")] = None
    indicator_id: Annotated[UUID | None, Field(description="only for this indicator")] = None
    opens_on: Annotated[Day, Field(description="first day on which values are taken")]
    due_on: Annotated[Day, Field(description=ENDS)]
    locks_on: Annotated[Day | None, LOCKS] = None
    late: Annotated[Late, LATE]
    source: Annotated[Line, Field(description="document that sets it")]
    dated_on: Annotated[Day | None, Field(description="day of that document")] = None


WindowsIn = Annotated[list[ObservationWindowIn], Field(max_length=MOST_WINDOWS)]


class ObservationWindowsCreate(In):
    """The windows of a fiscal year, by hand or from a template. A period without a window refuses nothing."""

    model_config = _example(CREATE_EXAMPLE)

    fiscal_year: FiscalYear
    template: Annotated[Line | None, Field(description="code of a template, in place of windows")] = None
    windows: WindowsIn = []


class ObservationWindowsReplace(In):
    """All windows anew, and why they change."""

    model_config = _example(REPLACE_EXAMPLE)

    windows: WindowsIn
    reason: Prose


class ObservationExceptionCreate(In):
    """A unit is heard until a day, whatever the windows say; what is not narrowed is open as a whole."""

    model_config = _example(EXCEPTION_EXAMPLE)

    reporter: Unit
    area_code: Annotated[AreaCode | None, Field(description="only values of this area")] = None
    indicator_id: Annotated[UUID | None, Field(description="only values of this indicator")] = None
    period: Annotated[Period | None, Field(description="only values of this period")] = None
    until: Annotated[Day, Field(description=ENDS)]
    opens_locked: Annotated[bool, Field(description="it opens what is locked as well; the history shows it")] = False
    reason: Prose


class ObservationExceptionRevoke(In):
    """Why an exception is taken back."""

    model_config = _example(REVOKE_EXAMPLE)

    reason: Prose


class ObservationWindow(Out):
    """When values of some periods are taken."""

    periods: list[Period]
    frequency: Frequency | None = Field(description="only for indicators measured that often; null: whatever it is")
    indicator_id: UUID | None = Field(description="only for this indicator; null: for all")
    opens_on: dt.date = Field(description="first day on which values are taken")
    due_on: dt.date = Field(description=ENDS)
    locks_on: Annotated[dt.date | None, LOCKS]
    late: Annotated[Late, LATE]
    source: str = Field(description="document that sets it")
    dated_on: dt.date | None = Field(description="day of that document; null where it is not known")
    state: State = Field(description="how it stands on the day `on`, exceptions apart")


class ObservationException(Out):
    """What was granted to one unit."""

    id: UUID
    reporter: str
    area_code: str | None = Field(description="only values of this area; null: of any")
    indicator_id: UUID | None = Field(description="only values of this indicator; null: of any")
    period: Period | None = Field(description="only values of this period; null: of any")
    until: dt.date = Field(description=ENDS)
    opens_locked: bool = Field(description="it opens what is locked as well")
    reason: str
    granted_by: str = Field(description="post or machine that granted it")
    granted_at: Instant
    revoked_by: str | None = Field(description="who took it back; null while it stands")
    revoked_at: Instant | None = Field(description="null while it stands")
    revoke_reason: str | None = Field(description="null while it stands")
    holds: bool = Field(description="neither revoked nor past on the day `on`")


class ObservationCalendarFields(Identified):
    """What every representation of a year's windows shows."""

    fiscal_year: FiscalYear
    created_at: Instant
    updated_at: Instant


class ObservationCalendar(ObservationCalendarFields):
    """The windows and exceptions of a fiscal year, how they stand on a day, and what the caller may do with them."""

    model_config = _example(
        {
            **HEAD_EXAMPLE,
            "on": "2015-02-03",
            "windows": [{**WINDOW_EXAMPLE, "state": "late"}],
            "exceptions": [GRANTED_EXAMPLE],
            "allowed_actions": [],
        }
    )

    on: dt.date = Field(description="the day that `state` and `holds` are about: the one asked for, else today")
    windows: list[ObservationWindow]
    exceptions: list[ObservationException]
    allowed_actions: list[AllowedAction]


class ObservationCalendarListItem(ObservationCalendarFields):
    """A year's windows in a list."""

    model_config = _example(HEAD_EXAMPLE)


class ObservationCalendarPage(Out):
    """One page of years that have windows."""

    model_config = _example({"items": [HEAD_EXAMPLE], "next_cursor": None})

    items: list[ObservationCalendarListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ObservationCalendarSort(StrEnum):
    """How a list of years may be sorted; a minus reverses."""

    YEAR = "fiscal_year"
    YEAR_LAST_FIRST = "-fiscal_year"


class WindowTemplateLine(Out):
    """One line of a template: how many days after the end of each period."""

    periods: list[Period]
    opens_after_days: int
    due_after_days: int
    locks_after_days: int | None = Field(description="null: never locked")
    late: Annotated[Late, LATE]
    source: str
    dated_on: dt.date


class WindowTemplate(Out):
    """A template for the windows of any year."""

    model_config = _example(TEMPLATE_EXAMPLE)

    code: str
    name: Sentence
    lines: list[WindowTemplateLine]


class WindowTemplates(Out):
    """Every template there is; they are few."""

    model_config = _example({"items": [TEMPLATE_EXAMPLE]})

    items: list[WindowTemplate]
