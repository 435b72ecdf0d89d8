"""What is stated for a choice, and what a committee overrules."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.budget.ledger.schemas.fields import FundCode
from services.budget.requests.schemas.fields import REQUEST_ID
from services.budget.selection.rules.statement import MOST_CANDIDATES
from services.shared.numbers import NumberIn, decimals_at_most
from services.shared.schemas import (
    AreaCode,
    Day,
    FiscalYear,
    In,
    Json,
    Line,
    PositiveAmountIn,
    Prose,
    refuse,
)

OTHER_REQUEST_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a81"
MOST_CRITERIA, MOST_MINIMUMS, MOST_CEILINGS, MOST_PAIRS = 20, 20, 500, 2_000
LARGEST_SCORE, LONGEST_SECONDS, WIDEST_GAP = 10_000, 110, 10
DEFAULT_SECONDS, DEFAULT_GAP = 60, Decimal("0.1")

RequestState = Literal["submitted", "endorsed"]
Ranking = Annotated[
    Literal["value", "submission_order"],
    Field(
        description="the strict ranking's order: the greater value first, or the foremost in its own list; what "
        "is alike goes by the other of the two, then the smaller amount, then the id"
    ),
]
Verdict = Annotated[
    Literal["in", "out", "lifted"], Field(description="in or out whatever was computed; lifted: as computed again")
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Dimension = Annotated[Code, Field(description="dimension or strategic issue, by a code of yours", examples=["economy"])]


def example(shown: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [shown]})


def _between(least: int, most: int) -> AfterValidator:
    def check(value: Decimal) -> Decimal:
        if not least <= value <= most:
            raise refuse("out_of_range", f"ต้องอยู่ระหว่าง {least} ถึง {most}", f"It lies between {least} and {most}.")
        return value

    return AfterValidator(check)


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise refuse("not_positive", "ต้องมากกว่าศูนย์", "It must be more than zero.")
    return value


def _two(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) < len(ids):
        raise refuse("not_two", "ระบุคำขอสองรายการที่ต่างกัน", "Name two different requests.")
    return ids


Weight = Annotated[NumberIn, decimals_at_most(2), AfterValidator(_above_zero), _between(0, 100)]
ScoreIn = Annotated[NumberIn, decimals_at_most(2), _between(0, LARGEST_SCORE)]
Percent = Annotated[NumberIn, decimals_at_most(4), _between(0, 100)]
Gap = Annotated[NumberIn, decimals_at_most(4), _between(0, WIDEST_GAP)]

STATED_EXAMPLE: Json = {
    "fiscal_year": 2558,
    "area_code": "50",
    "number": 1,
    "title_th": "จัดลำดับโครงการจังหวัดเชียงใหม่ รอบแรก (ตัวอย่างของระบบ, not official)",
    "request_states": ["submitted", "endorsed"],
    "ranking": "value",
    "criteria": [
        {"code": "severity", "title_th": "ความรุนแรงของปัญหา", "weight": 60},
        {"code": "benefit", "title_th": "จำนวนผู้ได้รับประโยชน์", "weight": 40},
    ],
    "scores_source": "มติคณะทำงานกลั่นกรองโครงการ ครั้งที่ 2/2557 (ตัวอย่างของระบบ, not official)",
    "scores_dated_on": "2014-02-10",
    "ceilings": None,
    "ceilings_source": None,
    "minimums": [{"dimension": "society", "percent": 20}],
    "must_have": [],
    "left_out": [],
    "exclusions": [],
    "keeps_own_order": False,
    "gap_percent": 0.1,
    "time_limit_seconds": 60,
}
CREATE_EXAMPLE: Json = {
    **STATED_EXAMPLE,
    "scores": [
        {"request_id": REQUEST_ID, "values": {"severity": 8, "benefit": 6.5}, "dimension": "society"},
        {"request_id": OTHER_REQUEST_ID, "values": {"severity": 5, "benefit": 9}, "dimension": "economy"},
    ],
}


class SelectionCriterion(In):
    """What a request is scored by, and how much that weighs."""

    code: Code
    title_th: Line
    weight: Annotated[Weight, Field(description="percent; all weights add up to 100")]


class SelectionScore(In):
    """What somebody states a request is worth, by each criterion."""

    request_id: UUID
    values: Annotated[
        dict[Code, ScoreIn],
        Field(
            max_length=MOST_CRITERIA,
            description=f"one value per criterion, 0 to {LARGEST_SCORE}, at most two decimals; more is better",
        ),
    ]
    dimension: Dimension | None = None


class SelectionCeiling(In):
    """What may be given out to some areas of some funds."""

    title_th: Line
    area_codes: Annotated[list[AreaCode], Field(max_length=200, description="empty: every area")]
    fund_codes: Annotated[list[FundCode], Field(max_length=20, description="empty: every fund")]
    amount: PositiveAmountIn


class SelectionMinimum(In):
    """The least share of the money given out that goes to a dimension."""

    dimension: Dimension
    percent: Annotated[Percent, Field(description="of all that is given out, at most four decimals")]


class SelectionExclusion(In):
    """Two requests of which at most one is chosen."""

    request_ids: Annotated[list[UUID], Field(min_length=2, max_length=2), AfterValidator(_two)]
    reason_th: Line


class ProjectSelectionStated(In):
    """What a choice rests on, beside the requests and the ledger as they stand."""

    fiscal_year: FiscalYear
    area_code: Annotated[
        AreaCode | None,
        Field(description="whose requests: a province's, a cluster's with its provinces'; null: the nation's"),
    ] = None
    number: int = Field(ge=1, le=999, description="which choice of the area and year it is; each is kept")
    title_th: Line
    request_states: Annotated[
        list[RequestState], Field(min_length=1, max_length=2, description="which requests are candidates")
    ] = ["submitted", "endorsed"]
    ranking: Ranking = "value"
    criteria: Annotated[list[SelectionCriterion], Field(min_length=1, max_length=MOST_CRITERIA)]
    scores_source: Annotated[Line, Field(description="who stated the scores, and where")]
    scores_dated_on: Day
    ceilings: Annotated[
        list[SelectionCeiling] | None,
        Field(
            min_length=1,
            max_length=MOST_CEILINGS,
            description="ceilings to try instead; null: what is free now on the accounts that you see, what is held "
            "for the candidates counting as free",
        ),
    ] = None
    ceilings_source: Annotated[Line | None, Field(description="where stated ceilings come from; null without them")] = (
        None
    )
    minimums: Annotated[list[SelectionMinimum], Field(max_length=MOST_MINIMUMS)] = []
    must_have: Annotated[list[UUID], Field(max_length=MOST_CANDIDATES, description="requests that must be in")] = []
    left_out: Annotated[
        list[UUID],
        Field(max_length=MOST_CANDIDATES, description="requests that are out; they stand in no list's way"),
    ] = []
    exclusions: Annotated[list[SelectionExclusion], Field(max_length=MOST_PAIRS)] = []
    keeps_own_order: Annotated[
        bool, Field(description="whether a request may be in only when all before it in its own list are")
    ] = False
    gap_percent: Annotated[
        Gap,
        Field(
            description="how near to the best is near enough: the search ends when no choice can be worth more by this "
            "share of it; 0 goes on to the best"
        ),
    ] = DEFAULT_GAP
    time_limit_seconds: Annotated[
        int,
        Field(
            ge=1,
            le=LONGEST_SECONDS,
            description="how long the search may take; what it found until then is shown with its gap, and may be "
            "another on a slower machine",
        ),
    ] = DEFAULT_SECONDS


class ProjectSelectionCreate(ProjectSelectionStated):
    """A choice to be made. What a project is worth is stated by somebody and never made up."""

    model_config = example(CREATE_EXAMPLE)

    scores: Annotated[list[SelectionScore], Field(min_length=1, max_length=MOST_CANDIDATES)]


class ProjectSelectionOverrule(In):
    """That the committee puts a candidate in or out, and why."""

    model_config = example(
        {"request_id": REQUEST_ID, "verdict": "in", "reason": "ที่ประชุมเห็นว่าเป็นความเดือดร้อนเร่งด่วนของประชาชน"}
    )

    request_id: UUID
    verdict: Verdict
    reason: Prose
