"""The equity report of a run. Percentages and Gini coefficients are rounded half to even, as each field says."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.budget.allocation.schemas.fields import EXAMPLE_SOURCE, ROUND_ID, RUN_ID, Level, example
from services.shared.numbers import NumberOut
from services.shared.schemas import AmountOut, Day, Json, Out

_SHARE = Field(description="percent of the pool, to four decimals")
_HEADS = Field(description="null: not known")
_GROUP_HEADS = Field(description="null: not known of every area of it")
_PER_HEAD = Field(description="baht, to the satang; null without heads")
_LAST_YEAR = Field(description="null: not looked at by the run, or not known")
_CHANGE = Field(description="against last year; null where that is not known")
_CHANGE_PERCENT = Field(description="of last year, to four decimals; null where that is not known, or nothing")

WHOLE_EXAMPLE: Json = {
    "amount": "500000000.00",
    "share_percent": 100,
    "heads": 2190524,
    "per_head_amount": "228.26",
    "last_year_amount": "475000000.00",
    "change_amount": "25000000.00",
    "change_percent": 5.2632,
}
AREA_EXAMPLE: Json = {
    "area_code": "50",
    "name_th": "เชียงใหม่",
    "cluster_code": "C60-15",
    "region_code": "R60-N",
    "amount": "283333300.00",
    "share_percent": 56.6667,
    "heads": 1789385,
    "per_head_amount": "158.34",
    "last_year_amount": "260000000.00",
    "change_amount": "23333300.00",
    "change_percent": 8.9743,
    "equal_amount": "250000000.00",
    "moves": [{"key": "equal", "amount": "0.00"}, {"key": "plan_quality", "amount": "33333333.33"}],
    "bounds_amount": "0.00",
    "rounding_amount": "-33.33",
}
GROUP_EXAMPLE: Json = {
    **WHOLE_EXAMPLE,
    "code": "C60-15",
    "name_th": "กลุ่มจังหวัดภาคเหนือตอนบน 1",
    "area_codes": ["50", "51"],
}
SPREAD_EXAMPLE: Json = {
    "gini": 0.203704,
    "lorenz": [
        {"weight": 0, "value": 0},
        {"weight": 0.5, "value": 0.296296},
        {"weight": 1, "value": 1},
    ],
}
EXTREME_EXAMPLE: Json = {"area_code": "51", "name_th": "ลำพูน", "per_head_amount": "540.13"}
EQUITY_EXAMPLE: Json = {
    "round_id": ROUND_ID,
    "run_id": RUN_ID,
    "fiscal_year": 2563,
    "pools": [
        {
            "level": "province",
            "heads": {
                "kind": "criterion",
                "key": "population",
                "name_th": "จำนวนประชากร",
                "unit_th": "คน",
                "source": EXAMPLE_SOURCE,
                "dated_on": "2019-12-31",
            },
            "whole": WHOLE_EXAMPLE,
            "areas": [AREA_EXAMPLE],
            "clusters": [GROUP_EXAMPLE],
            "regions": [{**GROUP_EXAMPLE, "code": "R60-N", "name_th": "ภาคเหนือ"}],
            "amounts": SPREAD_EXAMPLE,
            "per_head_by_area": SPREAD_EXAMPLE,
            "per_head_by_head": SPREAD_EXAMPLE,
            "without_heads": [],
            "most": EXTREME_EXAMPLE,
            "least": {**EXTREME_EXAMPLE, "area_code": "50", "name_th": "เชียงใหม่", "per_head_amount": "158.34"},
            "ratio": 3.4112,
            "criteria": [
                {
                    "key": "plan_quality",
                    "name_th": "คุณภาพของแผนพัฒนาจังหวัด",
                    "weight": 40,
                    "amount": "200000000.00",
                    "moved_amount": "33333333.33",
                    "moved_percent": 16.6667,
                    "gaining": 1,
                    "losing": 1,
                }
            ],
        }
    ],
}


class AllocationHeads(Out):
    """By which heads money is counted."""

    kind: Literal["criterion", "given"] = Field(description="given: brought by who asks, and of no source known here")
    key: str | None = Field(description="of the criterion")
    name_th: str | None
    unit_th: str | None
    source: str | None
    dated_on: Day | None = Field(description="null where the inputs come from an indicator")


class AllocationPerHead(Out):
    """Money together, per head, and against last year."""

    amount: AmountOut
    share_percent: Annotated[NumberOut, _SHARE]
    heads: Annotated[NumberOut | None, _GROUP_HEADS]
    per_head_amount: Annotated[AmountOut | None, _PER_HEAD]
    last_year_amount: Annotated[AmountOut | None, Field(description="null: not known of every area of it")]
    change_amount: Annotated[AmountOut | None, _CHANGE]
    change_percent: Annotated[NumberOut | None, _CHANGE_PERCENT]


class AllocationGroup(AllocationPerHead):
    """The areas of a cluster or region together, as they belonged to it in the fiscal year."""

    code: str
    name_th: str
    area_codes: list[str]


class AllocationMove(Out):
    """What one criterion moved to an area, or from it below zero."""

    key: str
    amount: AmountOut


class AllocationAreaEquity(Out):
    """One area: `equal_amount` + `moves` + `bounds_amount` + `rounding_amount` = `amount`, exactly."""

    area_code: str
    name_th: str
    cluster_code: str | None = Field(description="null for a cluster, and before 2552")
    region_code: str | None = Field(description="null before 2562, when there were no regions")
    amount: AmountOut
    share_percent: Annotated[NumberOut, _SHARE]
    heads: Annotated[NumberOut | None, _HEADS]
    per_head_amount: Annotated[AmountOut | None, _PER_HEAD]
    last_year_amount: Annotated[AmountOut | None, _LAST_YEAR]
    change_amount: Annotated[AmountOut | None, _CHANGE]
    change_percent: Annotated[NumberOut | None, _CHANGE_PERCENT]
    equal_amount: AmountOut = Field(description="what it would have if every criterion divided its money equally")
    moves: list[AllocationMove] = Field(description="of each criterion; over the areas they add up to zero")
    bounds_amount: AmountOut
    rounding_amount: AmountOut


class LorenzPoint(Out):
    """Who has least, up to this share of all, has this share of the whole; both of one, to six decimals."""

    weight: NumberOut
    value: NumberOut


class AllocationSpread(Out):
    """How unequally something is spread (docs/allocation.md)."""

    gini: NumberOut = Field(description="0 where all are equal, below 1 always; to six decimals")
    lorenz: list[LorenzPoint] = Field(description="from (0, 0) to (1, 1); those who have the same are one line")


class AllocationExtreme(Out):
    """The area that has most, or least, per head."""

    area_code: str
    name_th: str
    per_head_amount: AmountOut


class AllocationMoved(Out):
    """What a criterion moved against dividing its money equally."""

    key: str
    name_th: str
    weight: NumberOut = Field(description="percent of the pool")
    amount: AmountOut = Field(description="what its lines come to")
    moved_amount: AmountOut = Field(description="what went to other areas than by equal shares")
    moved_percent: NumberOut | None = Field(description="of its own money, to four decimals; null where that is none")
    gaining: int = Field(description="areas that have more by it, a satang of rounding apart")
    losing: int = Field(description="areas that have less by it, a satang of rounding apart")


class AllocationPoolEquity(Out):
    """The report of one pool."""

    level: Level
    heads: AllocationHeads | None = Field(description="null: none were named, and nothing is said per head")
    whole: AllocationPerHead
    areas: list[AllocationAreaEquity]
    clusters: list[AllocationGroup] = Field(description="empty for the pool of clusters")
    regions: list[AllocationGroup]
    amounts: AllocationSpread | None = Field(description="of the amounts themselves, each area counted once")
    per_head_by_area: AllocationSpread | None = Field(description="of money per head, each area counted once")
    per_head_by_head: AllocationSpread | None = Field(description="of money per head, each head counted once")
    without_heads: list[str] = Field(description="areas whose heads are not known or none: in no figure per head")
    most: AllocationExtreme | None
    least: AllocationExtreme | None
    ratio: NumberOut | None = Field(description="of most to least per head, to four decimals; null where least is zero")
    criteria: list[AllocationMoved]


class AllocationEquity(Out):
    """How a run spreads the money: per head, by cluster and region, against last year, and by which criterion."""

    model_config = example(EQUITY_EXAMPLE)

    round_id: UUID
    run_id: UUID
    fiscal_year: int
    pools: list[AllocationPoolEquity]
