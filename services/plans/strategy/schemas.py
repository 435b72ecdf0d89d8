"""What goes in and out about a plan's strategy: the whole tree."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.plans.strategy.rules import Dimension
from services.shared.schemas import In, Json, Line, Out

MOST_ROWS = 50

Number = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,3}$"),
    Field(description="number as the plan prints it", examples=["1.2"]),
]

EXAMPLE: Json = {
    "missions": ["ส่งเสริมการท่องเที่ยวเชิงวัฒนธรรมล้านนาให้มีคุณภาพและยั่งยืน"],
    "goals": [{"number": "1", "title_th": "รายได้จากการท่องเที่ยวของจังหวัดเพิ่มขึ้นต่อเนื่อง"}],
    "issues": [
        {
            "number": "1",
            "title_th": "พัฒนาการท่องเที่ยวและบริการสุขภาพให้โดดเด่นในระดับสากล",
            "dimension": "economy_society",
            "goal_numbers": ["1"],
            "lead_host_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
            "lead_host_post": "ท่องเที่ยวและกีฬาจังหวัด",
            "strategies": [{"number": "1.1", "title_th": "พัฒนาแหล่งท่องเที่ยวเชิงวัฒนธรรมและหัตถกรรมชุมชน"}],
        }
    ],
}
_ISSUE = EXAMPLE["issues"][0]
STORED_EXAMPLE: Json = {
    "plan_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60",
    "plan_version": 2,
    **EXAMPLE,
    "issues": [
        {
            **_ISSUE,
            "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61",
            "copied_from_id": None,
            "strategies": [
                {
                    **_ISSUE["strategies"][0],
                    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a62",
                    "copied_from_id": None,
                    "line_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a62",
                }
            ],
        }
    ],
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class GoalIn(In):
    """A goal."""

    number: Number
    title_th: Line


class StrategyIn(In):
    """A strategy under an issue."""

    id: UUID | None = Field(default=None, description="of the stored one; without it the number in its issue tells")
    number: Number
    title_th: Line


class IssueIn(In):
    """A strategic issue with the goals it serves and its strategies."""

    id: UUID | None = Field(default=None, description="of the stored one; without it the number tells")
    number: Number
    title_th: Line
    dimension: Dimension
    goal_numbers: list[Number] = Field(default=[], max_length=MOST_ROWS, description="numbers of goals it serves")
    lead_host_unit: Line | None = Field(default=None, description="agency that leads (เจ้าภาพหลัก)")
    lead_host_post: Line | None = Field(default=None, description="post that answers for it, never a person's name")
    strategies: list[StrategyIn] = Field(default=[], max_length=MOST_ROWS)


class StrategyTreeIn(In):
    """The whole tree, in place of what was there; the order is that of the lists."""

    model_config = _example(EXAMPLE)

    missions: list[Line] = Field(default=[], max_length=MOST_ROWS)
    goals: list[GoalIn] = Field(default=[], max_length=MOST_ROWS)
    issues: list[IssueIn] = Field(default=[], max_length=MOST_ROWS)


class Goal(Out):
    """A goal."""

    number: str
    title_th: str


class Strategy(Out):
    """A strategy under an issue; projects name it by its id."""

    id: UUID
    number: str
    title_th: str
    copied_from_id: UUID | None = Field(description="the strategy of the edition before; null when it is new")
    line_id: UUID = Field(description="the same for this strategy through all editions of the plan")


class Issue(Out):
    """A strategic issue with its strategies."""

    id: UUID
    number: str
    title_th: str
    dimension: Dimension
    goal_numbers: list[str]
    lead_host_unit: str | None = Field(description="null until named")
    lead_host_post: str | None = Field(description="null until named")
    copied_from_id: UUID | None = Field(description="the issue of the edition before; null when it is new")
    strategies: list[Strategy]


class StrategyTree(Out):
    """The strategy of a plan."""

    model_config = _example(STORED_EXAMPLE)

    plan_id: UUID
    plan_version: int = Field(description="version of the plan; the ETag is this number in quotes")
    missions: list[str]
    goals: list[Goal]
    issues: list[Issue]
