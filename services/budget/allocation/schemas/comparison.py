"""Runs of a round side by side."""

from uuid import UUID

from pydantic import Field

from services.budget.allocation.schemas.fields import ROUND_ID, Level, example
from services.budget.allocation.schemas.runs import LISTED_EXAMPLE, AllocationRunFields
from services.shared.schemas import AmountOut, Json, Out

_OTHER = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61"
COMPARISON_EXAMPLE: Json = {
    "round_id": ROUND_ID,
    "runs": [
        {**LISTED_EXAMPLE, "changes": [], "raised_amount": "0.00", "raised": 0, "lowered": 0},
        {
            **LISTED_EXAMPLE,
            "id": _OTHER,
            "number": 3,
            "changes": [
                {
                    "level": "province",
                    "criterion": "plan_quality",
                    "field": "weight",
                    "before": "40",
                    "after": "50",
                    "areas": [],
                }
            ],
            "raised_amount": "8333300.00",
            "raised": 1,
            "lowered": 1,
        },
    ],
    "areas": [
        {
            "level": "province",
            "area_code": "50",
            "name_th": "เชียงใหม่",
            "standings": [
                {"amount": "283333300.00", "difference_amount": "0.00", "place": 1},
                {"amount": "291666600.00", "difference_amount": "8333300.00", "place": 1},
            ],
        }
    ],
}


class AllocationAreaChange(Out):
    """What is another of one area; null: it has none there."""

    area_code: str
    before: str | None
    after: str | None


class AllocationChange(Out):
    """One parameter of the method that is another than in the first run, as text."""

    level: Level | None = Field(description="of which pool; null: of the whole round")
    criterion: str | None = Field(description="key; null: not of a criterion")
    field: str = Field(description="such as weight, inputs, bounds/least_amount, exceptions, last_year, frame_amount")
    before: str | None = Field(description="in the first run; null where there is none, or each area has its own")
    after: str | None
    areas: list[AllocationAreaChange] = Field(description="where each area has its own: those of which it differs")


class ComparedRun(AllocationRunFields):
    """A run, and how it differs from the first."""

    changes: list[AllocationChange] = Field(description="every parameter that differs; none for the first")
    raised_amount: AmountOut = Field(description="what areas have more together that have more than in the first")
    raised: int = Field(description="areas that have more")
    lowered: int = Field(description="areas that have less")


class AllocationStanding(Out):
    """What an area gets in a run."""

    amount: AmountOut
    difference_amount: AmountOut | None = Field(description="against the first run; null where it shares in that not")
    place: int = Field(description="from the largest amount of its level; equal amounts share a place")


class ComparedAllocationArea(Out):
    """An area in every run."""

    level: Level
    area_code: str
    name_th: str
    standings: list[AllocationStanding | None] = Field(description="in the order of `runs`; null: it does not share")


class AllocationComparison(Out):
    """Runs side by side, the others against the first."""

    model_config = example(COMPARISON_EXAMPLE)

    round_id: UUID
    runs: list[ComparedRun]
    areas: list[ComparedAllocationArea]
