"""What comes in about evaluation frames."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.evaluation.frames.schemas import examples
from services.evaluation.frames.schemas.fields import (
    MOST_BANDS,
    MOST_ITEMS,
    MOST_LEVELS,
    Direction,
    FrameState,
    MethodCode,
    ResultSource,
    Side,
    SubjectKind,
    WeightValue,
    example,
)
from services.shared.numbers import NumberIn
from services.shared.schemas import Day, Filters, FiscalYear, In, Line, Prose


class StatedIn(In):
    """Where something is said and on what day: documents are silent on weights and rubrics, so each says its own."""

    source: Annotated[Line, Field(description="the document or decision it stands in; example data says it is")]
    dated_on: Annotated[Day, Field(description="day of that document, in the common era")]


class FrameWeightIn(StatedIn):
    """What an item weighs of 100."""

    value: WeightValue


class FrameRubricIn(StatedIn):
    """How an item is scored."""

    method: MethodCode
    direction: Direction
    anchors: Annotated[
        list[NumberIn],
        Field(
            min_length=1,
            max_length=MOST_LEVELS,
            description="results that score each level of the method, the lowest score first",
        ),
    ]
    unit: Annotated[Line, Field(description="unit of the result and the anchors")]


class FrameItemIn(In):
    """One thing that is evaluated; its place in the list is its position."""

    side: Annotated[Side | None, Field(description="null where the document names none (FY2557)")] = None
    dimension_no: Annotated[int, Field(ge=1, le=99)]
    dimension_th: Line
    code: Annotated[Line | None, Field(description="null where the document gives none (FY2557)")] = None
    name_th: Line
    doubt: Annotated[
        Line | None, Field(description="what is doubtful in the name, which is kept as the source has it")
    ] = None
    result_source: Annotated[ResultSource, Field(description="what kind of source the item takes its result from")]
    weight: FrameWeightIn | None = None
    rubric: FrameRubricIn | None = None


class FrameBandIn(StatedIn):
    """A level of the total score, from `at_least` (included) up to where the next begins (not included)."""

    at_least: NumberIn
    name_th: Line
    name_en: Line | None = None


ItemsIn = Annotated[list[FrameItemIn], Field(max_length=MOST_ITEMS, description="all items, in their order")]
BandsIn = Annotated[
    list[FrameBandIn], Field(max_length=MOST_BANDS, description="all bands; empty: the total has no level")
]


class EvaluationFrameCreate(In):
    """A new draft: with items of its own, or with those of another frame (`copied_from_id`), or still empty."""

    model_config = example(examples.CREATE)

    fiscal_year: FiscalYear
    subject_kind: SubjectKind = "province"
    title_th: Line
    note_th: Prose | None = None
    source: Annotated[Line, Field(description="the document the frame stands in; example data says it is")]
    dated_on: Annotated[Day, Field(description="day of that document, in the common era")]
    copied_from_id: Annotated[
        UUID | None,
        Field(description="copies the items, weights, rubrics and bands of this frame; then send none here"),
    ] = None
    items: ItemsIn = []
    bands: BandsIn = []


class EvaluationFramePatch(In):
    """What changes; a field that is not sent stays, `items` and `bands` are replaced as a whole (RFC 7396)."""

    model_config = example({"title_th": "กรอบการประเมินผลของจังหวัด ปี 2558 (ปรับน้ำหนัก)", "note_th": None})

    title_th: Line = Field(default_factory=str)
    note_th: Prose | None = None
    source: Line = Field(default_factory=str)
    dated_on: Day = Field(default_factory=lambda: dt.date.min)
    items: ItemsIn = Field(default_factory=list)
    bands: BandsIn = Field(default_factory=list)


class EvaluationFrameSort(StrEnum):
    """How a list of frames may be sorted; a minus reverses."""

    FISCAL_YEAR = "fiscal_year"
    NEWEST_FISCAL_YEAR_FIRST = "-fiscal_year"
    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class EvaluationFrameFilter(Filters):
    """Which frames are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    state: FrameState | SkipJsonSchema[None] = None
    subject_kind: SubjectKind | SkipJsonSchema[None] = None
