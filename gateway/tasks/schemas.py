"""What goes out as tasks."""

from uuid import UUID

from pydantic import ConfigDict, Field

from gateway.parts import Parts
from services.shared.schemas import Instant, Json, Out, Sentence

_OK: Json = {"state": "ok", "as_of": "2015-01-09T02:15:00.000000Z", "reason": None}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "service": "plans",
    "kind": "project.review",
    "assignee": "province_committee:50",
    "title": {"th": "พิจารณาโครงการที่จังหวัดส่งมา", "en": "Review a submitted project"},
    "object_type": "project",
    "object_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    "link": "/v1/projects/0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    "due_at": None,
    "created_at": "2015-01-09T02:15:00.000000Z",
}


class OpenTask(Out):
    """One thing that waits for whoever holds the role in `assignee`."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    service: str = Field(description="the service whose object it is about")
    kind: str = Field(description="what is to be done")
    assignee: str = Field(description="the caller's role that it waits for")
    title: Sentence
    object_type: str
    object_id: UUID
    link: str = Field(description="where it is done")
    due_at: Instant | None = Field(description="null when there is no day by which it must be done")
    created_at: Instant


class OpenTaskPage(Out):
    """What waits for the caller, the oldest first; at most the 500 oldest of each service."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [EXAMPLE],
                    "next_cursor": None,
                    "parts": {"plans": _OK, "indicators": _OK, "budget": _OK, "evaluation": _OK},
                    "complete": True,
                }
            ]
        }
    )

    items: list[OpenTask]
    next_cursor: str | None = Field(description="always null: the list is one page; null ends it")
    parts: Parts
    complete: bool = Field(description="false when a service did not answer: its tasks are missing here")
