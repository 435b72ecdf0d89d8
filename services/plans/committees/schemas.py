"""What goes in and out about committees."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.plans.committees.rules import CommitteeKind, Seat, Sector
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    Filters,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Search,
)

CREATE_EXAMPLE: Json = {
    "code": "KBJ-50",
    "kind": "province_committee",
    "area_code": "50",
    "name_th": "คณะกรรมการบริหารงานจังหวัดแบบบูรณาการ จังหวัดเชียงใหม่ (ก.บ.จ.)",
    "order_reference": "คำสั่งจังหวัดเชียงใหม่ ที่ 12/2552",
    "quorum_numerator": 1,
    "quorum_denominator": 2,
    "valid_from": "2009-02-18",
}
MEMBER_EXAMPLE: Json = {
    "post_th": "ผู้ว่าราชการจังหวัดเชียงใหม่",
    "seat": "chair",
    "sector": "government",
    "order_reference": "คำสั่งจังหวัดเชียงใหม่ ที่ 12/2552",
    "valid_from": "2009-02-18",
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 2,
    "parent_id": None,
    "name_en": None,
    "valid_to": None,
    **CREATE_EXAMPLE,
    "created_at": "2014-09-15T03:20:00.000000Z",
    "updated_at": "2014-09-15T03:20:00.000000Z",
}
STORED_MEMBER: Json = {"id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56", "valid_to": None, **MEMBER_EXAMPLE}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


CommitteeCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{1,31}$"),
    Field(description="natural code: capital letters, digits, hyphens", examples=["KBJ-50"]),
]
Part = Annotated[int, Field(ge=1, le=1000)]


class CommitteeCreate(In):
    """A committee as its order made it."""

    model_config = _example(CREATE_EXAMPLE)

    code: CommitteeCode
    kind: CommitteeKind
    area_code: AreaCode | None = Field(default=None, description="its province or cluster; null for a national one")
    parent_id: UUID | None = Field(default=None, description="the committee whose sub-committee or group it is")
    name_th: Line
    name_en: Line | None = None
    order_reference: Line = Field(description="number of the order (คำสั่ง) or announcement that made it")
    quorum_numerator: Part = Field(description="the quorum is this many …")
    quorum_denominator: Part = Field(description="… of this many members, rounded up")
    valid_from: Day
    valid_to: Day | None = Field(default=None, description="last day, included; null: until further notice")


class CommitteePatch(In):
    """What changes of a committee; its code, kind and area stay."""

    model_config = _example({"name_th": CREATE_EXAMPLE["name_th"], "valid_to": "2015-09-30"})

    name_th: Line = Field(default_factory=str)
    name_en: Line | None = None
    order_reference: Line = Field(default_factory=str)
    quorum_numerator: Part = Field(default_factory=int)
    quorum_denominator: Part = Field(default_factory=int)
    valid_to: Day | None = None


class MemberCreate(In):
    """A post that takes a seat."""

    model_config = _example(MEMBER_EXAMPLE)

    post_th: Line = Field(description="the post, never a person's name")
    seat: Seat
    sector: Sector = Field(description="whom the member stands for; the share of `people` is counted by it")
    order_reference: Line
    valid_from: Day
    valid_to: Day | None = Field(default=None, description="last day, included; null: until it is ended")


class MemberEnd(In):
    """When a member's term ends, and why."""

    model_config = _example({"valid_to": "2015-09-30", "reason": "ย้ายไปดำรงตำแหน่งจังหวัดอื่น"})

    valid_to: Day = Field(description="last day, included")
    reason: Line


class Member(Out):
    """A post that sits on a committee."""

    model_config = _example(STORED_MEMBER)

    id: UUID
    post_th: str
    seat: Seat
    sector: Sector
    order_reference: str
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="last day, included; null: until it is ended")


class CommitteeFields(Identified):
    """What every representation of a committee shows."""

    code: str
    kind: CommitteeKind
    area_code: str | None = Field(description="null for a national committee")
    parent_id: UUID | None = Field(description="null unless it is a sub-committee or group")
    name_th: str
    name_en: str | None
    order_reference: str
    quorum_numerator: int
    quorum_denominator: int
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="last day, included; null: until further notice")
    created_at: Instant
    updated_at: Instant


class Committee(CommitteeFields):
    """A committee with its members and what the caller may do with it."""

    model_config = _example({**EXAMPLE, "members": [STORED_MEMBER], "allowed_actions": []})

    members: list[Member] = Field(description="those on the day asked for by `on`, all of them without it")
    allowed_actions: list[AllowedAction]


class CommitteeListItem(CommitteeFields):
    """A committee in a list."""

    model_config = _example(EXAMPLE)


class CommitteePage(Out):
    """One page of committees."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[CommitteeListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class CommitteeSort(StrEnum):
    """How a list of committees may be sorted; a minus reverses."""

    NAME = "name_th"
    NAME_REVERSED = "-name_th"


class CommitteeFilter(Filters):
    """Which committees are wanted; filters narrow together."""

    kind: CommitteeKind | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    on: Day | SkipJsonSchema[None] = Field(default=None, description="in force on this day")
    q: Search | SkipJsonSchema[None] = Field(default=None, description="part of the Thai name")
