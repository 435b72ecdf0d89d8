"""What goes in and out as the feed."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.shared.schemas import Filters, Instant, Json, Line, Out

EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "service": "plans",
    "type": "project.submitted",
    "object_type": "project",
    "object_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    "object_version": 2,
    "payload": {"title_th": "พัฒนาเส้นทางท่องเที่ยวเชิงวัฒนธรรมล้านนา", "owner_area_code": "50"},
    "resolution_id": None,
    "recorded_at": "2015-01-09T02:15:00.000000Z",
}


class FeedFilter(Filters):
    """Which events are wanted; filters narrow together."""

    type: Line | SkipJsonSchema[None] = Field(default=None, description="what happened", examples=["project.submitted"])
    object_type: Line | SkipJsonSchema[None] = Field(
        default=None, description="what kind of thing it happened to", examples=["project"]
    )


class FeedItem(Out):
    """Something that happened to one object."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: UUID = Field(description="the same in every reading; by it a reader knows an event again")
    service: str = Field(description="the service in which it happened")
    type: str = Field(description="what happened; new types may be added", examples=["project.submitted"])
    object_type: str
    object_id: UUID
    object_version: int = Field(description="the version that the change made")
    payload: dict[str, Any] = Field(description="the public facts of the change")
    resolution_id: UUID | None = Field(description="the resolution it carries out; null when it needed none")
    recorded_at: Instant


class FeedPage(Out):
    """Events in the order in which they joined the feed, the oldest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [EXAMPLE], "next_cursor": "b3BhcXVlLXNpZ25lZC1jdXJzb3I="}]}
    )

    items: list[FeedItem]
    next_cursor: str = Field(
        description="send it as `after`, now or in a week: always there, so that a reader polls on from where it is"
    )
