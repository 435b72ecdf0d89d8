"""The trace of a score: from the total to every input, with the version and the source of each."""

import datetime as dt
from uuid import UUID

from pydantic import Field, JsonValue

from services.evaluation.frames.schemas.fields import ResultSource
from services.evaluation.frames.schemas.scores import ScoreStep
from services.evaluation.scorecards.schemas import examples
from services.evaluation.scorecards.schemas.fields import Cause, ItemState, LackCode, StatedAmount, example
from services.shared.numbers import NumberOut
from services.shared.schemas import FiscalYear, Instant, Out, Sentence


class Sourced(Out):
    """Where something is said, on what day, and whether the source says of itself that it is an example."""

    source: str
    dated_on: dt.date
    is_example: bool = Field(description="true: the source says that it is an example and not official")


class TraceLack(Out):
    """What is lacking for a score, and of which KPI."""

    code: LackCode
    indicator_id: UUID | None = Field(description="the KPI that lacks it; null where it is the item itself")
    reason: Sentence


class TraceWeight(Sourced):
    """What an item weighs of 100."""

    value: NumberOut


class TraceRubric(Sourced):
    """How a result was scored: each anchor scores its level, in between it is linear."""

    method: str = Field(description="a scoring method of /v1/evaluation-frames/methods", examples=["five_level"])
    direction: str = Field(examples=["higher_is_better"])
    anchors: list[NumberOut]
    unit: str


class TraceKpi(Out):
    """One KPI of an agreement with its result of the year and what that scores."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    kind: str = Field(description="strategic: it counts; monitoring: shown and never scored", examples=["strategic"])
    is_scored: bool = Field(description="whether it counts")
    weight: NumberOut | None = Field(description="of 100 within the agreement; null: none is given")
    source: str | None = Field(description="the agreement's word for where weight and target are said; null: none")
    is_example: bool = Field(description="true: that source, or the rubric's, says that it is an example")
    baseline: NumberOut | None = Field(description="null: not known")
    target: NumberOut | None = Field(description="of the fiscal year; null: none")
    actual: NumberOut | None = Field(description="of the fiscal year; null: not reported")
    actual_reporter: str | None = Field(description="whose value counts", examples=["area:50"])
    actual_status: str | None = Field(description="as the indicators service says it; null: not reported")
    actual_revisions: list[JsonValue] = Field(description="the reported values that the actual was made of")
    is_complete: bool = Field(description="whether what was reported covers the year")
    rubric: TraceRubric | None = Field(description="the KPI's own; null: the agreement gives none")
    step: ScoreStep | None = Field(description="null unless scored")
    score: NumberOut | None = Field(description="null unless scored")
    contribution: NumberOut | None = Field(description="weight x score / 100, exactly; null unless scored and weighted")
    lacks: list[LackCode]


class TraceAgreement(Out):
    """The agreement whose KPIs an item is made of."""

    area_code: str = Field(description="of the province, or of its cluster in the fiscal year")
    agreement_id: UUID | None = Field(description="null: there was none open to who asked")
    agreement_version: int | None
    agreement_state: str | None
    read_at: Instant = Field(description="when the indicators service read it")
    weights: NumberOut | None = Field(description="sum of the weights of the KPIs that count; null: none are given")
    scored_weight: NumberOut
    score: NumberOut | None = Field(description="sum of the contributions; null while anything is lacking")
    kpis: list[TraceKpi]


class TraceLedger(Out):
    """The money of the province as the ledger stated it, of all funds together."""

    area_code: str
    cap_amount: StatedAmount | None = Field(description="null: no account is seen, which is not nothing")
    held_amount: StatedAmount | None
    posted_amount: StatedAmount | None
    disbursed_amount: StatedAmount | None
    disbursement_rate: NumberOut | None = Field(description="percent of what is posted; null while nothing is posted")
    read_at: Instant = Field(description="when the budget service read it")


class TraceResult(Sourced):
    """A result as an evaluator recorded it."""

    revision: int = Field(description="counts from 1; a correction is the next")
    value: NumberOut | None = Field(description="null: taken back")
    evidence_note: str
    recorded_by: str | None = Field(description="who recorded it; null for the public")
    recorded_at: Instant


class TraceItem(Out):
    """One item of the frame: what it scores, what that is made of, what is lacking."""

    position: int
    code: str | None = Field(description="null where the document gives none")
    name_th: str
    dimension_no: int
    dimension_th: str
    doubt: str | None = Field(description="what is doubtful in the name; null when nothing is")
    result_source: ResultSource
    state: ItemState
    value: NumberOut | None = Field(description="the result that was scored; null: none, or made of KPIs")
    rubric: TraceRubric | None = Field(description="the frame's; null: it gives none")
    step: ScoreStep | None = Field(description="null unless scored by the frame's rubric")
    score: NumberOut | None = Field(description="null unless scored")
    weight: TraceWeight | None = Field(description="null: the frame gives none")
    contribution: NumberOut | None = Field(description="weight x score / 100, exactly; null unless scored and weighted")
    lacks: list[TraceLack] = Field(description="empty once scored")
    agreement: TraceAgreement | None = Field(description="null unless the item is made of KPIs")
    ledger: TraceLedger | None = Field(description="null unless the item is the disbursement rate")
    result: TraceResult | None = Field(description="null unless a result is recorded for the item")


class TraceFrame(Sourced):
    """The frame that was scored by."""

    id: UUID
    version: int
    edition: int
    title_th: str


class TraceBand(Sourced):
    """The level of the total."""

    at_least: NumberOut
    name_th: str


class ScorecardTrace(Out):
    """From the score to every input of one computation."""

    model_config = example(examples.TRACE)

    scorecard_id: UUID
    number: int = Field(description="which computation of the card, from 1")
    cause: Cause
    computed_by: str | None = Field(description="who had it computed; null for the public")
    computed_at: Instant
    fiscal_year: FiscalYear
    area_code: str
    frame: TraceFrame
    weights: NumberOut | None = Field(description="sum of the weights; null: the frame has none, so there is no total")
    scored_weight: NumberOut = Field(description="sum of the weights of the items that are scored")
    score: NumberOut | None = Field(description="sum of the contributions; null until every weighted item is scored")
    band: TraceBand | None = Field(description="null without a total or without bands")
    is_example: bool = Field(description="true when any source that the trace names says that it is an example")
    rounding: str = Field(description="how scores are rounded")
    content_hash: str
    items: list[TraceItem]
