"""A job as its owner sees it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.schemas import Instant, Json, Out

_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "kind": "import.parse:project",
    "state": "succeeded",
    "progress": 1.0,
    "result": {"import_id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c", "state": "previewed"},
    "problem": None,
    "created_at": "2015-01-09T02:15:00.000000Z",
    "finished_at": "2015-01-09T02:15:01.250000Z",
}


class Job(Out):
    """Work that goes on after its request was answered; ask again after `Retry-After` seconds until it ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    kind: str = Field(description="what is done, and for which resource", examples=["import.parse:project"])
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    progress: float = Field(ge=0, le=1, description="how much is done, from 0 to 1")
    result: Json | None = Field(description="what came of it; null until it has succeeded")
    problem: Json | None = Field(description="why it failed, as a problem document; null unless it failed")
    created_at: Instant
    finished_at: Instant | None = Field(description="null while it is queued or running")
