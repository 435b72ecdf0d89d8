"""What is asked, and what goes out, about where indicators are used."""

from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.catalogue.schemas.indicators import UseLevel
from services.shared.schemas import Filters, FiscalYear, Json, Out

EXAMPLE: Json = {
    "indicator_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "indicator_code": "TOURISM-INCOME",
    "name_th": "รายได้จากการท่องเที่ยว",
    "level": "province",
    "fiscal_year": 2558,
    "units": ["area:50", "area:51"],
    "count": 2,
    "is_declared": True,
}


class IndicatorUseFilter(Filters):
    """Which uses are wanted; filters narrow together."""

    indicator_id: UUID | SkipJsonSchema[None] = None
    level: UseLevel | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None


class IndicatorUse(Out):
    """That an indicator is used at a level in a fiscal year."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    indicator_id: UUID
    indicator_code: str
    name_th: str
    level: UseLevel = Field(
        description="cluster, province: a scored KPI of such an agreement; monitoring: one reported and not scored; "
        "joint: a joint indicator"
    )
    fiscal_year: int
    units: list[str] = Field(description="the areas whose agreements have it, or the functions that proposed it")
    count: int = Field(description="how many agreements or joint indicators")
    is_declared: bool = Field(description="the registry says so too (use_levels of the indicator)")


class IndicatorUsePage(Out):
    """One page of uses."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [EXAMPLE], "next_cursor": None}]})

    items: list[IndicatorUse]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
