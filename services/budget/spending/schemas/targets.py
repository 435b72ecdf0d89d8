"""Targets of a fiscal year."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_ID, example
from services.budget.spending.rules.targets import MOST_GOALS
from services.shared.numbers import NumberIn, NumberOut, decimals_at_most
from services.shared.schemas import Day, Filters, FiscalYear, In, Instant, Json, Line, Out, Prose, refuse

Measure = Annotated[
    Literal["disbursed", "spent"],
    Field(description="disbursed (เบิกจ่าย): paid; spent (ใช้จ่าย): paid and committed"),
]
TargetClass = Literal["overall", "recurrent", "capital"]
Quarter = Annotated[
    int, Field(ge=1, le=4, description="quarter of the fiscal year; counted from the beginning of the year to its end")
]
Certainty = Annotated[
    Literal["sourced", "from_memory", "example"],
    Field(description="sourced: a document was read; from_memory and example: not official"),
]


def _percent(value: Decimal) -> Decimal:
    if not 0 <= value <= 100:
        raise refuse("percent_out_of_range", "ร้อยละอยู่ระหว่าง 0 ถึง 100", "A percent lies between 0 and 100.")
    return value


Percent = Annotated[NumberIn, decimals_at_most(2), AfterValidator(_percent)]

GOAL_EXAMPLES: list[Json] = [
    {
        "measure": "disbursed",
        "expenditure_class": "overall",
        "quarter": 3,
        "percent": 72,
        "certainty": "sourced",
        "source": "มาตรการเร่งรัดการเบิกจ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2565",
        "dated_on": "2021-11-02",
    },
    {
        "measure": "disbursed",
        "expenditure_class": "capital",
        "quarter": 3,
        "percent": 46,
        "certainty": "sourced",
        "source": "มาตรการเร่งรัดการเบิกจ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2565",
        "dated_on": "2021-11-02",
    },
]
RECORD_EXAMPLE: Json = {
    "fiscal_year": 2566,
    "replaces_edition": None,
    "goals": GOAL_EXAMPLES,
    "reason": "ตามมติคณะรัฐมนตรีเรื่องมาตรการเร่งรัดการเบิกจ่าย",
}
HEAD_EXAMPLE: Json = {
    "id": EXAMPLE_ID,
    "fiscal_year": 2566,
    "edition": 1,
    "is_latest": True,
    "reason": RECORD_EXAMPLE["reason"],
    "recorded_by": "budget_bureau",
    "recorded_at": "2022-10-05T03:20:00.000000Z",
    "goals": GOAL_EXAMPLES,
}


class SpendingGoalIn(In):
    """What is to be reached by the end of a quarter, and who says so."""

    measure: Measure
    expenditure_class: TargetClass
    quarter: Quarter
    percent: Annotated[Percent, Field(description="percent of posted money, at most two decimals")]
    certainty: Certainty
    source: Annotated[Line, Field(description="document that sets it")]
    dated_on: Annotated[Day, Field(description="day of that document, or on which it was read")]


class SpendingTargetsRecord(In):
    """The targets of a year as a new version. What is not named has no target: nothing is compared to it."""

    model_config = example(RECORD_EXAMPLE)

    fiscal_year: FiscalYear
    replaces_edition: Annotated[
        int | None, Field(ge=1, le=999, description="the version that this one replaces; null for a year's first")
    ] = None
    goals: Annotated[list[SpendingGoalIn], Field(min_length=1, max_length=MOST_GOALS)]
    reason: Prose


class SpendingGoal(Out):
    """What is to be reached by the end of a quarter."""

    measure: Measure
    expenditure_class: TargetClass
    quarter: Quarter
    percent: NumberOut
    certainty: Certainty
    source: str
    dated_on: dt.date


class SpendingTargets(Out):
    """One version of the targets of a fiscal year; it never changes."""

    model_config = example(HEAD_EXAMPLE)

    id: UUID
    fiscal_year: FiscalYear
    edition: int = Field(description="1 for the first of the year; the highest counts")
    is_latest: bool = Field(description="whether reports are compared to this version")
    reason: str
    recorded_by: str = Field(description="post that recorded it; system for what ships with the house")
    recorded_at: Instant
    goals: list[SpendingGoal]


class SpendingTargetsPage(Out):
    """One page of versions."""

    model_config = example({"items": [HEAD_EXAMPLE], "next_cursor": None})

    items: list[SpendingTargets]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class SpendingTargetsSort(StrEnum):
    """How versions may be sorted; a minus reverses."""

    YEAR = "fiscal_year"
    YEAR_LAST_FIRST = "-fiscal_year"


class SpendingTargetsFilter(Filters):
    """Which versions are wanted."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
