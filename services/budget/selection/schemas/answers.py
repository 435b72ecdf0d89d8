"""How a choice is shown: both rankings, the ceilings, what conflicts, what was overruled."""

import datetime as dt
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_ID
from services.budget.selection.schemas.bodies import OTHER_REQUEST_ID, STATED_EXAMPLE, Ranking, Verdict, example
from services.budget.selection.schemas.reasons import CEILING_KEY, SelectionReason, SelectionState
from services.shared.numbers import NumberOut
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Filters,
    FiscalYear,
    Identified,
    Instant,
    Json,
    Out,
)

ITEM_EXAMPLE: Json = {
    "id": EXAMPLE_ID,
    "version": 2,
    "fiscal_year": 2558,
    "area_code": "50",
    "number": 1,
    "title_th": STATED_EXAMPLE["title_th"],
    "state": "solved",
    "candidate_count": 2,
    "job_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a92",
    "content_hash": "9f2c51d8a07b4e6c3d1f8e5a2b7c9d0e4f6a8b1c3d5e7f9a0b2c4d6e8f0a1b3c",
    "created_by": "province:50",
    "created_at": "2014-02-10T03:20:00.000000Z",
    "updated_at": "2014-02-10T03:20:02.000000Z",
    "finished_at": "2014-02-10T03:20:02.000000Z",
}
PORTFOLIO_EXAMPLE: Json = {
    "count": 1,
    "value": 7.4,
    "amount": "1250000.00",
    "shares": [{"dimension": "society", "amount": "1250000.00", "minimum_percent": 20}],
    "breaks": [],
}
SELECTION_EXAMPLE: Json = {
    **ITEM_EXAMPLE,
    **{name: value for name, value in STATED_EXAMPLE.items() if name not in ITEM_EXAMPLE and name != "ceilings"},
    "ceilings_from": "ledger",
    "ceilings": [
        {
            "key": CEILING_KEY,
            "title_th": "เชียงใหม่ AREA",
            "area_codes": ["50"],
            "fund_codes": ["AREA"],
            "amount": "1500000.00",
            "asked_amount": "1650000.00",
            "strict_amount": "1250000.00",
            "optimum_amount": "1250000.00",
            "line_request_id": OTHER_REQUEST_ID,
        }
    ],
    "strict": PORTFOLIO_EXAMPLE,
    "optimum": {**PORTFOLIO_EXAMPLE, "bound": 7.4, "gap_percent": 0, "is_proven": True, "repairs": 0},
    "conflict": [],
    "differences": {"only_strict": 0, "only_optimum": 0},
    "solver": {"name": "HiGHS", "version": "1.16.0", "threads": 1, "seed": 1, "seconds": 0.012},
    "overrules": [],
    "allowed_actions": [],
}


class SelectionShare(Out):
    """What a dimension gets of the money."""

    dimension: str
    amount: AmountOut
    minimum_percent: NumberOut | None = Field(description="the share that it has to have; null without one")


class SelectionPortfolio(Out):
    """What a choice comes to."""

    count: int = Field(description="how many candidates are in")
    value: NumberOut
    amount: AmountOut
    shares: list[SelectionShare]
    breaks: list[SelectionReason] = Field(
        description="conditions that it does not keep: the strict ranking knows nothing of minimum shares"
    )


class SelectionOptimum(SelectionPortfolio):
    """The choice of the greatest value, checked in whole satang."""

    bound: NumberOut = Field(description="no choice is worth more than this")
    gap_percent: NumberOut = Field(description="how much more the best might be worth than this one, of the best")
    is_proven: bool = Field(description="whether the gap that was asked was reached before the time was over")
    repairs: int = Field(description="how often the solver's answer was wrong in exact satang, and was taken back")


class SelectionCeilingUse(Out):
    """A ceiling, and what both rankings use of it."""

    key: str = Field(description="id of the account; of a stated one its number in what was sent")
    title_th: str
    area_codes: list[str] = Field(description="empty: every area")
    fund_codes: list[str] = Field(description="empty: every fund")
    amount: AmountOut
    asked_amount: AmountOut | None = Field(description="what all candidates ask under it; null before the run")
    strict_amount: AmountOut | None = Field(description="null before the run")
    optimum_amount: AmountOut | None = Field(description="null where there is no best choice")
    line_request_id: UUID | None = Field(description="candidate that drew the strict ranking's line; null: none")


class SelectionDifferences(Out):
    """How many candidates one ranking takes and the other does not; the candidates by `standing` name them."""

    only_strict: int
    only_optimum: int


class SelectionSolver(Out):
    """What computed it. The same input has the same answer, unless the time was over first."""

    name: str
    version: str
    threads: int
    seed: int
    seconds: float


class SelectionCriterionOut(Out):
    """What a request is scored by, and how much that weighs."""

    code: str
    title_th: str
    weight: NumberOut


class SelectionMinimumOut(Out):
    """The least share of the money given out that goes to a dimension."""

    dimension: str
    percent: NumberOut


class SelectionExclusionOut(Out):
    """Two requests of which at most one is chosen."""

    request_ids: list[UUID]
    reason_th: str


class SelectionCeilingChange(Out):
    """What an overrule changes under one ceiling."""

    key: str
    title_th: str
    amount: AmountOut = Field(description="the ceiling")
    before_amount: AmountOut
    after_amount: AmountOut = Field(description="past the ceiling where it is the greater")


class SelectionEffect(Out):
    """What overruling does when nothing else moves, beside what was overruled before."""

    value: NumberOut = Field(description="how much more the choice is worth; negative: less")
    amount: AmountOut = Field(description="how much more it costs; negative: less")
    ceilings: list[SelectionCeilingChange] = Field(description="the ceilings that the candidate draws on")
    breaks: list[SelectionReason] = Field(description="every condition that the choice then does not keep")


class SelectionWeighing(Out):
    """The best choice that keeps all that is overruled, found by solving again."""

    state: SelectionState
    value: NumberOut | None = Field(description="null until it was found, or where there is none")
    cost: NumberOut | None = Field(description="how much less it is worth than the best choice of the run; null: none")
    gap_percent: NumberOut | None = Field(description="null until it was found, or where there is none")
    came: list[UUID] = Field(description="candidates that come in against the run's best choice")
    went: list[UUID] = Field(description="candidates that go out")
    conflict: list[SelectionReason] = Field(description="where no choice keeps it: what cannot hold together")


class SelectionOverruled(Out):
    """That the committee put a candidate in or out, and what it costs. The latest of a candidate counts."""

    number: int
    request_id: UUID
    verdict: Verdict
    reason: str
    overruled_by: str
    overruled_at: Instant
    job_id: UUID = Field(description="the job that weighs it")
    effect: SelectionEffect
    weighing: SelectionWeighing


class ProjectSelectionFields(Identified):
    """What every representation of a choice shows."""

    fiscal_year: FiscalYear
    area_code: str | None = Field(description="null: the nation's")
    number: int
    title_th: str
    state: SelectionState
    candidate_count: int
    job_id: UUID = Field(description="how far it is: …/jobs/{job_id}")
    content_hash: str = Field(description="SHA-256 of all that it rests on, requests with their versions included")
    created_by: str
    created_at: Instant
    updated_at: Instant
    finished_at: Instant | None = Field(description="null until it was computed")


class ProjectSelection(ProjectSelectionFields):
    """A choice: what it rests on, the strict ranking, the best choice beside it. It never changes."""

    model_config = example(SELECTION_EXAMPLE)

    request_states: list[str]
    ranking: Ranking
    criteria: list[SelectionCriterionOut]
    scores_source: str
    scores_dated_on: dt.date
    ceilings_from: Literal["ledger", "stated"]
    ceilings_source: str | None = Field(description="null where they are the ledger's")
    minimums: list[SelectionMinimumOut]
    must_have: list[UUID]
    left_out: list[UUID]
    exclusions: list[SelectionExclusionOut]
    keeps_own_order: bool
    gap_percent: NumberOut
    time_limit_seconds: int
    ceilings: list[SelectionCeilingUse]
    strict: SelectionPortfolio | None = Field(description="null until it was computed")
    optimum: SelectionOptimum | None = Field(description="null until it was computed, or where there is none")
    conflict: list[SelectionReason] = Field(
        description="where it is infeasible: conditions that cannot hold together, any fewer of which can"
    )
    differences: SelectionDifferences | None = Field(description="null where there is no best choice")
    solver: SelectionSolver | None = Field(description="null until it was computed")
    overrules: list[SelectionOverruled]
    allowed_actions: list[AllowedAction]


class ProjectSelectionListItem(ProjectSelectionFields):
    """A choice in a list."""

    model_config = example(ITEM_EXAMPLE)


class ProjectSelectionPage(Out):
    """One page of choices."""

    model_config = example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[ProjectSelectionListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ProjectSelectionSort(StrEnum):
    """How choices may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class ProjectSelectionFilter(Filters):
    """Which choices are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
