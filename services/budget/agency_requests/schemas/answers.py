"""How requests to agencies are shown."""

from uuid import UUID

from pydantic import Field

from services.budget.agency_requests.schemas.fields import (
    ASSESSMENT_EXAMPLE,
    CARRIED_EXAMPLE,
    ITEM_EXAMPLE,
    REQUEST_EXAMPLE,
    AgencyRequestState,
    example,
)
from services.budget.requests.schemas.answers import (
    BudgetLine,
    BudgetProjectSnapshot,
    BudgetSnapshotDifference,
)
from services.budget.requests.schemas.fields import SnapshotState
from services.shared.schemas import AllowedAction, AmountOut, FiscalYear, Identified, Instant, Out


class AgencyAssessed(Out):
    """How the agency weighed a request."""

    model_config = example(ASSESSMENT_EXAMPLE)

    fits_strategy: bool
    strategy_th: str
    is_needed: bool
    need_th: str
    priority: int = Field(description="rank among what the agency was asked, 1 the most urgent")
    priority_th: str


class AgencyOutputFields(Out):
    """An output of an agency's budget that can carry projects of areas."""

    model_config = example(REQUEST_EXAMPLE["output"])

    id: UUID
    fiscal_year: FiscalYear
    function_code: str
    code: str
    name_th: str
    budget_line_th: str = Field(description="the line of the budget that the output stands in")
    source: str = Field(description="the document that has the output")


class AgencyOutputCarrying(AgencyOutputFields):
    """An output with what it carries: the open and funded requests that the caller sees. Filter by `output_id`."""

    model_config = example(CARRIED_EXAMPLE)

    requests: int
    asked_amount: AmountOut
    accepted_amount: AmountOut
    funded_amount: AmountOut


class AgencyOutputPage(Out):
    """One page of outputs."""

    model_config = example({"items": [CARRIED_EXAMPLE], "next_cursor": None})

    items: list[AgencyOutputCarrying]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AgencyRequestFields(Identified):
    """What every representation of a request shows. Asked, accepted and funded stay beside each other."""

    area_code: str
    fiscal_year: FiscalYear
    function_code: str = Field(description="the ministry or department that is asked")
    project_id: UUID
    title_th: str = Field(description="title of the project when it was last accepted")
    is_regular_mission: bool = Field(
        description="regular work of an agency (งานปกติ), as the project says: it belongs into that agency's own budget"
    )
    asked_amount: AmountOut = Field(description="never capped")
    accepted_amount: AmountOut | None = Field(description="what the agency accepted; null before")
    funded_amount: AmountOut | None = Field(description="what the agency funded; null before")
    held_amount: AmountOut = Field(description="what is held on the agency's reserve for it now")
    output_id: UUID | None = Field(description="the output that carries it; null until named")
    output_code: str | None = Field(description="code of that output; null until named")
    snapshot_state: SnapshotState = Field(
        description="how the project fared since it was stored, when last asked; withdrawn refuses, changed needs a yes"
    )
    state: AgencyRequestState
    state_reason: str | None = Field(description="reason of the last step; null where it gave none")
    content_hash: str = Field(
        description="SHA-256 of area_code, fiscal_year, function_code, project_id, project_hash, title_th, "
        "asked_amount, lines, problem_th, reason_th"
    )
    sent_at: Instant | None = Field(description="null before")
    answered_at: Instant | None = Field(description="when the agency decided; null before")
    acknowledged_at: Instant | None = Field(description="when the area took note of the answer; null before")
    created_at: Instant
    updated_at: Instant


class AgencyRequest(AgencyRequestFields):
    """A request with its lines, its project, the agency's answer and its money, and what the caller may do with it."""

    model_config = example(REQUEST_EXAMPLE)

    problem_th: str | None = Field(description="null until given")
    reason_th: str | None = Field(description="why this agency is asked; null until given")
    lines: list[BudgetLine]
    snapshot: BudgetProjectSnapshot
    snapshot_checked_at: Instant
    snapshot_differences: list[BudgetSnapshotDifference] = Field(description="what waits for a yes; empty when current")
    assessment: AgencyAssessed | None = Field(description="how the agency weighed it; null before, or when referred")
    output: AgencyOutputFields | None = Field(description="the output that carries it; null until named")
    origin_type: str | None = Field(description="what it came of, such as agency_request when referred; null: nothing")
    origin_id: UUID | None = Field(description="id of what it came of; null: nothing")
    referred_to_id: UUID | None = Field(description="the request that took its place at another agency; null: none")
    account_id: UUID | None = Field(description="account of the reserve it was held on; null before")
    hold_transfer_id: UUID | None = Field(description="the hold that stands for it; null without one")
    posted_transfer_id: UUID | None = Field(description="the transfer that funded it; null before")
    allowed_actions: list[AllowedAction]


class AgencyRequestListItem(AgencyRequestFields):
    """A request in a list."""

    model_config = example(ITEM_EXAMPLE)


class AgencyRequestPage(Out):
    """One page of requests."""

    model_config = example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[AgencyRequestListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
