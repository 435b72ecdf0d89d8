"""Results that are tried on a frame, and what they score."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from services.evaluation.frames.schemas import examples
from services.evaluation.frames.schemas.answers import FrameRubric, FrameWeight
from services.evaluation.frames.schemas.fields import MOST_ITEMS, example
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import In, Out, refuse


class FrameItemValue(In):
    """The result of one item, in the unit of its rubric."""

    position: Annotated[int, Field(ge=1, le=MOST_ITEMS)]
    value: Annotated[NumberIn | None, Field(description="null: not reported")]


def _each_item_once(values: list[FrameItemValue]) -> list[FrameItemValue]:
    if len({value.position for value in values}) != len(values):
        raise refuse("item_twice", "มีรายการประเมินซ้ำกัน", "An item stands there twice.")
    return values


class FrameScoreSimulate(In):
    """Results to try; an item that is not named is not reported."""

    model_config = example(examples.SIMULATE)

    values: Annotated[list[FrameItemValue], Field(max_length=MOST_ITEMS), AfterValidator(_each_item_once)]


class ScoreStep(Out):
    """Between which anchors the result lies, and the scores there."""

    place: Literal["below_first", "between", "at_last"]
    lower_anchor: NumberOut | None = Field(description="null below the first anchor")
    upper_anchor: NumberOut | None = Field(description="null from the last anchor on")
    lower_score: NumberOut
    upper_score: NumberOut


class FrameItemScore(Out):
    """The trace of one item: from its result by anchors and weight to what it adds."""

    position: int
    code: str | None = Field(description="null where the document gives none")
    name_th: str
    state: Literal["scored", "not_reported", "no_rubric"]
    value: NumberOut | None = Field(description="the result that was sent; null when not reported")
    rubric: FrameRubric | None = Field(description="null: the frame gives none")
    step: ScoreStep | None = Field(description="null unless scored")
    score: NumberOut | None = Field(description="null unless scored")
    weight: FrameWeight | None = Field(description="null: the frame gives none")
    contribution: NumberOut | None = Field(description="weight x score / 100, exactly; null unless scored and weighted")


class SimulatedFrameScore(Out):
    """A score that was tried and not kept, with the trace from the total to every result."""

    model_config = example(examples.SIMULATED)

    frame_id: UUID
    frame_version: int
    preview: Literal[True] = Field(description="always true: nothing was stored")
    weights: NumberOut | None = Field(description="sum of the weights; null: the frame has none, so there is no total")
    scored_weight: NumberOut = Field(description="sum of the weights of the items that are scored")
    score: NumberOut | None = Field(description="sum of the contributions; null until every weighted item is scored")
    band: str | None = Field(description="level of the total; null without a total or without bands")
    rounding: str = Field(description="how scores are rounded")
    items: list[FrameItemScore]
