"""What goes in and out about projects."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    PositiveAmountIn,
    Prose,
    Search,
    refuse,
)

MOST_SHARES = 77

ProjectState = Literal["draft", "submitted", "returned", "endorsed", "approved", "rejected", "cancelled"]
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

CREATE_EXAMPLE: Json = {
    "owner_area_code": "50",
    "fiscal_year": 2558,
    "title_th": "พัฒนาเส้นทางท่องเที่ยวเชิงวัฒนธรรมล้านนา อำเภอสันกำแพง",
    "objective_th": "เพิ่มรายได้จากการท่องเที่ยวของชุมชนหัตถกรรมร้อยละ 3 ต่อปี",
    "responsible_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
    "responsible_post": "หัวหน้ากลุ่มพัฒนาการท่องเที่ยว",
    "place_th": "ตำบลต้นเปา อำเภอสันกำแพง จังหวัดเชียงใหม่",
    "start_on": "2014-11-01",
    "end_on": "2015-08-31",
    "estimated_amount": "1250000.00",
    "is_area_initiative": True,
    "is_regular_mission": False,
    "shares": [{"area_code": "50", "amount": "1250000.00"}],
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 1,
    "owner_function_code": None,
    "title_en": None,
    **CREATE_EXAMPLE,
    "strategy_id": None,
    "content_hash": HASH,
    "state": "draft",
    "return_reason": None,
    "created_at": "2014-09-15T03:20:00.000000Z",
    "updated_at": "2014-09-15T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ProjectShareIn(In):
    """One province's part of the money."""

    area_code: AreaCode
    amount: PositiveAmountIn


def _each_area_once(shares: list[ProjectShareIn]) -> list[ProjectShareIn]:
    codes = [share.area_code for share in shares]
    if len(set(codes)) != len(codes):
        raise refuse("area_twice", "มีจังหวัดซ้ำกัน", "An area stands there twice.")
    if any(share.amount == 0 for share in shares):
        raise refuse("share_of_nothing", "ส่วนแบ่งต้องมากกว่าศูนย์", "A share must be more than zero.")
    return shares


SharesIn = Annotated[
    list[ProjectShareIn],
    Field(max_length=MOST_SHARES, description="part of each province; adds up to estimated_amount"),
    AfterValidator(_each_area_once),
]


StrategyId = Annotated[
    UUID | None,
    Field(description="strategy it carries out, of a plan of the owner's area or its cluster that covers the year"),
]


class ProjectCreate(In):
    """A new project. Exactly one of owner_area_code and owner_function_code is given, and it is the caller's own."""

    model_config = _example(CREATE_EXAMPLE)

    owner_area_code: AreaCode | None = None
    owner_function_code: FunctionCode | None = None
    fiscal_year: FiscalYear
    title_th: Line
    title_en: Line | None = None
    objective_th: Prose | None = None
    responsible_unit: Annotated[Line | None, Field(description="agency that carries it out")] = None
    responsible_post: Annotated[Line | None, Field(description="post that answers for it, never a person's name")] = (
        None
    )
    place_th: Line | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    estimated_amount: PositiveAmountIn = 0
    is_area_initiative: Annotated[bool, Field(description="it rose from the area itself (Area Initiative)")] = False
    is_regular_mission: Annotated[bool, Field(description="regular work of an agency (งานปกติ)")] = False
    shares: SharesIn = []
    strategy_id: StrategyId = None


class ProjectPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = _example({"title_th": "พัฒนาเส้นทางท่องเที่ยวเชิงวัฒนธรรมล้านนา ระยะที่ 2", "place_th": None})

    title_th: Line = Field(default_factory=str)
    title_en: Line | None = None
    objective_th: Prose | None = None
    responsible_unit: Line | None = None
    responsible_post: Line | None = None
    place_th: Line | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    estimated_amount: PositiveAmountIn = Field(default_factory=int)
    is_area_initiative: bool = Field(default_factory=bool)
    is_regular_mission: bool = Field(default_factory=bool)
    shares: SharesIn = Field(default_factory=list)
    strategy_id: StrategyId = None


class ProjectReturn(In):
    """Why a project goes back to its owner."""

    model_config = _example({"reason": "โปรดแนบผลการวิเคราะห์ปัญหาและปรับวงเงินให้ตรงกับกิจกรรม"})

    reason: Prose


class ProjectShare(Out):
    """One province's part of the money."""

    area_code: str = Field(examples=["50"])
    amount: AmountOut


class ProjectFields(Identified):
    """What every representation of a project shows."""

    owner_area_code: str | None = Field(description="the owning area; null when a function owns it")
    owner_function_code: str | None = Field(description="the owning ministry or department; null when an area owns it")
    fiscal_year: FiscalYear
    title_th: str
    title_en: str | None
    objective_th: str | None = Field(description="null until written")
    responsible_unit: str | None = Field(description="null until written")
    responsible_post: str | None = Field(description="null until written")
    place_th: str | None = Field(description="null until written")
    start_on: dt.date | None = Field(description="null until set")
    end_on: dt.date | None = Field(description="null until set")
    estimated_amount: AmountOut
    is_area_initiative: bool
    is_regular_mission: bool
    shares: list[ProjectShare]
    strategy_id: UUID | None = Field(description="strategy of a plan that it carries out; null until linked")
    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of owner_area_code, owner_function_code, fiscal_year, the fields "
        "from title_th to is_regular_mission, shares as an object by area code, strategy_id; a decision names it",
        examples=[HASH],
    )
    state: ProjectState
    return_reason: str | None = Field(description="why a committee returned or rejected it; null else")
    created_at: Instant
    updated_at: Instant


class Project(ProjectFields):
    """A project, with what the caller may do with it now."""

    model_config = _example(
        {
            **EXAMPLE,
            "allowed_actions": [
                {
                    "action": "project.submit",
                    "title": {"th": "ส่งให้คณะกรรมการ", "en": "Submit"},
                    "allowed": True,
                    "code": None,
                    "reason": None,
                }
            ],
        }
    )

    allowed_actions: list[AllowedAction]


class ProjectListItem(ProjectFields):
    """A project in a list; `allowed_actions` only when asked for by `expand`."""

    model_config = _example({**EXAMPLE, "allowed_actions": None})

    allowed_actions: list[AllowedAction] | None = Field(description="null unless expand=allowed_actions")


class ProjectPage(Out):
    """One page of projects."""

    model_config = _example({"items": [{**EXAMPLE, "allowed_actions": None}], "next_cursor": None})

    items: list[ProjectListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ProjectSort(StrEnum):
    """How a list of projects may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    TITLE = "title_th"
    TITLE_REVERSED = "-title_th"
    AMOUNT = "estimated_amount"
    AMOUNT_LARGEST_FIRST = "-estimated_amount"


class ProjectExpand(StrEnum):
    """What a list may carry beside."""

    ALLOWED_ACTIONS = "allowed_actions"


class ProjectFilter(Filters):
    """Which projects are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    state: ProjectState | SkipJsonSchema[None] = None
    owner_area_code: AreaCode | SkipJsonSchema[None] = None
    owner_function_code: FunctionCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = Field(
        default=None, description="projects that have a share in this area"
    )
    strategy_id: UUID | SkipJsonSchema[None] = Field(default=None, description="projects under this strategy")
    q: Search | SkipJsonSchema[None] = Field(default=None, description="part of the Thai title, tone marks or not")
