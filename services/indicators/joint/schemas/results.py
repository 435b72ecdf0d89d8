"""What goes out about results: both sides' values, whose counts, and the nation's."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.indicators.joint.schemas.fields import AT, ID, DisputeState, OfferState, SideOfRecord, example
from services.shared.numbers import NumberOut
from services.shared.schemas import FiscalYear, Instant, Json, Out

ActualStatus = Literal["not_reported", "reported", "disputed", "settled"]
Verdict = Literal["not_agreed", "not_reported", "partial", "achieved", "below_target", "above_target", "out_of_range"]
ValueState = Literal["derived", "partial", "not_reported", "not_derivable"]
Reason = Literal["not_aggregated", "parts_unknown", "weight_unknown"]

_SIDE: Json = {
    "reporter": "area:50",
    "value": 29500.5,
    "is_final": True,
    "is_complete": True,
    "missing": [],
    "made_of": [{"period": "year", "revision": 1}],
    "recorded_at": AT,
}
EXAMPLE: Json = {
    "joint_indicator_id": ID,
    "definition_version": 1,
    "fiscal_year": 2558,
    "side_of_record": "area",
    "tolerance_percent": 2.5,
    "disputes_settled_by": "evaluation_committee",
    "national": {
        "target": 2200000,
        "unassigned": 2052.63,
        "value": 29500.5,
        "value_state": "partial",
        "reason": None,
        "counted_areas": 1,
        "standing_areas": 4,
        "disputed_areas": 0,
        "disputes_open": 0,
        "settled_areas": 0,
        "overlap_value": None,
        "is_overlap_subtracted": False,
    },
    "areas": [
        {
            "area_code": "50",
            "offer_state": "agreed",
            "target": 28947.37,
            "actual": 29500.5,
            "actual_reporter": "area:50",
            "actual_status": "reported",
            "status": "achieved",
            "choice_th": None,
            "dispute": None,
            "of_record": _SIDE,
            "of_other": {**_SIDE, "reporter": "function:05", "value": 29400},
        }
    ],
}


class MadeOf(Out):
    """One reported value that a year's value is made of."""

    period: str
    revision: int


class SideValue(Out):
    """The year's value as one side reports it."""

    reporter: str
    value: NumberOut
    is_final: bool = Field(description="every value it is made of is final")
    is_complete: bool = Field(description="no period is missing")
    missing: list[str] = Field(description="periods whose value would change it")
    made_of: list[MadeOf]
    recorded_at: Instant


class DisputeAtHand(Out):
    """The dispute that is open or settled in an area."""

    id: UUID
    state: DisputeState


class JointAreaResult(Out):
    """How one area stands to its target."""

    area_code: str
    offer_state: OfferState
    target: NumberOut
    actual: NumberOut | None = Field(
        description="the value that counts: of the side of record, or as settled; null: not known, never zero"
    )
    actual_reporter: str = Field(description="whose value counts; `evaluation_committee` where it set one of its own")
    actual_status: ActualStatus = Field(
        description="disputed: the other side differs by more than the tolerance; settled: as a resolution says"
    )
    status: Verdict = Field(description="by the direction against the target alone; partial: a period is missing")
    of_record: SideValue | None = Field(description="null until the side of record reports")
    of_other: SideValue | None = Field(description="null until the other side reports; it counts only when settled so")
    choice_th: str | None = Field(description="crop or animal; null where none is asked, or not yet named")
    dispute: DisputeAtHand | None = Field(
        description="null: none, or it was not looked at yet since the last push (reviewJointDisputes does so now)"
    )


class JointNationalResult(Out):
    """The nation's value, over the areas whose offer stands, each counted once."""

    target: NumberOut | None = Field(description="null when none is set")
    unassigned: NumberOut | None = Field(description="null for what does not add up")
    value: NumberOut | None = Field(description="null: not known or not derivable, never zero")
    value_state: ValueState = Field(description="partial: an area or a period is missing")
    reason: Reason | None = Field(description="why it is not derivable; null otherwise")
    counted_areas: int = Field(description="areas with a value of record, of the standing ones")
    standing_areas: int = Field(description="areas whose offer is agreed or settled")
    disputed_areas: int = Field(description="of the standing ones: both sides differ, and it is not settled")
    disputes_open: int = Field(description="disputes that are open; as many as disputed_areas once they were looked at")
    settled_areas: int = Field(description="areas whose value a resolution settled")
    overlap_value: NumberOut | None = Field(description="null when nothing is counted twice")
    is_overlap_subtracted: bool = Field(description="once, when every standing area is counted")


class JointResults(Out):
    """What came of a joint indicator."""

    model_config = example(EXAMPLE)

    joint_indicator_id: UUID
    definition_version: int
    fiscal_year: FiscalYear
    side_of_record: SideOfRecord
    tolerance_percent: NumberOut
    disputes_settled_by: Literal["evaluation_committee"]
    national: JointNationalResult
    areas: list[JointAreaResult]
