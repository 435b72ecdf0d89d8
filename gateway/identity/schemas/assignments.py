"""What goes in and out of assignments."""

from pydantic import Field

from gateway.identity.schemas.fields import STORED, AssignmentState, GrantText, SubjectText, with_example
from services.shared.schemas import AllowedAction, Day, Identified, In, Instant, Json, Line, Out, Prose

ASSIGNMENT: Json = {
    "subject": "moph-kpi-push",
    "grant": "ministry:21",
    "valid_from": "2015-01-09",
    "valid_to": None,
    "reason": "ให้ระบบของกระทรวงส่งผลตัวชี้วัดร่วม",
    "order_reference": "คำสั่งสำนักงาน ก.พ.ร. ที่ 12/2558",
}
STORED_ASSIGNMENT: Json = {
    **STORED,
    **ASSIGNMENT,
    "state": "live",
    "created_by": "operator",
    "created_at": "2015-01-09T02:15:00.000000Z",
    "ended_at": None,
    "end_reason": None,
}


class AssignmentIn(In):
    """A role to be given."""

    model_config = with_example(ASSIGNMENT)

    subject: SubjectText
    grant: GrantText
    valid_from: Day
    valid_to: Day | None = Field(default=None, description="last day, included; null: until it is ended")
    reason: Prose = Field(description="why it is given")
    order_reference: Line = Field(description="number of the order (คำสั่ง) or letter it rests on")


class AssignmentSummary(Identified):
    """A role held, in a list."""

    model_config = with_example(STORED_ASSIGNMENT)

    subject: str = Field(description="who holds it: a client_id, or `person:` and an issuer's identifier")
    grant: GrantText
    valid_from: Day
    valid_to: Day | None = Field(description="last day, included; null: until it is ended")
    state: AssignmentState = Field(description="on this day in Bangkok; only `live` ones stand in new tokens")
    reason: str
    order_reference: str
    created_by: str = Field(description="post or machine that gave it")
    created_at: Instant
    ended_at: Instant | None = Field(description="when an operator ended it; null: nobody did")
    end_reason: str | None = Field(description="why it was ended; null: it was not")


class AssignmentOut(AssignmentSummary):
    """A role held, and what may be done with it."""

    model_config = with_example({**STORED_ASSIGNMENT, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class AssignmentPage(Out):
    """Some assignments."""

    model_config = with_example({"items": [STORED_ASSIGNMENT], "next_cursor": None})

    items: list[AssignmentSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null ends the list")
