"""How evaluation frames are shown."""

import datetime as dt
from uuid import UUID

from pydantic import Field

from services.evaluation.frames.schemas import examples
from services.evaluation.frames.schemas.fields import (
    Confidence,
    Direction,
    FrameState,
    MethodCode,
    ResultSource,
    Side,
    SubjectKind,
    example,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import AllowedAction, FiscalYear, Identified, Instant, Out


class Stated(Out):
    """Where something is said and on what day."""

    source: str
    dated_on: dt.date


class ScoringMethod(Stated):
    """How results become scores: each anchor of a rubric scores its level, between two it is linear."""

    model_config = example(examples.METHOD)

    code: MethodCode
    name_th: str
    name_en: str | None = Field(description="null when unknown")
    levels: list[NumberOut] = Field(description="the score at each anchor, from the first; so many anchors it takes")
    below: NumberOut = Field(description="the score of a result short of the first anchor")
    confidence: Confidence = Field(description="how sure this is; no document of the sources prints a scale")


class ScoringMethodList(Out):
    """Every scoring method."""

    model_config = example({"items": [examples.METHOD], "next_cursor": None})

    items: list[ScoringMethod]
    next_cursor: str | None = Field(description="always null: the methods fit one page")


class FrameWeight(Stated):
    """What an item weighs of 100."""

    value: NumberOut


class FrameRubric(Stated):
    """How an item is scored: linear between the anchors, never outside the two scores named."""

    method: MethodCode
    direction: Direction
    anchors: list[NumberOut]
    unit: str
    lowest_score: NumberOut
    highest_score: NumberOut


class FrameItem(Out):
    """One thing that is evaluated."""

    position: int = Field(description="its place in the frame, from 1; names the item in values and scores")
    side: Side | None = Field(description="null where the document names none")
    dimension_no: int
    dimension_th: str
    code: str | None = Field(description="null where the document gives none")
    name_th: str
    doubt: str | None = Field(description="what is doubtful in the name; null when nothing is")
    result_source: ResultSource
    weight: FrameWeight | None = Field(description="null: the frame gives none")
    rubric: FrameRubric | None = Field(description="null: the frame gives none, so the item cannot be scored yet")


class FrameBand(Stated):
    """A level of the total score, from `at_least` (included) up to where the next begins (not included)."""

    at_least: NumberOut
    name_th: str
    name_en: str | None = Field(description="null when unknown")


class FrameContent(Out):
    """What a change may change."""

    title_th: str
    note_th: str | None
    source: str
    dated_on: dt.date
    items: list[FrameItem]
    bands: list[FrameBand]


class EvaluationFrameSummary(Identified):
    """A frame in a list, without its items."""

    model_config = example(examples.SUMMARY)

    fiscal_year: FiscalYear
    subject_kind: SubjectKind = Field(description="what is evaluated by it")
    edition: int | None = Field(description="counts the published frames of a year; null before publication")
    title_th: str
    note_th: str | None = Field(description="null when there is nothing to say")
    source: str = Field(description="the document the frame stands in")
    dated_on: dt.date = Field(description="day of that document")
    copied_from_id: UUID | None = Field(description="the frame it was copied from; null when from none")
    weights: NumberOut | None = Field(description="sum of the items' weights, 100 once published; null: there are none")
    state: FrameState
    published_at: Instant | None = Field(description="null before publication")
    created_at: Instant
    updated_at: Instant


class EvaluationFrame(EvaluationFrameSummary):
    """A frame with its items and bands, and what the caller may do with it now."""

    model_config = example(examples.FRAME)

    items: list[FrameItem]
    bands: list[FrameBand]
    allowed_actions: list[AllowedAction]


class EvaluationFramePage(Out):
    """One page of frames."""

    model_config = example({"items": [examples.SUMMARY], "next_cursor": None})

    items: list[EvaluationFrameSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
