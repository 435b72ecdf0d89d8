"""How lists of indicators are asked for."""

from enum import StrEnum

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.catalogue.schemas.indicators import IndicatorCode, IndicatorState, Level, UseLevel
from services.indicators.catalogue.schemas.topics import Taxonomy, TopicCode
from services.shared.schemas import AreaCode, Filters, FunctionCode, Search


class IndicatorSort(StrEnum):
    """How a list of indicators may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    NAME = "name_th"
    NAME_REVERSED = "-name_th"
    CODE = "code"
    CODE_REVERSED = "-code"


class IndicatorExpand(StrEnum):
    """What a list may carry beside."""

    ALLOWED_ACTIONS = "allowed_actions"


class IndicatorFilter(Filters):
    """Which indicators are wanted; filters narrow together."""

    state: IndicatorState | SkipJsonSchema[None] = None
    code: IndicatorCode | SkipJsonSchema[None] = None
    topic_code: TopicCode | SkipJsonSchema[None] = Field(
        default=None, description="a topic, or a group with its topics"
    )
    taxonomy: Taxonomy | SkipJsonSchema[None] = Field(default=None, description="indicators under some topic of it")
    owner_area_code: AreaCode | SkipJsonSchema[None] = None
    owner_function_code: FunctionCode | SkipJsonSchema[None] = None
    host_function_code: FunctionCode | SkipJsonSchema[None] = None
    level: Level | SkipJsonSchema[None] = None
    use_level: UseLevel | SkipJsonSchema[None] = Field(
        default=None, description="indicators that the registry says are used at that level"
    )
    q: Search | SkipJsonSchema[None] = Field(default=None, description="part of the Thai name, tone marks or not")
