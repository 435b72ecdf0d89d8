"""What goes in and out when a resolution is carried out."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.schemas import In, Json, Out, Sentence

RESOLUTION = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a58"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLE: Json = {
    "resolution_id": RESOLUTION,
    "number": "3.1",
    "counts": {"applied": 1, "already_applied": 0, "changed_since": 1, "not_allowed": 0},
    "items": [
        {
            "position": 0,
            "object_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
            "decision": "approve",
            "outcome": "applied",
            "code": None,
            "reason": None,
            "decided_hash": HASH,
            "current_hash": HASH,
        },
        {
            "position": 1,
            "object_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
            "decision": "approve",
            "outcome": "changed_since",
            "code": None,
            "reason": None,
            "decided_hash": HASH,
            "current_hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
    ],
}


class DecisionRequest(In):
    """Which confirmed resolution is to be carried out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"resolution_id": RESOLUTION}]})

    resolution_id: UUID


class DecisionCounts(Out):
    """How many items came to what."""

    applied: int
    already_applied: int
    changed_since: int
    not_allowed: int


class DecisionOutcome(Out):
    """What came of one item."""

    position: int = Field(description="place in the resolution, from 0")
    object_id: UUID
    decision: str
    outcome: Literal["applied", "already_applied", "changed_since", "not_allowed"] = Field(
        description="changed_since: the object is no longer what the committee saw; decide on it again"
    )
    code: str | None = Field(description="code of the refusal; null unless not_allowed")
    reason: Sentence | None = Field(description="why not and what to do; null unless not_allowed")
    decided_hash: str = Field(description="`content_hash` that the committee saw")
    current_hash: str | None = Field(
        description="`content_hash` before this call; null when the object is not there, or was decided before"
    )


class DecisionResult(Out):
    """What came of a resolution in this resource, item by item. The same call again carries out what was not yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    resolution_id: UUID
    number: str
    counts: DecisionCounts
    items: list[DecisionOutcome]
