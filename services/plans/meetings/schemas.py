"""What goes in and out about meetings."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.shared.schemas import AllowedAction, Day, Filters, Identified, In, Instant, Json, Line, Out, refuse

MOST_MEMBERS = 200

MeetingState = Literal["planned", "closed"]
Number = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,3}/[0-9]{4}$"),
    Field(description="number of the meeting and year in the Buddhist Era", examples=["1/2558"]),
]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(description="SHA-256 of the signed minutes, in small hexadecimal digits"),
]
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MEMBER = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56"

CREATE_EXAMPLE: Json = {
    "committee_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "number": "1/2558",
    "held_on": "2014-10-20",
    "place_th": "ห้องประชุม ศาลากลางจังหวัดเชียงใหม่",
}
ATTENDANCE_EXAMPLE: Json = {
    "member_ids": [MEMBER],
    "interests": [{"member_id": MEMBER, "matter_th": "โครงการของหน่วยงานต้นสังกัด"}],
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
    "version": 2,
    **CREATE_EXAMPLE,
    "state": "planned",
    "minutes_sha256": None,
    "created_at": "2014-10-01T03:20:00.000000Z",
    "updated_at": "2014-10-01T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class MeetingCreate(In):
    """A meeting that is called."""

    model_config = _example(CREATE_EXAMPLE)

    committee_id: UUID
    number: Number
    held_on: Day
    place_th: Line


class InterestIn(In):
    """What a member has an interest in; that member takes no part in deciding it."""

    member_id: UUID
    matter_th: Line


def _each_once(members: list[UUID]) -> list[UUID]:
    if len(set(members)) != len(members):
        raise refuse("member_twice", "มีกรรมการซ้ำกัน", "A member stands there twice.")
    return members


class AttendanceIn(In):
    """Who was there. It replaces what was recorded before."""

    model_config = _example(ATTENDANCE_EXAMPLE)

    member_ids: Annotated[list[UUID], Field(max_length=MOST_MEMBERS), AfterValidator(_each_once)]
    interests: list[InterestIn] = Field(default=[], max_length=MOST_MEMBERS)


class MeetingClose(In):
    """The minutes that were signed."""

    model_config = _example({"minutes_sha256": HASH})

    minutes_sha256: Sha256


class Attendee(Out):
    """A member who was there."""

    member_id: UUID
    interest_th: str | None = Field(description="what the member declared an interest in; null: nothing")


class Presence(Out):
    """Whether the meeting could decide."""

    members: int = Field(description="members of the committee on the day")
    present: int
    needed: int = Field(description="the quorum, rounded up")
    has_quorum: bool


class MeetingFields(Identified):
    """What every representation of a meeting shows."""

    committee_id: UUID
    number: str
    held_on: dt.date
    place_th: str
    state: MeetingState
    minutes_sha256: str | None = Field(description="null until the meeting is closed")
    created_at: Instant
    updated_at: Instant


class Meeting(MeetingFields):
    """A meeting with who was there and what the caller may do with it."""

    model_config = _example(
        {
            **EXAMPLE,
            "attendance": [{"member_id": MEMBER, "interest_th": None}],
            "presence": {"members": 1, "present": 1, "needed": 1, "has_quorum": True},
            "allowed_actions": [],
        }
    )

    attendance: list[Attendee]
    presence: Presence
    allowed_actions: list[AllowedAction]


class MeetingListItem(MeetingFields):
    """A meeting in a list."""

    model_config = _example(EXAMPLE)


class MeetingPage(Out):
    """One page of meetings."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[MeetingListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class MeetingSort(StrEnum):
    """How a list of meetings may be sorted; a minus reverses."""

    DAY = "held_on"
    LAST_FIRST = "-held_on"


class MeetingFilter(Filters):
    """Which meetings are wanted; filters narrow together."""

    committee_id: UUID | SkipJsonSchema[None] = None
    state: MeetingState | SkipJsonSchema[None] = None
