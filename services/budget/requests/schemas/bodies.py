"""What comes in about requests."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import FundCode
from services.budget.requests.rules.advice import ADVICE_CODES, MOST_EVIDENCE
from services.budget.requests.rules.lines import MOST_LINES
from services.budget.requests.schemas.fields import (
    ASK_EXAMPLE,
    CREATE_EXAMPLE,
    EVIDENCE_EXAMPLES,
    FORUM_EXAMPLE,
    REASON_EXAMPLE,
    AdviceCode,
    CeilingPosition,
    EvidenceSide,
    ExpenditureClass,
    ForumLevel,
    ProblemRank,
    RequestState,
    example,
)
from services.budget.responsibilities.schemas import KindCode
from services.shared.schemas import AreaCode, Day, Filters, FiscalYear, In, Line, PositiveAmountIn, Prose


class BudgetLineIn(In):
    """What part of the money is for what."""

    expenditure_class: Annotated[ExpenditureClass, Field(description="งบดำเนินงาน recurrent, งบลงทุน capital")]
    title_th: Line
    amount: PositiveAmountIn


class BudgetRequestLineIn(BudgetLineIn):
    """What part of the money is for what, in which year and province."""

    fiscal_year: Annotated[
        FiscalYear | None,
        Field(description="the request's own without it; a later year's part is stated, not asked"),
    ] = None
    area_code: Annotated[
        AreaCode | None, Field(description="the province it is for; a cluster names it on every line or on none")
    ] = None


class BudgetForumIn(In):
    """The public forum (ประชาคม) that the project passed."""

    model_config = example(FORUM_EXAMPLE)

    level: ForumLevel
    title_th: Annotated[Line, Field(description="which forum it was, and where")]
    held_on: Day


class BudgetEvidenceIn(In):
    """A datum that the request rests on; the document itself goes under …/attachments."""

    model_config = example(EVIDENCE_EXAMPLES[0])

    title_th: Line
    source_th: Annotated[Line, Field(description="where it is from")]
    side: Annotated[EvidenceSide, Field(description="whether the state or the people say it")]


class BudgetReasonIn(In):
    """Why something that …/checks points out is so."""

    model_config = example(REASON_EXAMPLE)

    finding: Annotated[AdviceCode, Field(description="code of the finding")]
    reason_th: Prose


LinesIn = Annotated[
    list[BudgetRequestLineIn],
    Field(max_length=MOST_LINES, description="those of the request's fiscal year add up to asked_amount exactly"),
]
EvidenceIn = Annotated[list[BudgetEvidenceIn], Field(max_length=MOST_EVIDENCE)]
ReasonsIn = Annotated[
    list[BudgetReasonIn],
    Field(max_length=len(ADVICE_CODES), description="why what …/checks points out is so, each finding once"),
]
ProjectKind = Annotated[
    KindCode, Field(description="kind of project by the year's framework, /v1/responsibility-frameworks")
]
ProblemText = Annotated[Prose, Field(description="analysis of the problem that the project answers; needed to submit")]
JointIndicator = Annotated[UUID, Field(description="the joint indicator that the money serves")]


class BudgetRequestCreate(In):
    """A new request, last in its list. The project's facts are fetched and stored with it."""

    model_config = example(CREATE_EXAMPLE)

    submission_id: UUID
    project_id: UUID
    fund_code: FundCode
    ceiling_position: CeilingPosition
    asked_amount: PositiveAmountIn
    lines: LinesIn
    problem_th: ProblemText | None = None
    problem_rank: ProblemRank | None = None
    joint_indicator_id: JointIndicator | None = None
    project_kind: ProjectKind | None = None
    forum: BudgetForumIn | None = None
    evidence: EvidenceIn = []
    reasons: ReasonsIn = []


class BudgetRequestPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = example({name: ASK_EXAMPLE[name] for name in ("ceiling_position", "problem_th", "problem_rank")})

    fund_code: FundCode = Field(default_factory=str)
    ceiling_position: CeilingPosition = Field(default_factory=lambda: "within")
    asked_amount: PositiveAmountIn = Field(default_factory=int)
    lines: LinesIn = Field(default_factory=list)
    problem_th: ProblemText | None = None
    problem_rank: ProblemRank | None = None
    joint_indicator_id: JointIndicator | None = None
    project_kind: ProjectKind | None = None
    forum: BudgetForumIn | None = None
    evidence: EvidenceIn = Field(default_factory=list)
    reasons: ReasonsIn = Field(default_factory=list)


class BudgetRequestScreen(In):
    """What the screening came to."""

    model_config = example({"screened_amount": "1150000.00", "reason": "ค่าอบรมสูงกว่าอัตราของกรมบัญชีกลาง"})

    screened_amount: Annotated[PositiveAmountIn, Field(description="more than zero, at most what is asked")]
    reason: Annotated[Prose | None, Field(description="needed where it differs from what is asked")] = None


class BudgetRequestWithdraw(In):
    """Why a request is given up."""

    model_config = example({"reason": "ใช้งบพัฒนาจังหวัดปีก่อนที่เหลือจ่ายแทน"})

    reason: Prose


class BudgetSnapshotRefresh(In):
    """Whether the differences that were shown are accepted."""

    model_config = example({"accept": True, "project_version": 4})

    accept: Annotated[bool, Field(description="true takes the project over as it is now; false only looks")] = False
    project_version: Annotated[
        int | None, Field(ge=1, le=2**53, description="version whose differences were seen; another one is refused")
    ] = None


class BudgetRequestSort(StrEnum):
    """How a list of requests may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    ASKED = "asked_amount"
    ASKED_LARGEST_FIRST = "-asked_amount"


class BudgetRequestFilter(Filters):
    """Which requests are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    state: RequestState | SkipJsonSchema[None] = None
    submission_id: UUID | SkipJsonSchema[None] = None
    project_id: UUID | SkipJsonSchema[None] = None
    ceiling_position: CeilingPosition | SkipJsonSchema[None] = None
    joint_indicator_id: UUID | SkipJsonSchema[None] = None
