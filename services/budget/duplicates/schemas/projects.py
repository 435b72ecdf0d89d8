"""What goes in and out about agencies' own projects."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.budget.duplicates.rules.things import MOST_PROJECTS
from services.budget.responsibilities.schemas import KindCode
from services.shared.schemas import (
    AmountOut,
    AreaCode,
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
    refuse,
)

ProjectState = Literal["planned", "asked", "approved", "cancelled"]
MEANT = "planned: it means to ask for it; asked: it stands in its request; approved: it is paid for; cancelled"
ONE: Json = {
    "code": "DOH-2558-0118",
    "title_th": "ปรับปรุงทางหลวงหมายเลข 118 ตอน แม่เจดีย์ - แม่ขะจาน กม.76+500 - 80+000",
    "area_code": "57",
    "place_th": "อ.เวียงป่าเป้า จ.เชียงราย",
    "stretch_th": "กม. 76+500 - 80+000",
    "project_kind": "HIGHWAY-MAINTENANCE",
    "activity_th": "ปรับปรุงผิวจราจรและไหล่ทาง",
    "amount": "34000000.00",
    "state": "planned",
}
HEAD: Json = {"function_code": "DOH", "fiscal_year": 2558, "source": "ระบบแผนงานของกรม ณ 1 ต.ค. 2557"}
PUSH_EXAMPLE: Json = {**HEAD, "projects": [ONE]}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a91",
    "version": 1,
    **HEAD,
    **ONE,
    "content_hash": "6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8",
    "created_at": "2014-10-05T03:20:00.000000Z",
    "updated_at": "2014-10-05T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


def _more_than_nothing(value: int) -> int:
    if value == 0:
        raise refuse("amount_not_positive", "วงเงินต้องมากกว่าศูนย์", "The amount must be more than zero.")
    return value


class AgencyProjectIn(In):
    """One project as the agency's own system has it."""

    code: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,59}$"),
        Field(description="the agency's own code; sent again it is the same project"),
    ]
    title_th: Line
    area_code: Annotated[AreaCode | None, Field(description="province or cluster it is in; null: several or all")] = (
        None
    )
    place_th: Annotated[Line | None, Field(description="tambon, amphoe and province in words")] = None
    stretch_th: Annotated[Line | None, Field(description="stretch of a road or canal, as กม. 12+300 - 15+000")] = None
    project_kind: Annotated[KindCode | None, Field(description="kind of the responsibility framework")] = None
    activity_th: Annotated[Prose | None, Field(description="what is done, in words")] = None
    amount: Annotated[PositiveAmountIn, AfterValidator(_more_than_nothing)]
    state: Annotated[ProjectState, Field(description=MEANT)] = "planned"


class AgencyProjectPush(In):
    """Projects of an agency and year as they stand now; those that are not named stay as they were."""

    model_config = _example(PUSH_EXAMPLE)

    function_code: FunctionCode
    fiscal_year: FiscalYear
    source: Annotated[Line, Field(description="system and day that the projects come from; example data says so")]
    projects: Annotated[list[AgencyProjectIn], Field(min_length=1, max_length=MOST_PROJECTS)]


class AgencyProjectsPushed(Out):
    """What came of a push, by the agency's own codes."""

    model_config = _example({"created": ["DOH-2558-0118"], "changed": [], "unchanged": []})

    created: list[str]
    changed: list[str]
    unchanged: list[str] = Field(description="stood already as they were sent; nothing was written")


class AgencyProject(Identified):
    """A project that a ministry or department does itself."""

    model_config = _example(EXAMPLE)

    function_code: str
    fiscal_year: FiscalYear
    code: str = Field(description="the agency's own code")
    title_th: str
    area_code: str | None = Field(description="province or cluster it is in; null: several or all")
    place_th: str | None = Field(description="null where it was not told")
    stretch_th: str | None = Field(description="null where it was not told")
    project_kind: str | None = Field(description="kind of the responsibility framework; null: none told")
    activity_th: str | None = Field(description="what is done; null where it was not told")
    amount: AmountOut
    state: ProjectState = Field(description=MEANT)
    source: str
    content_hash: str = Field(description="hash of what is compared; a verdict names it as it was seen")
    created_at: Instant
    updated_at: Instant


class AgencyProjectPage(Out):
    """One page of agencies' own projects."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[AgencyProject]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AgencyProjectSort(StrEnum):
    """How a list of projects may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class AgencyProjectFilter(Filters):
    """Which projects are wanted; filters narrow together."""

    function_code: FunctionCode | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    code: Annotated[str, StringConstraints(max_length=60)] | SkipJsonSchema[None] = None
