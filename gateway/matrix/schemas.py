"""What goes out as the joint matrix."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from gateway.parts import Part
from services.shared.schemas import FiscalYear, Json, Out

_OK: Json = {"state": "ok", "as_of": "2015-01-09T02:15:00.000000Z", "reason": None}
Amount = str
Figure = int | float
OfferState = Literal["draft", "offered", "countered", "agreed", "settled", "released", "withdrawn"]

CELL: Json = {
    "area_code": "50",
    "offer_state": "agreed",
    "target": 60000,
    "actual": 31000,
    "actual_reporter": "function:05",
    "actual_status": "reported",
    "status": "below_target",
    "other_actual": 30500,
    "choice_th": None,
    "money": {"asked_amount": "1250000.00", "held_amount": "0.00", "approved_amount": "1000000.00", "requests": 1},
    "score": None,
}
EXAMPLE: Json = {
    "fiscal_year": 2558,
    "function": "05",
    "parts": {"indicators": _OK, "budget": _OK, "evaluation": {**_OK, "state": "unavailable", "as_of": None}},
    "complete": False,
    "joint_indicators": [
        {
            "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
            "version": 4,
            "indicator_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
            "indicator_code": "TOURISM-INCOME",
            "name_th": "รายได้จากการท่องเที่ยว",
            "unit_name_th": "ล้านบาท",
            "function_code": "05",
            "fiscal_year": 2558,
            "side_of_record": "function",
            "national": {
                "target": 2200000,
                "unassigned": 0,
                "agreed": 4,
                "offered_areas": 76,
                "value": 31000,
                "value_state": "derived",
            },
            "cells": [CELL],
        }
    ],
    "areas": [{"code": "50", "scorecard": None}],
}


class MatrixParts(Out):
    """How each of the three services answered."""

    indicators: Part
    budget: Part
    evaluation: Part


class CellMoney(Out):
    """The money behind one joint indicator in one area, over the requests that name it and that the caller sees."""

    asked_amount: Amount = Field(description="baht as a decimal string")
    held_amount: Amount
    approved_amount: Amount
    requests: int


class MatrixCell(Out):
    """One area under one joint indicator. Null is \"not known\", never zero."""

    area_code: str
    offer_state: OfferState = Field(description="where the offer to this area stands; agreed: both have signed it")
    target: Figure = Field(description="target of the offer in force")
    actual: Figure | None = Field(
        description="value that counts, of the side of record or as settled; null: not reported"
    )
    actual_reporter: str = Field(
        description="whose value counts, `area:50` or `function:05`, reported or not; `evaluation_committee` where it "
        "settled one of its own"
    )
    actual_status: Literal["not_reported", "reported", "disputed", "settled"] = Field(
        description="disputed: both sides reported, and differ by more than the tolerance; settled: a resolution says "
        "which value counts"
    )
    status: Literal[
        "not_agreed", "not_reported", "partial", "achieved", "below_target", "above_target", "out_of_range"
    ] = Field(description="how the actual stands to the target; partial: a period of the year is missing")
    other_actual: Figure | None = Field(description="the other side's value; null: not reported")
    choice_th: str | None = Field(description="crop or animal that the area chose; null where none is asked or named")
    money: CellMoney | None = Field(description="null when the budget service is unavailable")
    score: Figure | None = Field(
        description="score of this indicator on the area's scorecard; null: none the caller sees"
    )


class MatrixNational(Out):
    """The whole country under one joint indicator."""

    target: Figure | None
    unassigned: Figure | None = Field(description="what no area has taken of the target; null: it is not shared out")
    agreed: int = Field(description="areas where it stands: both sides signed, or the committee settled it")
    offered_areas: int = Field(description="areas it was offered to")
    value: Figure | None = Field(description="national value of what counts, each area once; null: see value_state")
    value_state: Literal["derived", "partial", "not_reported", "not_derivable"]


class MatrixIndicator(Out):
    """One joint indicator with its cells."""

    id: UUID
    version: int
    indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_name_th: str
    function_code: str
    fiscal_year: int
    side_of_record: Literal["area", "function"]
    national: MatrixNational
    cells: list[MatrixCell]


class MatrixScorecard(Out):
    """How the area's whole scorecard of the year stands."""

    id: UUID
    version: int
    state: str
    score: Figure | None = Field(description="null until every weighted item is scored")
    scored_weight: Figure | None
    weights: Figure | None
    band: str | None


class MatrixArea(Out):
    """An area that stands in the matrix."""

    code: str
    scorecard: MatrixScorecard | None = Field(
        description="null when there is none the caller sees: until frozen it is for the province and overseers"
    )


class JointMatrix(Out):
    """Province by joint indicator of one fiscal year, as far as the caller may see each part of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    fiscal_year: FiscalYear
    function: str | None = Field(description="the ministry or department asked for; null: all of them")
    parts: MatrixParts
    complete: bool = Field(description="every part is ok; only then may figures of different parts be added up")
    joint_indicators: list[MatrixIndicator] | None = Field(description="null when the part indicators is unavailable")
    areas: list[MatrixArea] | None = Field(description="null when the part indicators is unavailable")
