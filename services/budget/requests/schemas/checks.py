"""What a submission still lacks."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.budget.calendar.rules import Opening
from services.budget.requests.schemas.fields import REQUEST_ID, SUBMISSION_ID, TITLE, RequestState, example
from services.shared.schemas import Json, Out, Sentence

FINDING_EXAMPLE: Json = {
    "severity": "must",
    "pointer": "/problem_th",
    "code": "missing",
    "text": {"th": "ต้องระบุก่อนส่ง", "en": "This is required before submission."},
    "reason": None,
}
REQUEST_CHECK_EXAMPLE: Json = {
    "request_id": REQUEST_ID,
    "priority": 1,
    "title_th": TITLE,
    "state": "draft",
    "is_ready": False,
    "findings": [FINDING_EXAMPLE],
}
CHECK_EXAMPLE: Json = {
    "submission_id": SUBMISSION_ID,
    "is_ready": False,
    "calendar": {
        "opening": "no_calendar",
        "on": "2013-11-03",
        "until": None,
        "text": {
            "th": "ปีงบประมาณนี้ยังไม่มีปฏิทิน จึงไม่มีช่วงเวลาที่ห้ามส่ง",
            "en": "This fiscal year has no calendar, so no day is closed.",
        },
    },
    "findings": [],
    "requests": [REQUEST_CHECK_EXAMPLE],
}


class BudgetFinding(Out):
    """Something that stands against submitting, or that the committee will ask about."""

    severity: Literal["must", "should"] = Field(
        description="must: submitting is refused for it; should: it needs a reason, given in the request's `reasons`"
    )
    pointer: str = Field(description="field of the request; empty for the whole")
    code: str
    text: Sentence
    reason: str | None = Field(description="the reason that the request gives for it; null without one")


class BudgetCalendarCheck(Out):
    """Whether the calendar has submission open today for this area."""

    opening: Opening = Field(description="no_calendar and not_set refuse nothing")
    on: dt.date = Field(description="today in Bangkok")
    until: dt.date | None = Field(description="last day of the exception by which it is open; null without one")
    text: Sentence


class BudgetRequestCheck(Out):
    """What one request still lacks. One that was submitted already lacks nothing it must have."""

    model_config = example(REQUEST_CHECK_EXAMPLE)

    request_id: UUID
    priority: int | None = Field(description="place in its list, 1 the most urgent; null once withdrawn")
    title_th: str
    state: RequestState
    is_ready: bool = Field(description="no finding blocks it")
    findings: list[BudgetFinding]


class BudgetSubmissionCheck(Out):
    """What stands against submitting a list now, request by request in order."""

    model_config = example(CHECK_EXAMPLE)

    submission_id: UUID
    is_ready: bool = Field(description="submitting it now would be accepted, unless somebody takes the money before")
    calendar: BudgetCalendarCheck
    findings: list[BudgetFinding] = Field(description="what stands against the list as a whole")
    requests: list[BudgetRequestCheck]
