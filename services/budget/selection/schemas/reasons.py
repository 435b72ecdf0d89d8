"""How far a choice is, and one reason with its sentence."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.budget.selection.schemas.bodies import example
from services.shared.schemas import AmountOut, Json, Out, Sentence

SelectionState = Annotated[
    Literal["queued", "running", "solved", "infeasible", "unsolved", "failed", "cancelled"],
    Field(
        description="solved: both rankings stand; infeasible: no choice keeps every condition, see conflict; unsolved: "
        "none was found in time; failed, cancelled: of its job"
    ),
]
ReasonKind = Annotated[
    Literal["ceiling", "line", "minimum", "exclusion", "own_order", "left_out", "must_have", "no_value"],
    Field(description="line: the ceiling's line was drawn above it, by one that did not fit"),
]

CEILING_KEY = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a91"
REASON_EXAMPLE: Json = {
    "kind": "ceiling",
    "key": CEILING_KEY,
    "request_ids": [],
    "ceiling_amount": "1500000.00",
    "used_amount": "1250000.00",
    "asked_amount": "400000.00",
    "needed_amount": "150000.00",
    "sentence": {
        "th": "เกินกรอบ เชียงใหม่ AREA: กรอบ 1500000.00 บาท ใช้แล้ว 1250000.00 บาท ขอ 400000.00 บาท ต้องมีเพิ่ม 150000.00 บาท",
        "en": "Past the ceiling เชียงใหม่ AREA: of 1500000.00 baht 1250000.00 are used, 400000.00 are asked; "
        "150000.00 more would be needed.",
    },
}


class SelectionReason(Out):
    """One thing that stands against a candidate, or that a choice breaks, with what would be needed."""

    model_config = example(REASON_EXAMPLE)

    kind: ReasonKind
    key: str | None = Field(description="the ceiling's key, the dimension, or the submission; null where none is meant")
    request_ids: list[UUID] = Field(description="the other candidates that it has to do with")
    ceiling_amount: AmountOut | None = Field(description="what there is, or has to be at least; null where not meant")
    used_amount: AmountOut | None = Field(description="what of it is used; null where not meant")
    asked_amount: AmountOut | None = Field(description="what is asked on top; null where not meant")
    needed_amount: AmountOut | None = Field(description="how much more would do; null where not meant")
    sentence: Sentence
