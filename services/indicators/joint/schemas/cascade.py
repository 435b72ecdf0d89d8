"""What goes out about a cascade: the target at its three levels, and what each comes to."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.indicators.joint.schemas.fields import ID, CascadeWay, OfferState, example
from services.indicators.joint.schemas.indicators import CascadeState
from services.shared.numbers import NumberOut
from services.shared.schemas import FiscalYear, Json, Out

EXAMPLE: Json = {
    "joint_indicator_id": ID,
    "definition_version": 1,
    "fiscal_year": 2558,
    "cascade_way": "equal",
    "unit_name_th": "ล้านบาท",
    "nation": {"target": 2200000, "overlap_value": None, "whole": 2200000},
    "function": {
        "ministry_code": "05",
        "function_code": "05",
        "department_code": None,
        "carried_by": "05",
        "target": 2200000,
        "line": {
            "assigned": 2197947.37,
            "unassigned": 2052.63,
            "unassigned_limit": 110000,
            "unassigned_state": "within_limit",
        },
    },
    "provinces": {
        "areas": 1,
        "total": 28947.37,
        "agreed_total": 28947.37,
        "items": [
            {
                "area_code": "50",
                "name_th": "เชียงใหม่",
                "cluster_code": "C52-15",
                "state": "agreed",
                "target": 28947.37,
                "in_force": 28947.37,
                "has_residue": True,
            }
        ],
    },
    "reconciles": True,
}


class CascadeNation(Out):
    """The nation's target, and what the areas' targets come to when nothing is unassigned."""

    target: NumberOut | None = Field(description="null when none is set")
    overlap_value: NumberOut | None = Field(description="null when nothing is counted twice")
    whole: NumberOut | None = Field(description="target and overlap; null for what does not add up")


class CascadeFunction(Out):
    """The ministry or department that answers for the nation's target, with its own line."""

    ministry_code: str
    function_code: str = Field(description="who proposed: the ministry or a department of it")
    department_code: str | None = Field(description="department that carries it; null when none was named")
    carried_by: str = Field(description="who answers counters and revises offers")
    target: NumberOut | None = Field(description="what it answers for: the nation's target; null when none is set")
    line: CascadeState | None = Field(description="null for what does not add up")


class CascadeProvince(Out):
    """The target of one province."""

    area_code: str
    name_th: str
    cluster_code: str | None = Field(description="its cluster in that fiscal year; null when it is in none")
    state: OfferState
    target: NumberOut
    in_force: NumberOut = Field(description="what it has of the whole now: a counter counts, the released have nothing")
    has_residue: bool


class CascadeProvinces(Out):
    """The provinces, by area, and what they come to together."""

    areas: int = Field(description="those that are asked")
    total: NumberOut | None = Field(description="of what is in force; null for what does not add up")
    agreed_total: NumberOut | None = Field(description="of where it stands; null for what does not add up")
    items: list[CascadeProvince]


class JointCascade(Out):
    """The target at its three levels: nation, ministry or department, province."""

    model_config = example(EXAMPLE)

    joint_indicator_id: UUID
    definition_version: int
    fiscal_year: FiscalYear
    cascade_way: CascadeWay
    unit_name_th: str
    nation: CascadeNation
    function: CascadeFunction
    provinces: CascadeProvinces
    reconciles: Literal[True] | None = Field(
        description="provinces and unassigned are target and overlap of the nation, exactly; null: it does not add up"
    )
