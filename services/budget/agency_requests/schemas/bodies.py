"""What comes in about requests to agencies."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.agency_requests.schemas.fields import (
    ASK_EXAMPLE,
    ASSESSMENT_EXAMPLE,
    CREATE_EXAMPLE,
    DECIDE_EXAMPLE,
    OUTPUT_EXAMPLE,
    AgencyDecision,
    AgencyRequestState,
    Priority,
    example,
)
from services.budget.requests.rules.lines import MOST_LINES
from services.budget.requests.schemas.bodies import BudgetLineIn
from services.shared.schemas import AreaCode, Filters, FiscalYear, FunctionCode, In, Line, PositiveAmountIn, Prose

LinesIn = Annotated[list[BudgetLineIn], Field(max_length=MOST_LINES, description="they add up to asked_amount exactly")]
ProblemText = Annotated[Prose, Field(description="the problem that the project answers; needed to send")]
ReasonText = Annotated[Prose, Field(description="why this agency is asked; needed to send")]


class AgencyRequestCreate(In):
    """A new request to a ministry or department. The project's facts are fetched and stored with it."""

    model_config = example(CREATE_EXAMPLE)

    area_code: AreaCode
    fiscal_year: FiscalYear
    function_code: FunctionCode
    project_id: UUID
    asked_amount: PositiveAmountIn
    lines: LinesIn
    problem_th: ProblemText | None = None
    reason_th: ReasonText | None = None


class AgencyRequestPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = example({name: ASK_EXAMPLE[name] for name in ("problem_th", "reason_th")})

    asked_amount: PositiveAmountIn = Field(default_factory=int)
    lines: LinesIn = Field(default_factory=list)
    problem_th: ProblemText | None = None
    reason_th: ReasonText | None = None


class AgencyAssessment(In):
    """How the agency weighs a request (S1 point 4), each judgement with a sentence."""

    model_config = example(ASSESSMENT_EXAMPLE)

    fits_strategy: bool
    strategy_th: Annotated[Line, Field(description="how it fits the agency's strategy, or why it does not")]
    is_needed: bool
    need_th: Annotated[Line, Field(description="why it is needed, or why not")]
    priority: Priority
    priority_th: Annotated[Line, Field(description="why it stands there")]


class AgencyOutputIn(In):
    """The output or activity of the agency's budget that could carry the project; its code names it within a year."""

    model_config = example(OUTPUT_EXAMPLE)

    code: Line
    name_th: Line
    budget_line_th: Annotated[Line, Field(description="the line of the budget that the output stands in")]
    source: Annotated[Line, Field(description="the document that has the output")]


class AgencyRequestDecide(In):
    """What the agency answers to the content that it read."""

    model_config = example(DECIDE_EXAMPLE)

    decision: AgencyDecision
    content_hash: Annotated[Line, Field(description="content_hash of the request as it was read; another is refused")]
    accepted_amount: Annotated[
        PositiveAmountIn | None, Field(description="what is accepted and held on the reserve; only with accept")
    ] = None
    reason: Annotated[
        Prose | None, Field(description="needed to decline, to refer, or to accept less than was asked")
    ] = None
    assessment: Annotated[AgencyAssessment | None, Field(description="needed to accept or decline")] = None
    output: Annotated[AgencyOutputIn | None, Field(description="which output could carry it; null: not said yet")] = (
        None
    )
    refer_to: Annotated[FunctionCode | None, Field(description="the agency it is referred to; only with refer")] = None


class AgencyRequestFund(In):
    """What the agency pays for of what it accepted."""

    model_config = example({"funded_amount": "1000000.00", "reason": None})

    funded_amount: PositiveAmountIn
    reason: Annotated[Prose | None, Field(description="needed where it is less than was accepted")] = None


class AgencyRequestReason(In):
    """Why a request is given up, or what was held for it is released."""

    model_config = example({"reason": "จังหวัดได้รับงบประมาณจากกองทุนพัฒนาการท่องเที่ยวแล้ว"})

    reason: Prose


class AgencyRequestSort(StrEnum):
    """How a list of requests may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    ASKED = "asked_amount"
    ASKED_LARGEST_FIRST = "-asked_amount"


class AgencyRequestFilter(Filters):
    """Which requests are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    state: AgencyRequestState | SkipJsonSchema[None] = None
    project_id: UUID | SkipJsonSchema[None] = None
    output_id: UUID | SkipJsonSchema[None] = None
    is_regular_mission: bool | SkipJsonSchema[None] = None


class AgencyOutputFilter(Filters):
    """Which outputs are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
