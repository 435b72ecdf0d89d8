"""What comes in about scorecards."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.evaluation.scorecards.schemas import examples
from services.evaluation.scorecards.schemas.fields import ScorecardState, example
from services.shared.numbers import NumberIn
from services.shared.schemas import AreaCode, Day, Filters, FiscalYear, In, Line, Prose


class ScorecardCreate(In):
    """Which province is scored, and by which frame; the frame says the fiscal year."""

    model_config = example(examples.CREATE)

    frame_id: Annotated[UUID, Field(description="the frame in force for the year")]
    area_code: AreaCode


class ScorecardResultPut(In):
    """The result of one item with its evidence; sent again it is the next revision."""

    model_config = example(examples.RESULT)

    value: Annotated[NumberIn | None, Field(description="in the unit of the item's rubric; null takes a result back")]
    source: Annotated[Line, Field(description="who measured it and how; example data says that it is an example")]
    evidence_note: Annotated[Prose, Field(description="what shows it, and where that is kept")]
    dated_on: Annotated[Day, Field(description="day of that source, in the common era")]


class ScorecardSort(StrEnum):
    """How a list of scorecards may be sorted; a minus reverses."""

    AREA = "area_code"
    AREA_LAST_FIRST = "-area_code"
    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class ScorecardFilter(Filters):
    """Which scorecards are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    frame_id: UUID | SkipJsonSchema[None] = None
    state: ScorecardState | SkipJsonSchema[None] = None
