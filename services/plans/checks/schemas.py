"""What goes out about the checks of a plan."""

from uuid import UUID

from pydantic import ConfigDict, Field

from services.plans.checks.rules import FindingCode
from services.plans.strategy.rules import Dimension
from services.shared.schemas import AmountOut, Json, Out, Sentence

EXAMPLE: Json = {
    "plan_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60",
    "plan_version": 2,
    "strategy_of_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60",
    "findings": [
        {
            "code": "strategy_without_project",
            "number": "1.1",
            "title_th": "พัฒนาแหล่งท่องเที่ยวเชิงวัฒนธรรมและหัตถกรรมชุมชน",
            "subject_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a62",
            "dimension": None,
            "text": {"th": "กลยุทธ์นี้ไม่มีโครงการรองรับ", "en": "No project carries out this strategy."},
        }
    ],
    "balance": [
        {"dimension": "infrastructure", "issues": 1, "strategies": 2, "projects": 3, "amount": "4500000.00"},
        {"dimension": "economy_society", "issues": 2, "strategies": 5, "projects": 9, "amount": "12000000.00"},
        {"dimension": "environment", "issues": 1, "strategies": 1, "projects": 1, "amount": "1250000.00"},
    ],
}


class PlanFinding(Out):
    """One gap in the chain or the balance of a plan."""

    code: FindingCode
    number: str | None = Field(description="of the goal, issue or strategy; null where the whole plan is meant")
    title_th: str | None = Field(description="of the goal, issue or strategy; null where the whole plan is meant")
    subject_id: UUID | None = Field(description="id of the issue or strategy; null else")
    dimension: Dimension | None = Field(description="the dimension that is meant; null else")
    text: Sentence


class PlanBalance(Out):
    """What a plan has in one dimension."""

    dimension: Dimension
    issues: int
    strategies: int
    projects: int = Field(description="projects under these strategies that the caller sees and that were not given up")
    amount: AmountOut


class PlanChecks(Out):
    """The checks of a plan: findings, which refuse nothing, and the figures of the balance."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    plan_id: UUID
    plan_version: int
    strategy_of_id: UUID = Field(description="whose strategy was checked: an action plan without one has its parent's")
    findings: list[PlanFinding] = Field(description="from the top of the chain down; empty when nothing was found")
    balance: list[PlanBalance] = Field(description="one line for each of the three dimensions")
