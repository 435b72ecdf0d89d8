"""How requests are shown."""

import datetime as dt
from typing import Any
from uuid import UUID

from pydantic import Field

from services.budget.requests.schemas.fields import (
    ITEM_EXAMPLE,
    PROJECT_EXAMPLE,
    REQUEST_EXAMPLE,
    CeilingPosition,
    EvidenceSide,
    ExpenditureClass,
    ForumLevel,
    RequestState,
    SnapshotState,
    example,
)
from services.shared.schemas import AllowedAction, AmountOut, FiscalYear, Identified, Instant, Out


class BudgetLine(Out):
    """What part of the money is for what."""

    expenditure_class: ExpenditureClass
    title_th: str
    amount: AmountOut


class BudgetRequestLine(BudgetLine):
    """What part of the money is for what, in which year and province."""

    fiscal_year: FiscalYear = Field(description="a later year than the request's is stated, not asked")
    area_code: str | None = Field(description="the province it is for; null where the lines do not say")


class BudgetForum(Out):
    """The public forum that the project passed."""

    level: ForumLevel
    title_th: str
    held_on: dt.date


class BudgetEvidence(Out):
    """A datum that the request rests on."""

    title_th: str
    source_th: str
    side: EvidenceSide = Field(description="whether the state or the people say it")


class BudgetReason(Out):
    """Why something that …/checks points out is so."""

    finding: str = Field(description="code of the finding")
    reason_th: str


class BudgetRequestShare(Out):
    """A province's part of what is asked."""

    area_code: str
    amount: AmountOut


class BudgetLaterYear(Out):
    """What the project will need in a later year."""

    fiscal_year: FiscalYear
    amount: AmountOut


class BudgetProjectShare(Out):
    """A province's part of the project's money."""

    area_code: str
    amount: str = Field(description="baht as a decimal string")


class BudgetProjectSnapshot(Out):
    """The project as it was when it was last accepted; the project itself is at /v1/projects/{id}."""

    model_config = example(PROJECT_EXAMPLE)

    id: UUID
    version: int
    content_hash: str
    state: str = Field(description="state of the project then")
    title_th: str
    owner_area_code: str | None = Field(description="null when a ministry or department owns it")
    owner_function_code: str | None = Field(description="null when an area owns it")
    fiscal_year: FiscalYear
    estimated_amount: str = Field(description="baht as a decimal string")
    is_regular_mission: bool
    is_area_initiative: bool
    shares: list[BudgetProjectShare]
    responsible_unit: str | None = Field(description="null where the project does not say")
    responsible_post: str | None = Field(description="null where the project does not say")
    place_th: str | None = Field(description="null where the project does not say")
    start_on: str | None = Field(description="first day; null where the project does not say")
    end_on: str | None = Field(description="last day; null where the project does not say")
    strategy_id: UUID | None = Field(
        default=None, description="strategy of a plan that it carries out; null without one"
    )


class BudgetSnapshotDifference(Out):
    """A field of the project that is no longer what is stored."""

    field: str
    stored: Any = Field(description="the value stored with the request")
    current: Any = Field(description="the value that was found last")


class BudgetRequestFields(Identified):
    """What every representation of a request shows. Asked, screened and approved stay beside each other."""

    submission_id: UUID
    priority: int | None = Field(description="place in its list, 1 the most urgent; null once withdrawn")
    area_code: str
    fiscal_year: FiscalYear
    project_id: UUID
    title_th: str = Field(description="title of the project when it was last accepted")
    is_regular_mission: bool = Field(description="regular work of an agency (งานปกติ), as the project says")
    fund_code: str
    ceiling_position: CeilingPosition = Field(
        description="within: submission holds the money; above: accepted, holds nothing, approved when money is free"
    )
    asked_amount: AmountOut
    screened_amount: AmountOut | None = Field(description="what the screening proposes; null before")
    screening_reason: str | None = Field(description="why it differs from what is asked; null where it does not")
    approved_amount: AmountOut | None = Field(description="what ก.น.จ. granted; null before")
    approval_reason: str | None = Field(description="why it was granted so; null where the resolution gives none")
    held_amount: AmountOut = Field(description="what is held on the area's account for it now")
    problem_rank: int | None = Field(description="rank among the area's problems, 1 the most severe; null until given")
    joint_indicator_id: UUID | None = Field(description="the joint indicator that the money serves; null: none")
    snapshot_state: SnapshotState = Field(
        description="how the project fared since it was stored, when last asked; withdrawn refuses, changed needs a yes"
    )
    state: RequestState
    state_reason: str | None = Field(
        description="why it was returned, rejected, referred, merged or withdrawn; else null"
    )
    merged_into_id: UUID | None = Field(description="the request that it was merged into; null unless merged")
    merged_ids: list[UUID] = Field(description="the requests that were merged into this one, in order")
    merged_amount: AmountOut = Field(
        description="what those had asked; it may be granted here beside asked_amount, and is in no sum a second time"
    )
    referred_to: str | None = Field(description="ministry or department that it was referred to; null unless referred")
    carried_from_id: UUID | None = Field(description="request of an earlier year whose need it carries on; null: none")
    content_hash: str = Field(
        description="SHA-256 of area_code, fiscal_year, project_id, project_hash, title_th, fund_code, "
        "ceiling_position, asked_amount, screened_amount, screening_reason, lines, problem_th, problem_rank, "
        "joint_indicator_id, project_kind, forum, evidence, reasons"
    )
    created_at: Instant
    updated_at: Instant


class BudgetRequest(BudgetRequestFields):
    """A request with its lines, its project and its money, and what the caller may do with it."""

    model_config = example(REQUEST_EXAMPLE)

    condition_th: str | None = Field(description="condition of the approval; null without one")
    problem_th: str | None = Field(description="analysis of the problem; null until given")
    project_kind: str | None = Field(description="kind by the year's responsibility framework; null until named")
    forum: BudgetForum | None = Field(description="null: none is named")
    evidence: list[BudgetEvidence]
    reasons: list[BudgetReason]
    lines: list[BudgetRequestLine]
    class_amounts: dict[str, AmountOut] = Field(description="what is asked, by expenditure class")
    shares: list[BudgetRequestShare] = Field(
        description="what is asked, by province; adds up to asked_amount, or is empty where no line names one"
    )
    later_years: list[BudgetLaterYear] = Field(description="stated by lines of later years; not asked")
    snapshot: BudgetProjectSnapshot
    snapshot_checked_at: Instant
    snapshot_differences: list[BudgetSnapshotDifference] = Field(description="what waits for a yes; empty when current")
    account_id: UUID | None = Field(description="account it was last held or posted on; null before")
    hold_transfer_id: UUID | None = Field(description="the hold that stands for it; null without one")
    posted_transfer_id: UUID | None = Field(description="the transfer that posted what was approved; null before")
    allowed_actions: list[AllowedAction]


class BudgetRequestListItem(BudgetRequestFields):
    """A request in a list."""

    model_config = example(ITEM_EXAMPLE)


class BudgetRequestPage(Out):
    """One page of requests."""

    model_config = example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[BudgetRequestListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
