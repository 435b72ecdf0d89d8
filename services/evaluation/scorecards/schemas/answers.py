"""How scorecards are shown."""

from uuid import UUID

from pydantic import Field

from services.evaluation.frames.schemas.fields import ResultSource
from services.evaluation.scorecards.schemas import examples
from services.evaluation.scorecards.schemas.fields import Cause, ChangedPart, ItemState, ScorecardState, example
from services.evaluation.scorecards.schemas.trace import TraceLack
from services.shared.numbers import NumberOut
from services.shared.schemas import AllowedAction, FiscalYear, Identified, Instant, Out


class Figures(Out):
    """What a computation came to."""

    weights: NumberOut | None = Field(description="sum of the weights; null: the frame has none, so there is no total")
    scored_weight: NumberOut = Field(description="sum of the weights of the items that are scored")
    score: NumberOut | None = Field(description="null until every weighted item is scored; never a partial sum")
    band: str | None = Field(description="level of the total; null without a total or without bands")
    is_example: bool = Field(description="true when any source that the trace names says that it is an example")
    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of frame_id, frame_version, fiscal_year, area_code, inputs, "
        "weights, scored_weight, score and band"
    )


class ScorecardSummary(Identified, Figures):
    """A scorecard in a list, with the figures of its last computation."""

    model_config = example(examples.SUMMARY)

    frame_id: UUID
    frame_version: int = Field(description="version of the frame when the card was opened; its content never changes")
    fiscal_year: FiscalYear
    area_code: str = Field(description="the province that is evaluated")
    state: ScorecardState = Field(description="frozen: decided by the evaluation committee, open to everyone")
    computation: int = Field(description="number of the last computation")
    computed_at: Instant
    resolution_id: UUID | None = Field(description="the resolution that froze it; null while it is open")
    frozen_at: Instant | None = Field(description="null while it is open")
    created_at: Instant
    updated_at: Instant


class ScorecardItem(Out):
    """One item of a card; the trace says what its score is made of."""

    position: int
    code: str | None = Field(description="null where the document gives none")
    name_th: str
    result_source: ResultSource
    state: ItemState
    value: NumberOut | None = Field(description="the result that was scored; null: none, or made of KPIs")
    score: NumberOut | None = Field(description="null unless scored")
    weight: NumberOut | None = Field(description="of 100; null: the frame gives none")
    contribution: NumberOut | None = Field(description="weight x score / 100, exactly; null unless scored and weighted")
    lacks: list[TraceLack] = Field(description="what is lacking for a score; empty once scored")


class Scorecard(ScorecardSummary):
    """A scorecard with its items, and what the caller may do with it now."""

    model_config = example(examples.SCORECARD)

    items: list[ScorecardItem]
    allowed_actions: list[AllowedAction]


class ScorecardPage(Out):
    """One page of scorecards."""

    model_config = example({"items": [examples.SUMMARY], "next_cursor": None})

    items: list[ScorecardSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ScorecardRefreshed(Out):
    """What asking again came to."""

    model_config = example({"changed": False, "changed_parts": [], "scorecard": examples.SCORECARD})

    changed: bool = Field(description="false: the inputs are what they were, and nothing was written")
    changed_parts: list[ChangedPart]
    scorecard: Scorecard


class ScorecardComputationSummary(Figures):
    """One computation of a card; its inputs and trace stay readable by its number."""

    model_config = example(examples.COMPUTATION)

    number: int = Field(description="counts from 1")
    cause: Cause
    indicators_read_at: Instant = Field(description="when the indicators service read what it answered")
    budget_read_at: Instant = Field(description="when the budget service read what it answered")
    computed_by: str | None = Field(description="who had it computed; null for the public")
    computed_at: Instant


class ScorecardComputationPage(Out):
    """One page of the computations of a card."""

    model_config = example({"items": [examples.COMPUTATION], "next_cursor": None})

    items: list[ScorecardComputationSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class CoveredProvince(Out):
    """How far the evaluation of one province is."""

    area_code: str
    name_th: str
    scorecard_id: UUID | None = Field(description="null: it has no scorecard yet")
    state: ScorecardState | None
    score: NumberOut | None
    scored_weight: NumberOut | None


class ScorecardCoverage(Out):
    """Whether every province of a fiscal year is evaluated: each of them, and how many are how far."""

    model_config = example(examples.COVERAGE)

    fiscal_year: FiscalYear
    provinces: int = Field(description="provinces of the fiscal year; 76 from 2555")
    with_scorecard: int
    scored: int = Field(description="with a total")
    frozen: int = Field(description="decided by the evaluation committee")
    complete: bool = Field(description="every province's scorecard is frozen")
    items: list[CoveredProvince]
