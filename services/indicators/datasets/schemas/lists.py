"""How lists of datasets are asked for."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.catalogue.schemas.topics import TopicCode
from services.indicators.datasets.schemas.fields import DatasetState, Freshness, StepCode, Usability
from services.shared.schemas import AreaCode, Filters, FiscalYear, FunctionCode, Search


class DatasetSort(StrEnum):
    """How a list of datasets may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    NAME = "name_th"
    NAME_REVERSED = "-name_th"
    DUE = "due_on"
    DUE_LAST_FIRST = "-due_on"


class DatasetExpand(StrEnum):
    """What a list may carry beside."""

    ALLOWED_ACTIONS = "allowed_actions"


class DatasetFilter(Filters):
    """Which datasets are wanted; filters narrow together."""

    state: DatasetState | SkipJsonSchema[None] = None
    freshness: Freshness | SkipJsonSchema[None] = Field(default=None, description="how they stand today in Bangkok")
    past_due: bool | SkipJsonSchema[None] = Field(
        default=None, description="those whose promised day has ended, be it that data never came; false: the others"
    )
    usability: Usability | SkipJsonSchema[None] = None
    owner_area_code: AreaCode | SkipJsonSchema[None] = None
    owner_function_code: FunctionCode | SkipJsonSchema[None] = None
    duty_area_code: AreaCode | SkipJsonSchema[None] = None
    duty_function_code: FunctionCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = Field(
        default=None, description="an area that the data cover; those of the whole country cover every one"
    )
    topic_code: TopicCode | SkipJsonSchema[None] = Field(
        default=None, description="a topic, or a group with its topics"
    )
    indicator_id: UUID | SkipJsonSchema[None] = Field(default=None, description="datasets its values come from")
    digitisation_step: StepCode | SkipJsonSchema[None] = None
    q: Search | SkipJsonSchema[None] = Field(default=None, description="part of the Thai name, tone marks or not")


class FreshnessFilter(Filters):
    """Whose datasets the report counts."""

    owner_area_code: AreaCode | SkipJsonSchema[None] = None
    owner_function_code: FunctionCode | SkipJsonSchema[None] = None
    stale: bool = Field(default=False, description="only agencies with a dataset whose promised day has ended")


class DigitisationFilter(Filters):
    """Which fiscal year is counted, and whose datasets."""

    fiscal_year: FiscalYear
    owner_area_code: AreaCode | SkipJsonSchema[None] = None
    owner_function_code: FunctionCode | SkipJsonSchema[None] = None
