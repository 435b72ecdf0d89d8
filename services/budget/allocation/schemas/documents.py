"""The two documents of a run as they are kept: its snapshot and its result. Amounts and numbers in them are texts."""

from typing import Any
from uuid import UUID

from pydantic import Field

from services.budget.allocation.schemas.fields import (
    A_SPLIT,
    EXAMPLE_SOURCE,
    HASH,
    ROUND_ID,
    AmountText,
    BoundName,
    CriterionKind,
    ExactText,
    LastYearKind,
    Level,
    MissingRule,
    Sha256,
    example,
)
from services.shared.schemas import Day, Instant, Json, Out

CONTRIBUTION_EXAMPLE: Json = {
    "key": "equal",
    "value": None,
    "basis": "1",
    "share": "1/2",
    "weight": "60",
    "amount": "150000000.00",
}
AREA_EXAMPLE: Json = {
    "area_code": "50",
    "contributions": [
        CONTRIBUTION_EXAMPLE,
        {
            **CONTRIBUTION_EXAMPLE,
            "key": "plan_quality",
            "value": "82.5",
            "basis": "2",
            "share": "2/3",
            "weight": "40",
            "amount": "133333333.33",
        },
    ],
    "raw": "850000000/3",
    "lower_amount": "234000000.00",
    "lower_by": "most_fall_percent",
    "upper_amount": "312000000.00",
    "upper_by": "most_rise_percent",
    "bounded": "850000000/3",
    "bound_by": None,
    "bounds_amount": "0.00",
    "remainder": "1/3",
    "has_residue": False,
    "rounding_amount": "-33.33",
    "amount": "283333300.00",
}
RESULT_EXAMPLE: Json = {
    "format": "buranakan.allocation.result/1",
    "method": "1",
    "snapshot_sha256": HASH,
    "frame_amount": "500000000.00",
    "pools": [
        {
            "level": "province",
            "percent": "100",
            "amount": "500000000.00",
            "multiplier": "1",
            "criteria": [
                {"key": "equal", "kind": "equal", "weight": "60", "amount": "300000000", "basis_sum": "2"},
                {"key": "plan_quality", "kind": "score", "weight": "40", "amount": "200000000", "basis_sum": "3"},
            ],
            "areas": [AREA_EXAMPLE],
        }
    ],
}
SNAPSHOT_EXAMPLE: Json = {
    "format": "buranakan.allocation.snapshot/1",
    "method": "1",
    "round_id": ROUND_ID,
    "fiscal_year": 2563,
    "fund_code": "AREA",
    "frame_amount": "500000000.00",
    "unit_amount": "100.00",
    "pools": [
        {
            "level": "province",
            "percent": "100",
            "source": A_SPLIT,
            "areas": ["50", "51"],
            "areas_reason_th": "ตัวอย่างสองจังหวัด",
            "criteria": [
                {
                    "key": "equal",
                    "name_th": "แบ่งเท่ากันทุกจังหวัด",
                    "kind": "equal",
                    "weight": "100",
                    "missing": "refuse",
                    "least_input": None,
                    "bands": [],
                    "why_th": "ทุกจังหวัดมีค่าใช้จ่ายพื้นฐานในการพัฒนา",
                    "source": EXAMPLE_SOURCE,
                    "origin": None,
                    "inputs": [],
                    "unknown": [],
                }
            ],
            "bounds": {
                "least_amount": "100000000.00",
                "most_amount": None,
                "most_fall_percent": None,
                "most_rise_percent": None,
            },
            "exceptions": [],
            "last_year": {"kind": None, "source": None, "amounts": []},
        }
    ],
}


class Contribution(Out):
    """What one criterion brings one area: share times weight times pool, down to the satang."""

    key: str
    value: str | None = Field(description="the input as it counted; null where none is known or needed")
    basis: ExactText = Field(description="what that counts for")
    share: ExactText = Field(description="of what all areas count for together")
    weight: str = Field(description="percent of the pool")
    amount: AmountText


class AllocatedArea(Out):
    """What one area gets: its contributions, `bounds_amount` and `rounding_amount` add up to `amount`."""

    area_code: str
    contributions: list[Contribution]
    raw: ExactText = Field(description="baht, what the criteria give before it is rounded")
    lower_amount: AmountText
    lower_by: BoundName | None = Field(description="the bound that is the lower one; null: there is none")
    upper_amount: AmountText | None
    upper_by: BoundName | None = Field(description="the bound that is the upper one; null: there is none")
    bounded: ExactText = Field(description="baht, the raw amount times the pool's multiplier, kept within the bounds")
    bound_by: BoundName | None = Field(description="the bound that the area stands at; null: at none")
    bounds_amount: AmountText = Field(description="what the bounds, its own and those of others, gave or took")
    remainder: ExactText = Field(description="of a rounding unit, that `bounded` ends in")
    has_residue: bool = Field(description="whether rounding gave it one unit more, by largest remainder")
    rounding_amount: AmountText = Field(description="what rounding gave or took")
    amount: AmountText


class DividedCriterion(Out):
    """What one criterion divides in a pool."""

    key: str
    kind: CriterionKind
    weight: str = Field(description="percent of the pool")
    amount: ExactText = Field(description="baht that it divides")
    basis_sum: ExactText = Field(description="what all areas count for together")


class AllocatedPool(Out):
    """One pool divided; areas by their code."""

    level: Level
    percent: str
    amount: AmountText
    multiplier: ExactText = Field(description="what the bounds made of one satang of the criteria; 1 where none bind")
    criteria: list[DividedCriterion]
    areas: list[AllocatedArea]


class AllocationResult(Out):
    """The result of a run, as its bytes are kept."""

    format: str
    method: str = Field(description="edition of the method (docs/allocation.md)")
    snapshot_sha256: Sha256
    frame_amount: AmountText
    pools: list[AllocatedPool]


class SnapshotBand(Out):
    """Inputs from `at_least` on are worth so many points."""

    at_least: str
    points: str


class SnapshotOrigin(Out):
    """Where the inputs come from: a source of its own, or an indicator as it was read."""

    kind: str = Field(description="given or indicator")
    unit_th: str
    source: str | None = Field(description="null for an indicator")
    dated_on: Day | None = Field(description="null for an indicator")
    indicator_id: UUID | None
    indicator_code: str | None
    fiscal_year: int | None
    definition_version: int | None
    read_at: Instant | None


class SnapshotAreaValue(Out):
    """The input of one area; of an indicator with whose value it is and of which revisions it is made."""

    area_code: str
    value: str
    reporter: str | None
    made_of: list[dict[str, Any]] = Field(description="period and revision of every reported value in it")
    is_final: bool | None
    is_settled: bool | None


class SnapshotUnknown(Out):
    """An area whose input is not known, and why."""

    area_code: str
    reason: str


class SnapshotCriterion(Out):
    """One criterion with all its inputs."""

    key: str
    name_th: str
    kind: CriterionKind
    weight: str
    missing: MissingRule
    least_input: str | None
    bands: list[SnapshotBand]
    why_th: str
    source: str
    origin: SnapshotOrigin | None = Field(description="null where no input is needed")
    inputs: list[SnapshotAreaValue]
    unknown: list[SnapshotUnknown]


class SnapshotBounds(Out):
    """Bounds; null: no such bound."""

    least_amount: AmountText | None
    most_amount: AmountText | None
    most_fall_percent: str | None
    most_rise_percent: str | None


class SnapshotException(Out):
    """Bounds of one area in place of those of its pool."""

    area_code: str
    bounds: SnapshotBounds
    reason_th: str


class SnapshotAmount(Out):
    """What an area had last year."""

    area_code: str
    amount: AmountText


class SnapshotLastYear(Out):
    """What the areas had last year, and where that comes from."""

    kind: LastYearKind | None = Field(description="null: last year is not looked at")
    source: str | None
    amounts: list[SnapshotAmount]


class SnapshotPool(Out):
    """One pool as it was divided."""

    level: Level
    percent: str
    source: str
    areas: list[str]
    areas_reason_th: str | None
    criteria: list[SnapshotCriterion]
    bounds: SnapshotBounds
    exceptions: list[SnapshotException]
    last_year: SnapshotLastYear


class AllocationSnapshot(Out):
    """All that the method needs, as its bytes are kept (RFC 8785)."""

    model_config = example(SNAPSHOT_EXAMPLE)

    format: str
    method: str = Field(description="edition of the method (docs/allocation.md)")
    round_id: UUID
    fiscal_year: int
    fund_code: str
    frame_amount: AmountText
    unit_amount: AmountText
    pools: list[SnapshotPool]
