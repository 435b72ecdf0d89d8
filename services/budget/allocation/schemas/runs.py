"""Runs: what is tried, and what came of it."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.budget.allocation.schemas.documents import (
    RESULT_EXAMPLE,
    AllocatedArea,
    AllocationResult,
    DividedCriterion,
)
from services.budget.allocation.schemas.fields import (
    AT,
    EXAMPLE_SOURCE,
    HASH,
    MOST_AREAS,
    MOST_CRITERIA,
    ROUND_ID,
    RUN_ID,
    AboveZero,
    AmountText,
    ExactText,
    Key,
    Level,
    MissingRule,
    Percent,
    Sha256,
    Weight,
    example,
)
from services.budget.allocation.schemas.rounds import FrameAmount
from services.budget.allocation.schemas.settings import BoundsIn, ExceptionIn, InputsIn, LastYearIn
from services.shared.schemas import AmountOut, In, Instant, Json, Line, Out

RUN_EXAMPLE: Json = {
    "name_th": "เพิ่มน้ำหนักคุณภาพแผน",
    "pools": [
        {
            "level": "province",
            "criteria": [{"key": "equal", "weight": 50}, {"key": "plan_quality", "weight": 50}],
            "bounds": {"least_amount": "120000000.00"},
        }
    ],
}
LISTED_EXAMPLE: Json = {
    "id": RUN_ID,
    "number": 2,
    "name_th": "เพิ่มน้ำหนักคุณภาพแผน",
    "frame_amount": "500000000.00",
    "round_version": 3,
    "settings_hash": HASH,
    "snapshot_sha256": HASH,
    "result_sha256": HASH,
    "actor": "post:budget-bureau",
    "created_at": AT,
}
WHOLE_EXAMPLE: Json = {
    **LISTED_EXAMPLE,
    "round_id": ROUND_ID,
    "changes": {"frame_amount": None, "pools": RUN_EXAMPLE["pools"]},
    "result": RESULT_EXAMPLE,
}
AREA_EXAMPLE: Json = {
    "round_id": ROUND_ID,
    "run_id": RUN_ID,
    "fiscal_year": 2563,
    "name_th": "เชียงใหม่",
    "round_name_th": "กรอบวงเงินจังหวัดและกลุ่มจังหวัด ปี 2563",
    "level": "province",
    "percent": "100",
    "pool_amount": "500000000.00",
    "multiplier": "1",
    "criteria": [
        {
            **RESULT_EXAMPLE["pools"][0]["criteria"][0],
            "name_th": "แบ่งเท่ากันทุกจังหวัด",
            "why_th": "ทุกจังหวัดมีค่าใช้จ่ายพื้นฐานในการพัฒนา",
            "source": EXAMPLE_SOURCE,
        }
    ],
    "area": RESULT_EXAMPLE["pools"][0]["areas"][0],
    "sentences": [
        {
            "step": "criterion",
            "key": "equal",
            "amount": "150000000.00",
            "text_th": "เกณฑ์ “แบ่งเท่ากันทุกจังหวัด” (น้ำหนักร้อยละ 60): แบ่งเท่ากัน 2 พื้นที่ ได้ 150,000,000.00 บาท",
            "text_en": "Criterion “แบ่งเท่ากันทุกจังหวัด” (60 percent): equal shares among 2 areas, "
            "gives 150,000,000.00 baht.",
        }
    ],
}


class CriterionChange(In):
    """What is tried of one criterion; a field that is not sent stays."""

    key: Key
    weight: Weight = Field(default_factory=Decimal)
    missing: MissingRule = "refuse"
    least_input: AboveZero | None = None
    inputs: Annotated[
        InputsIn, Field(default_factory=lambda: InputsIn.model_construct(), description="in place of all its inputs")
    ]


class PoolChange(In):
    """What is tried of one pool; a field that is not sent stays."""

    level: Level
    percent: Percent = Field(default_factory=Decimal)
    bounds: BoundsIn = BoundsIn()
    exceptions: Annotated[list[ExceptionIn], Field(max_length=MOST_AREAS)] = []
    last_year: LastYearIn | None = None
    criteria: Annotated[list[CriterionChange], Field(max_length=MOST_CRITERIA)] = []


class AllocationRunCreate(In):
    """What is tried: the round as it stands when nothing is sent, or with these changes, which the round keeps not."""

    model_config = example(RUN_EXAMPLE)

    name_th: Annotated[Line | None, Field(description="what is tried, to find it again")] = None
    frame_amount: Annotated[FrameAmount | None, Field(description="null: the round's")] = None
    pools: Annotated[list[PoolChange], Field(max_length=2)] = []


class AllocationRunFields(Out):
    """What every representation of a run shows. A run never changes."""

    id: UUID
    number: int = Field(description="which run of the round it is, from 1")
    name_th: str | None = Field(description="what was tried; null when nothing was said")
    frame_amount: AmountOut
    round_version: int = Field(description="the version of the round that it was made from")
    settings_hash: Sha256 = Field(
        description="of frame, unit, effect and pools as they were tried; a run with that of the round may be proposed"
    )
    snapshot_sha256: Sha256 = Field(description="of all that the method needed: …/snapshot")
    result_sha256: Sha256 = Field(description="of the canonical bytes of `result`")
    actor: str
    created_at: Instant


class AllocationRunList(Out):
    """The runs of a round, the newest first."""

    model_config = example({"items": [LISTED_EXAMPLE], "next_cursor": None})

    items: list[AllocationRunFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AllocationRun(AllocationRunFields):
    """A run with its result."""

    model_config = example(WHOLE_EXAMPLE)

    round_id: UUID
    changes: Json = Field(description="what was changed of the round to try it, as it was sent; empty: nothing")
    result: AllocationResult


class ExplainedCriterion(DividedCriterion):
    """A criterion of the area's pool, with why it counts."""

    name_th: str
    why_th: str
    source: str


class AllocationSentence(Out):
    """One step of an area's amount for people to read, its numbers with separators."""

    step: Literal["amount", "criterion", "bounds", "rounding", "sum", "last_year"]
    key: str | None = Field(description="of the criterion; null in every other step")
    amount: AmountOut | None = Field(
        description="of a criterion, the bounds or rounding what it adds, of the sum what they come to; null elsewhere"
    )
    text_th: str
    text_en: str


class AllocationAreaShare(Out):
    """One area of a run: from its pool to its amount, in the order of the steps."""

    model_config = example(AREA_EXAMPLE)

    round_id: UUID
    run_id: UUID
    fiscal_year: int
    name_th: str
    round_name_th: str
    level: Level
    percent: ExactText = Field(description="percent of the frame that the pool is")
    pool_amount: AmountText
    multiplier: ExactText
    criteria: list[ExplainedCriterion]
    area: AllocatedArea
    sentences: list[AllocationSentence] = Field(description="how it came by its amount, to be read and added up")


class AllocationVerification(Out):
    """Whether a run made again from its snapshot gives the same bytes."""

    model_config = example(
        {"is_same": True, "snapshot_sha256": HASH, "result_sha256": HASH, "result_again_sha256": HASH}
    )

    is_same: bool = Field(description="the snapshot has its hash, and divides into the same bytes again")
    snapshot_sha256: Sha256 = Field(description="of the snapshot as it is kept, computed now")
    result_sha256: Sha256 = Field(description="as it was kept when the run was made")
    result_again_sha256: Sha256 = Field(description="of what the snapshot divides into now")
