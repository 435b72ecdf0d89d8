"""An area's money by its plan, as it goes out."""

from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.schemas import AmountOut, FiscalYear, Json, Out

SUMS_EXAMPLE: Json = {
    "requests": 1,
    "asked_amount": "3500000.00",
    "held_amount": "0.00",
    "approved_amount": "3000000.00",
    "disbursed_amount": "1200000.00",
    "spent_amount": "2800000.00",
}
EXAMPLE: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    **SUMS_EXAMPLE,
    "accounts": {
        "cap_amount": "120000000.00",
        "held_amount": "0.00",
        "posted_amount": "3000000.00",
        "disbursed_amount": "1200000.00",
    },
    "issues": [
        {
            "issue_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
            "plan_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
            "number": "1",
            "title_th": "ยกระดับการท่องเที่ยวเชิงวัฒนธรรม",
            **SUMS_EXAMPLE,
            "projects": [
                {
                    "project_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a58",
                    "title_th": "พัฒนาลานกิจกรรมหัตถกรรมสันกำแพง",
                    "project_state": "approved",
                    "strategy_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a59",
                    "strategy_title_th": "พัฒนาแหล่งท่องเที่ยวและสินค้าชุมชน",
                    **SUMS_EXAMPLE,
                }
            ],
        }
    ],
}


class PlannedSums(Out):
    """What is asked and approved; requests that were withdrawn are left out."""

    requests: int
    asked_amount: AmountOut
    held_amount: AmountOut
    approved_amount: AmountOut
    disbursed_amount: AmountOut = Field(description="paid, by what names the request's `posted_transfer_id`")
    spent_amount: AmountOut = Field(description="the same, with what is owed of it")


class PlannedProject(PlannedSums):
    """A project with what is asked for it."""

    project_id: UUID
    title_th: str
    project_state: str | None = Field(description="as it is now; null where the caller does not see the project")
    strategy_id: UUID | None = Field(description="strategy it stands under; null for none")
    strategy_title_th: str | None = Field(description="null for none")


class PlannedIssue(PlannedSums):
    """A strategic issue of the plan with what is asked under it; the last one may be no issue at all."""

    issue_id: UUID | None = Field(description="null: projects that stand under no strategy of a plan the caller sees")
    plan_id: UUID | None = Field(description="null with the issue")
    number: str | None = Field(description="null with the issue")
    title_th: str | None = Field(description="null with the issue")
    projects: list[PlannedProject]


class PlannedAccounts(Out):
    """The area's accounts of the year together, all funds; with payments that name no request as well."""

    cap_amount: AmountOut
    held_amount: AmountOut
    posted_amount: AmountOut
    disbursed_amount: AmountOut = Field(description="paid so far")


class BudgetByPlan(PlannedSums):
    """An area's money of a year by its plan."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    area_code: str
    fiscal_year: FiscalYear
    accounts: PlannedAccounts | None = Field(description="null where the caller sees no account")
    issues: list[PlannedIssue] = Field(description="in the order of the plan; what stands under none comes last")
