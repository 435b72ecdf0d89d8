"""What goes in and out about matching funds."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_AT, EXAMPLE_ID, OTHER_ID, SomeAmountIn, example
from services.shared.numbers import NumberIn, NumberOut, decimals_at_most
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
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

FundState = Literal["open", "closed"]
ContributorKind = Literal["local_government", "government", "private", "people", "other"]
ContributionForm = Literal["cash", "in_kind"]
MatchingKind = Literal["pledge", "raise", "lower", "pay", "return"]

AIM_EXAMPLE: Json = {
    "ratio": 0.5,
    "source": "มติ ก.บ.จ. ครั้งที่ 3/2557 (ตัวอย่างของระบบ, not official)",
    "dated_on": "2014-10-20",
}
CREATE_EXAMPLE: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    "title_th": "กองทุนร่วมลงทุนป้องกันหมอกควันไฟป่า",
    "purpose_th": "อปท. ทุกแห่งร่วมจัดสรรงบประมาณทำแนวกันไฟตามยุทธศาสตร์จังหวัด",
    "project_id": None,
    "own_amount": "4000000.00",
    "aim": AIM_EXAMPLE,
}
PLEDGE_EXAMPLE: Json = {
    "contributor_kind": "local_government",
    "contributor_th": "องค์การบริหารส่วนจังหวัดเชียงใหม่",
    "form": "cash",
    "what_th": None,
    "amount": "1500000.00",
    "on": "2014-11-03",
    "document_number": "ชม 51001/2231",
}
ENTRY_EXAMPLE: Json = {
    "pledge_id": OTHER_ID,
    "kind": "pay",
    "amount": "1000000.00",
    "on": "2015-01-15",
    "document_number": "ใบเสร็จ 12/2558",
    "reason": None,
}
CLOSE_EXAMPLE: Json = {"reason": "ดำเนินงานตามวัตถุประสงค์ครบถ้วนแล้ว"}
SUMS_EXAMPLE: Json = {
    "own_amount": "4000000.00",
    "pledged_amount": "1500000.00",
    "paid_amount": "1000000.00",
    "in_kind_pledged_amount": "0.00",
    "in_kind_received_amount": "0.00",
    "pledged_ratio": 0.375,
    "paid_ratio": 0.25,
}
ITEM_EXAMPLE: Json = {
    "id": EXAMPLE_ID,
    "version": 3,
    **CREATE_EXAMPLE,
    "project_version": None,
    "state": "open",
    "close_reason": None,
    "closed_at": None,
    **SUMS_EXAMPLE,
    "created_at": EXAMPLE_AT,
    "updated_at": "2015-01-15T04:10:00.000000Z",
}
PLEDGED_EXAMPLE: Json = {
    "id": OTHER_ID,
    "contributor_kind": "local_government",
    "contributor_th": "องค์การบริหารส่วนจังหวัดเชียงใหม่",
    "form": "cash",
    "what_th": None,
    "pledged_amount": "1500000.00",
    "paid_amount": "1000000.00",
    "entries": [
        {
            "id": EXAMPLE_ID,
            "kind": "pay",
            "amount": "1000000.00",
            "on": "2015-01-15",
            "document_number": "ใบเสร็จ 12/2558",
            "reason": None,
            "actor": "province:50",
            "created_at": "2015-01-15T04:10:00.000000Z",
        }
    ],
}


def _more_than_nothing(value: Decimal) -> Decimal:
    if value <= 0:
        raise refuse("ratio_not_positive", "สัดส่วนต้องมากกว่าศูนย์", "The ratio must be more than zero.")
    if value >= 10_000_000:
        raise refuse("ratio_too_large", "สัดส่วนมากเกินไป", "The ratio is too large.")
    return value


RatioIn = Annotated[NumberIn, decimals_at_most(4), AfterValidator(_more_than_nothing)]
RATIO = "baht of others for each baht of the area's own"


class MatchingAimIn(In):
    """The ratio that is aimed at, and who says so: no document of the house prints one."""

    ratio: Annotated[RatioIn, Field(description=RATIO)]
    source: Annotated[Line, Field(description="document or resolution that sets it")]
    dated_on: Annotated[Day | None, Field(description="day of that document")] = None


class MatchingFundCreate(In):
    """What an area puts together with others, for a project or for a purpose."""

    model_config = example(CREATE_EXAMPLE)

    area_code: AreaCode
    fiscal_year: FiscalYear
    title_th: Annotated[Line, Field(description="once for the area and year")]
    purpose_th: Prose
    project_id: Annotated[UUID | None, Field(description="project of that area and year that it is for")] = None
    own_amount: Annotated[PositiveAmountIn, Field(description="money of the area's own budget that others match")]
    aim: MatchingAimIn | None = None


class MatchingPledgeCreate(In):
    """What one contributor pledges, once for each form; later changes are entries."""

    model_config = example(PLEDGE_EXAMPLE)

    contributor_kind: ContributorKind
    contributor_th: Annotated[Line, Field(description="the body that pledges, never a person")]
    form: Annotated[ContributionForm, Field(description="in_kind: goods or work, stated in baht and counted apart")]
    what_th: Annotated[Line | None, Field(description="what is given in kind")] = None
    amount: SomeAmountIn
    on: Annotated[Day, Field(description="day of the document, not in the future")]
    document_number: Line


class MatchingEntryCreate(In):
    """A payment of a pledge or one that goes back, or a pledge that is raised or lowered."""

    model_config = example(ENTRY_EXAMPLE)

    pledge_id: UUID
    kind: Annotated[Literal["raise", "lower", "pay", "return"], Field(description="pay: received, in kind as well")]
    amount: Annotated[SomeAmountIn, Field(description="by how much, always more than zero")]
    on: Annotated[Day, Field(description="day of the document, not in the future")]
    document_number: Annotated[Line, Field(description="once for the pledge and kind")]
    reason: Annotated[Prose | None, Field(description="needed unless it is paid")] = None


class MatchingFundClose(In):
    """Why nothing more comes in."""

    model_config = example(CLOSE_EXAMPLE)

    reason: Prose


class MatchingAim(Out):
    """The ratio that is aimed at, and who says so."""

    ratio: NumberOut = Field(description=RATIO)
    source: str
    dated_on: dt.date | None = Field(description="day of that document; null where it is not known")


class MatchingSums(Out):
    """What has come together. A ratio counts cash alone, to four decimals; null where the area gives nothing itself."""

    own_amount: AmountOut
    pledged_amount: AmountOut = Field(description="cash pledged as it stands now")
    paid_amount: AmountOut = Field(description="cash received")
    in_kind_pledged_amount: AmountOut
    in_kind_received_amount: AmountOut
    pledged_ratio: NumberOut | None = Field(description=RATIO + ", as pledged")
    paid_ratio: NumberOut | None = Field(description=RATIO + ", as paid")


class MatchingFundFields(Identified, MatchingSums):
    """What every representation of a fund shows."""

    area_code: str
    fiscal_year: FiscalYear
    title_th: str
    purpose_th: str
    project_id: UUID | None = Field(description="null where it is for a purpose alone")
    project_version: int | None = Field(description="version of the project when the fund was opened")
    aim: MatchingAim | None = Field(description="null where nobody has set one")
    state: FundState
    close_reason: str | None = Field(description="null while it is open")
    closed_at: Instant | None = Field(description="null while it is open")
    created_at: Instant
    updated_at: Instant


class MatchingEntry(Out):
    """One thing that happened to a pledge; none is ever changed."""

    id: UUID
    kind: MatchingKind
    amount: AmountOut
    on: dt.date
    document_number: str
    reason: str | None = Field(description="null for a pledge and a payment without one")
    actor: str
    created_at: Instant


class MatchingPledge(Out):
    """What one contributor pledges, what of it is paid, and how it came to that."""

    id: UUID
    contributor_kind: ContributorKind
    contributor_th: str
    form: ContributionForm
    what_th: str | None = Field(description="what is given in kind; null for cash")
    pledged_amount: AmountOut
    paid_amount: AmountOut
    entries: list[MatchingEntry]


class MatchingFund(MatchingFundFields):
    """A fund with its pledges, and what the caller may do with it."""

    model_config = example({**ITEM_EXAMPLE, "pledges": [PLEDGED_EXAMPLE], "allowed_actions": []})

    pledges: list[MatchingPledge]
    allowed_actions: list[AllowedAction]


class MatchingFundListItem(MatchingFundFields):
    """A fund in a list."""

    model_config = example(ITEM_EXAMPLE)


class MatchingFundPage(Out):
    """One page of funds."""

    model_config = example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[MatchingFundListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class MatchingFundSort(StrEnum):
    """How a list of funds may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class MatchingFundFilter(Filters):
    """Which funds are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    project_id: UUID | SkipJsonSchema[None] = None
    state: FundState | SkipJsonSchema[None] = None


class MatchingTotal(MatchingSums):
    """What has come together in an area in a year."""

    area_code: str
    funds: int


class MatchingTotals(Out):
    """What has come together in a year, by area; an area without a fund is not in it."""

    model_config = example(
        {
            "fiscal_year": 2558,
            "items": [{"area_code": "50", "funds": 1, **SUMS_EXAMPLE}],
            "total": SUMS_EXAMPLE,
        }
    )

    fiscal_year: FiscalYear
    items: list[MatchingTotal]
    total: MatchingSums = Field(description="of all areas the caller may see")
