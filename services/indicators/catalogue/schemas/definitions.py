"""What goes out about the versions of a definition."""

from uuid import UUID

from pydantic import ConfigDict, Field

from services.indicators.catalogue.rules import DEFINITION_FIELDS
from services.indicators.catalogue.schemas.indicators import (
    CREATE_EXAMPLE,
    AreaAggregation,
    Direction,
    Frequency,
    Level,
    TimeAggregation,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import Instant, Json, Out

_DEFINITION: Json = {name: CREATE_EXAMPLE[name] for name in DEFINITION_FIELDS}
EXAMPLE: Json = {
    "definition_version": 1,
    "definition": _DEFINITION,
    "content_hash": "5d0cd6c0ff8f0c3d1b1a5f3c7f9e35c1f1b1c7a95a0b6ad2cf32c5f56c4a1a77",
    "reason": None,
    "recorded_at": "2014-09-15T03:20:00.000000Z",
}


class IndicatorMeaning(Out):
    """Everything that decides what a measured value means."""

    name_th: str
    definition_th: str | None = Field(description="null when it was cleared")
    formula_th: str | None = Field(description="null when none was written")
    unit_code: str
    unit_name_th: str
    decimals: int
    direction: Direction
    range_lower: NumberOut | None = Field(description="null unless direction is range")
    range_upper: NumberOut | None = Field(description="null unless direction is range")
    level: Level
    unit_of_analysis: str | None = Field(description="null when none was written")
    data_source: str | None = Field(description="null when it was cleared")
    frequency: Frequency
    time_aggregation: TimeAggregation
    area_aggregation: AreaAggregation
    numerator_indicator_id: UUID | None = Field(description="null unless a ratio")
    denominator_indicator_id: UUID | None = Field(description="null unless a ratio or a weighted average")


class IndicatorDefinition(Out):
    """What an indicator meant from one moment on."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    definition_version: int
    definition: IndicatorMeaning
    content_hash: str = Field(description="SHA-256 of the canonical JSON (RFC 8785) of `definition`")
    reason: str | None = Field(description="why it changed; null for the first")
    recorded_at: Instant = Field(description="when it came into force; it held until the next one")


class IndicatorDefinitionPage(Out):
    """Every version of a definition, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [EXAMPLE], "next_cursor": None}]})

    items: list[IndicatorDefinition]
    next_cursor: str | None = Field(description="always null: the versions fit one page; null ends the list")
