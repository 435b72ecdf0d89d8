"""What goes in and out about indicators."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.indicators.catalogue.schemas.topics import TopicCode
from services.shared.numbers import NumberIn, NumberOut, decimals_at_most
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
    refuse,
)

MOST_TOPICS = 10
MOST_DECIMALS = 4

IndicatorState = Literal["draft", "published", "retired"]
Direction = Literal["higher", "lower", "range"]
Level = Literal["output", "outcome", "hybrid"]
Frequency = Literal["monthly", "quarterly", "yearly"]
TimeAggregation = Literal["sum", "average", "last", "maximum", "none"]
AreaAggregation = Literal["sum", "weighted_average", "average", "ratio", "none"]
UseLevel = Literal["cluster", "province", "joint", "monitoring"]

CREATE_EXAMPLE: Json = {
    "code": "TOURISM-INCOME",
    "owner_function_code": "05",
    "name_th": "รายได้จากการท่องเที่ยว",
    "name_en": "Income from tourism",
    "definition_th": "รายได้ที่ผู้เยี่ยมเยือนชาวไทยและชาวต่างประเทศใช้จ่ายในจังหวัดระหว่างปีงบประมาณ",
    "formula_th": "ผลรวมของจำนวนผู้เยี่ยมเยือน คูณ ค่าใช้จ่ายเฉลี่ยต่อคน",
    "unit_code": "million_baht",
    "unit_name_th": "ล้านบาท",
    "decimals": 2,
    "direction": "higher",
    "range_lower": None,
    "range_upper": None,
    "level": "outcome",
    "unit_of_analysis": "จังหวัด",
    "host_function_code": "05",
    "use_levels": ["cluster", "joint", "province"],
    "data_source": "สำรวจสถานการณ์การท่องเที่ยวภายในประเทศ กระทรวงการท่องเที่ยวและกีฬา",
    "frequency": "quarterly",
    "time_aggregation": "sum",
    "area_aggregation": "sum",
    "numerator_indicator_id": None,
    "denominator_indicator_id": None,
    "topic_codes": ["A1.2", "B1.2"],
    "source": "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ",
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 2,
    "owner_area_code": None,
    **CREATE_EXAMPLE,
    "national_value_derivable": True,
    "state": "published",
    "definition_version": 1,
    "data_since": None,
    "retire_reason": None,
    "replaced_by_id": None,
    "created_at": "2014-09-15T03:20:00.000000Z",
    "updated_at": "2014-09-15T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


# A bound is written with the decimals that an indicator may show.
Bound = Annotated[NumberIn, decimals_at_most(MOST_DECIMALS)]


def _each_once(codes: list[str]) -> list[str]:
    if len(set(codes)) != len(codes):
        raise refuse("topic_twice", "มีประเด็นซ้ำกัน", "A topic stands there twice.")
    return sorted(codes)


TopicCodes = Annotated[
    list[TopicCode],
    Field(max_length=MOST_TOPICS, description="topics of either taxonomy, or a group whose list is open-ended"),
    AfterValidator(_each_once),
]


def _levels_once(levels: list[str]) -> list[str]:
    if len(set(levels)) != len(levels):
        raise refuse("level_twice", "มีระดับซ้ำกัน", "A level stands there twice.")
    return sorted(levels)


UseLevels = Annotated[
    list[UseLevel],
    Field(
        max_length=4,
        description="where the registry says it is used: in agreements of clusters or provinces, as a joint indicator, "
        "or reported without being scored (monitoring); /v1/indicators/uses tells where it really is",
    ),
    AfterValidator(_levels_once),
]
IndicatorCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9](?:[A-Z0-9.-]{0,38}[A-Z0-9])?$"),
    Field(
        description="the indicator's code in the whole country, for good: A-Z, 0-9, dot, dash",
        examples=["TOURISM-INCOME"],
    ),
]
UnitCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Field(description="unit of measure; `percent` is the one with rules of its own", examples=["million_baht"]),
]
Decimals = Annotated[int, Field(ge=0, le=MOST_DECIMALS, description="decimals that are shown", examples=[2])]
Numerator = Annotated[UUID | None, Field(description="of a ratio: what is divided; it must add up over areas")]
Denominator = Annotated[
    UUID | None, Field(description="of a ratio: what divides; of a weighted average: the weight; it must add up")
]
LEVELS = Field(description="what it measures: output, outcome, or both (hybrid)", examples=["outcome"])
DIRECTIONS = Field(description="which is better: higher, lower, or within range_lower and range_upper")
OVER_TIME = Field(description="how values of months or quarters make one of a year; none: they do not")
OVER_AREAS = Field(description="how values of provinces make one of a cluster or the nation; none: they do not")


class IndicatorCreate(In):
    """A new indicator. Exactly one of owner_area_code and owner_function_code is given; ก.พ.ร. may name any unit."""

    model_config = _example(CREATE_EXAMPLE)

    code: IndicatorCode
    owner_area_code: AreaCode | None = None
    owner_function_code: FunctionCode | None = None
    name_th: Line
    name_en: Line | None = None
    definition_th: Prose | None = None
    formula_th: Prose | None = None
    unit_code: UnitCode
    unit_name_th: Line
    decimals: Decimals = 2
    direction: Annotated[Direction, DIRECTIONS]
    range_lower: Bound | None = None
    range_upper: Bound | None = None
    level: Annotated[Level, LEVELS]
    unit_of_analysis: Annotated[Line | None, Field(description="what one value is about: จังหวัด, a farm, a visitor")] = (
        None
    )
    host_function_code: Annotated[FunctionCode | None, Field(description="host agency (หน่วยงานเจ้าภาพตัวชี้วัด)")] = None
    use_levels: UseLevels = []
    data_source: Annotated[Line | None, Field(description="where the values come from")] = None
    frequency: Frequency
    time_aggregation: Annotated[TimeAggregation, OVER_TIME]
    area_aggregation: Annotated[AreaAggregation, OVER_AREAS]
    numerator_indicator_id: Numerator = None
    denominator_indicator_id: Denominator = None
    topic_codes: TopicCodes = []
    source: Annotated[Line | None, Field(description="the document it comes from; an example says that it is one")] = (
        None
    )


class IndicatorPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = _example(
        {"data_source": "รายงานรายได้จากการท่องเที่ยวรายจังหวัด", "reason": "กระทรวงเปลี่ยนแหล่งข้อมูลตั้งแต่ปี 2558"}
    )

    name_th: Line = Field(default_factory=str)
    name_en: Line | None = None
    definition_th: Prose | None = None
    formula_th: Prose | None = None
    unit_code: UnitCode = Field(default_factory=str)
    unit_name_th: Line = Field(default_factory=str)
    decimals: Decimals = Field(default_factory=int)
    direction: Direction = Field(default_factory=lambda: "higher")
    range_lower: Bound | None = None
    range_upper: Bound | None = None
    level: Level = Field(default_factory=lambda: "outcome")
    unit_of_analysis: Line | None = None
    host_function_code: FunctionCode | None = None
    use_levels: UseLevels = Field(default_factory=list)
    data_source: Line | None = None
    frequency: Frequency = Field(default_factory=lambda: "yearly")
    time_aggregation: TimeAggregation = Field(default_factory=lambda: "none")
    area_aggregation: AreaAggregation = Field(default_factory=lambda: "none")
    numerator_indicator_id: Numerator = None
    denominator_indicator_id: Denominator = None
    topic_codes: TopicCodes = Field(default_factory=list)
    source: Line | None = None
    reason: Annotated[Prose | None, Field(description="why; needed when the definition of a published one changes")] = (
        None
    )


class IndicatorRetire(In):
    """Why an indicator is no longer to be used, and which one takes its place."""

    model_config = _example({"reason": "รวมกับตัวชี้วัดรายได้จากการท่องเที่ยวของกระทรวง", "replaced_by_id": None})

    reason: Prose
    replaced_by_id: Annotated[UUID | None, Field(description="the published indicator to use instead")] = None


class IndicatorFields(Identified):
    """What every representation of an indicator shows."""

    code: str
    owner_area_code: str | None = Field(description="the area that registered it; null when a function did")
    owner_function_code: str | None = Field(description="the function that registered it; null when an area did")
    name_th: str
    name_en: str | None
    definition_th: str | None = Field(description="null until written")
    formula_th: str | None = Field(description="null until written")
    unit_code: str
    unit_name_th: str
    decimals: int
    direction: Direction
    range_lower: NumberOut | None = Field(description="null unless direction is range")
    range_upper: NumberOut | None = Field(description="null unless direction is range")
    level: Level
    unit_of_analysis: str | None = Field(description="null until written")
    host_function_code: str | None = Field(description="null until there is one")
    use_levels: list[UseLevel] = Field(description="levels at which the registry says it is used; empty when unsaid")
    data_source: str | None = Field(description="null until written")
    frequency: Frequency
    time_aggregation: TimeAggregation
    area_aggregation: AreaAggregation
    numerator_indicator_id: UUID | None = Field(description="null unless a ratio")
    denominator_indicator_id: UUID | None = Field(description="null unless a ratio or a weighted average")
    topic_codes: list[str]
    source: str | None = Field(description="the document it comes from; null when none is known")
    national_value_derivable: bool = Field(description="false: a roll-up over areas says not_derivable")
    state: IndicatorState
    definition_version: int = Field(description="the version of the definition in force; 0 while a draft")
    data_since: Instant | None = Field(description="since when there are values, which freezes unit and aggregation")
    retire_reason: str | None = Field(description="null unless retired")
    replaced_by_id: UUID | None = Field(description="what to use instead; null when nothing takes its place")
    created_at: Instant
    updated_at: Instant


class Indicator(IndicatorFields):
    """An indicator, with what the caller may do with it now."""

    model_config = _example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class IndicatorListItem(IndicatorFields):
    """An indicator in a list; `allowed_actions` only when asked for by `expand`."""

    model_config = _example({**EXAMPLE, "allowed_actions": None})

    allowed_actions: list[AllowedAction] | None = Field(description="null unless expand=allowed_actions")


class IndicatorPage(Out):
    """One page of indicators."""

    model_config = _example({"items": [{**EXAMPLE, "allowed_actions": None}], "next_cursor": None})

    items: list[IndicatorListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
