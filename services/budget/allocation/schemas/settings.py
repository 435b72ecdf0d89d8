"""By what a round divides: its pools, their criteria and bounds, as they come in, as they are kept, and as they go out.

A round keeps its pools exactly as they were sent.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.budget.allocation.schemas.fields import (
    A_SPLIT,
    EXAMPLE_SOURCE,
    MOST_AREAS,
    MOST_BANDS,
    MOST_CRITERIA,
    AboveZero,
    Amount,
    AmountText,
    Change,
    CriterionKind,
    Key,
    LastYearKind,
    Level,
    MissingRule,
    Percent,
    Source,
    Weight,
)
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import AreaCode, Day, FiscalYear, In, Json, Line, Out, Prose

INPUTS_EXAMPLE: Json = {
    "unit_th": "คะแนน",
    "source": EXAMPLE_SOURCE,
    "dated_on": "2019-09-30",
    "values": [{"area_code": "50", "value": 82.5}, {"area_code": "51", "value": 77}],
}
EQUAL_EXAMPLE: Json = {
    "key": "equal",
    "name_th": "แบ่งเท่ากันทุกจังหวัด",
    "kind": "equal",
    "weight": 60,
    "missing": "refuse",
    "least_input": None,
    "bands": [],
    "why_th": "ทุกจังหวัดมีค่าใช้จ่ายพื้นฐานในการพัฒนา",
    "source": EXAMPLE_SOURCE,
    "inputs": None,
    "indicator": None,
}
QUALITY_EXAMPLE: Json = {
    **EQUAL_EXAMPLE,
    "key": "plan_quality",
    "name_th": "คุณภาพของแผนพัฒนาจังหวัด",
    "kind": "score",
    "weight": 40,
    "bands": [{"at_least": 60, "points": 1}, {"at_least": 80, "points": 2}],
    "why_th": "จังหวัดที่แผนมีคุณภาพได้รับจัดสรรเพิ่ม",
    "inputs": INPUTS_EXAMPLE,
}
BOUNDS_EXAMPLE: Json = {
    "least_amount": "100000000.00",
    "most_amount": None,
    "most_fall_percent": 10,
    "most_rise_percent": 20,
}
EXCEPTION_EXAMPLE: Json = {
    "area_code": "51",
    "bounds": {**BOUNDS_EXAMPLE, "most_fall_percent": None, "most_rise_percent": None},
    "reason_th": "ปีก่อนได้รับเงินฟื้นฟูหลังอุทกภัยซึ่งสิ้นสุดแล้ว",
}
LAST_YEAR_EXAMPLE: Json = {
    "kind": "given",
    "round_id": None,
    "source": EXAMPLE_SOURCE,
    "amounts": [
        {"area_code": "50", "amount": "260000000.00"},
        {"area_code": "51", "amount": "215000000.00"},
    ],
}
POOL_EXAMPLE: Json = {
    "level": "province",
    "percent": 100,
    "source": A_SPLIT,
    "areas": ["50", "51"],
    "areas_reason_th": "ตัวอย่างสองจังหวัด",
    "criteria": [EQUAL_EXAMPLE, QUALITY_EXAMPLE],
    "bounds": BOUNDS_EXAMPLE,
    "exceptions": [EXCEPTION_EXAMPLE],
    "last_year": LAST_YEAR_EXAMPLE,
}


class AreaValueIn(In):
    """The input of one area."""

    area_code: AreaCode
    value: NumberIn


class InputsIn(In):
    """Inputs that are given: one source and day for all of them; an area that is not named has none."""

    unit_th: Line
    source: Source
    dated_on: Day
    values: Annotated[list[AreaValueIn], Field(max_length=MOST_AREAS)]


class IndicatorInputIn(In):
    """Inputs that every run takes from an indicator: whose value counts is answered there, a year that is whole."""

    indicator_id: UUID
    fiscal_year: FiscalYear


class BandIn(In):
    """Inputs from `at_least` on, up to the next band, are worth so many points."""

    at_least: NumberIn
    points: NumberIn


class CriterionIn(In):
    """One criterion of a pool. Unless it is `equal` it has either `inputs` or `indicator`."""

    key: Key
    name_th: Line
    kind: CriterionKind
    weight: Annotated[Weight, Field(description="percent of the pool; the weights of a pool add up to 100")]
    missing: MissingRule = "refuse"
    least_input: Annotated[
        AboveZero | None,
        Field(description="of an inverse criterion: a smaller input counts as this; zero has no inverse"),
    ] = None
    bands: Annotated[
        list[BandIn], Field(max_length=MOST_BANDS, description="of a score, ascending; below the first it is nothing")
    ] = []
    why_th: Annotated[Prose, Field(description="why it counts, for everybody to read")]
    source: Source
    inputs: InputsIn | None = None
    indicator: IndicatorInputIn | None = None


class BoundsIn(In):
    """What an area gets at least and at most, and its largest change against last year; null: no such bound."""

    least_amount: Amount | None = None
    most_amount: Amount | None = None
    most_fall_percent: Change | None = None
    most_rise_percent: Change | None = None


class ExceptionIn(In):
    """Bounds of one area in place of those of its pool."""

    area_code: AreaCode
    bounds: BoundsIn
    reason_th: Prose


class AreaAmountIn(In):
    """What an area had last year."""

    area_code: AreaCode
    amount: Amount


class LastYearIn(In):
    """What areas had last year: given here, in a published round of that year, or in the ledger's accounts of it."""

    kind: LastYearKind
    round_id: Annotated[UUID | None, Field(description="of kind round: which one")] = None
    source: Annotated[Line | None, Field(description="of kind given: where it is said")] = None
    amounts: Annotated[list[AreaAmountIn], Field(max_length=MOST_AREAS, description="of kind given")] = []


class PoolIn(In):
    """A part of the frame that one kind of area shares by the same criteria."""

    level: Level
    percent: Annotated[Percent, Field(description="percent of the frame; the pools add up to 100")]
    source: Annotated[Source, Field(description="where the part is said: 70 to 30 is of FY2563 alone")]
    areas: Annotated[
        list[AreaCode] | None,
        Field(min_length=1, max_length=MOST_AREAS, description="who shares; null: every area of the level that year"),
    ] = None
    areas_reason_th: Annotated[Line | None, Field(description="why only those; needed with `areas`")] = None
    criteria: Annotated[list[CriterionIn], Field(min_length=1, max_length=MOST_CRITERIA)]
    bounds: BoundsIn = BoundsIn()
    exceptions: Annotated[list[ExceptionIn], Field(max_length=MOST_AREAS)] = []
    last_year: LastYearIn | None = None


PoolsIn = Annotated[list[PoolIn], Field(min_length=1, max_length=2, description="one per level")]


class AllocationAreaValue(Out):
    """The input of one area."""

    area_code: str
    value: NumberOut


class AllocationInputs(Out):
    """Inputs that are given."""

    unit_th: str
    source: str
    dated_on: Day
    values: list[AllocationAreaValue]


class AllocationIndicatorYear(Out):
    """From which indicator and year every run takes the inputs."""

    indicator_id: UUID
    fiscal_year: FiscalYear


class AllocationBand(Out):
    """Inputs from `at_least` on, up to the next band, are worth so many points."""

    at_least: NumberOut
    points: NumberOut


class AllocationCriterion(Out):
    """One criterion of a pool."""

    key: str
    name_th: str
    kind: CriterionKind
    weight: NumberOut = Field(description="percent of the pool")
    missing: MissingRule
    least_input: NumberOut | None
    bands: list[AllocationBand]
    why_th: str
    source: str
    inputs: AllocationInputs | None = Field(description="null where they come from an indicator, or none is needed")
    indicator: AllocationIndicatorYear | None = Field(description="null where inputs are given, or none is needed")


class AllocationBounds(Out):
    """What an area gets at least and at most, and its largest change against last year; null: no such bound."""

    least_amount: AmountText | None
    most_amount: AmountText | None
    most_fall_percent: NumberOut | None
    most_rise_percent: NumberOut | None


class AllocationException(Out):
    """Bounds of one area in place of those of its pool."""

    area_code: str
    bounds: AllocationBounds
    reason_th: str


class AllocationAreaAmount(Out):
    """What an area had last year."""

    area_code: str
    amount: AmountText


class AllocationLastYear(Out):
    """Where the amounts of last year come from."""

    kind: LastYearKind
    round_id: UUID | None
    source: str | None
    amounts: list[AllocationAreaAmount]


class AllocationPool(Out):
    """A part of the frame that one kind of area shares."""

    level: Level
    percent: NumberOut
    source: str
    areas: list[str] | None = Field(description="who shares; null: every area of the level in the fiscal year")
    areas_reason_th: str | None
    criteria: list[AllocationCriterion]
    bounds: AllocationBounds
    exceptions: list[AllocationException]
    last_year: AllocationLastYear | None = Field(description="null: there is no largest change")
