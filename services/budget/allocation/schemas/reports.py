"""What is asked of runs: how fair one is, and how several differ."""

import re
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.allocation.schemas.fields import MOST_AREAS, RUN_ID, Key
from services.shared.exports.answers import Format
from services.shared.schemas import Filters, refuse

MOST_RUNS = 5
_HEADS = r"^[A-Z0-9][A-Z0-9-]{0,11}:[1-9][0-9]{0,11}$"


def _each_once(named: list[UUID]) -> list[UUID]:
    if len(set(named)) != len(named):
        raise refuse("named_twice", "ระบุแต่ละผลเพียงครั้งเดียว", "Name each run once.")
    return named


def _each_area_once(heads: list[str]) -> list[str]:
    areas = [each.partition(":")[0] for each in heads]
    if any(re.fullmatch(_HEADS, each) is None for each in heads) or len(set(areas)) != len(areas):
        raise refuse(
            "heads_malformed",
            "เขียนรหัสพื้นที่ ทวิภาค และจำนวนคน เช่น 50:1789385 พื้นที่ละหนึ่งครั้ง",
            "Write the code of an area, a colon and its heads, such as 50:1789385, each area once.",
        )
    return heads


class AllocationEquityQuery(Filters):
    """By which heads money is counted; without any the report says nothing per head."""

    population: Annotated[
        Key | SkipJsonSchema[None],
        Field(
            description="key of the criterion whose inputs are the heads; a pool that has no such criterion has none"
        ),
    ] = None
    heads: Annotated[
        list[str],
        AfterValidator(_each_area_once),
        Field(
            max_length=MOST_AREAS,
            description="in place of `population`: heads of an area that you bring yourself, as code:number, repeated",
            examples=[["50:1789385", "51:401139"]],
        ),
    ] = []

    def given(self) -> dict[str, Decimal]:
        """Return the heads that were brought, by area code."""
        return {code: Decimal(count) for code, _, count in (each.partition(":") for each in self.heads)}


class AllocationComparisonQuery(Filters):
    """Which runs are set side by side."""

    run: Annotated[
        list[UUID],
        AfterValidator(_each_once),
        Field(
            min_length=2,
            max_length=MOST_RUNS,
            description="runs of the round, repeated; the others are compared with the first",
            examples=[[RUN_ID, "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61"]],
        ),
    ]


class AllocationExportQuery(Filters):
    """In which form."""

    format: Format = "xlsx"
