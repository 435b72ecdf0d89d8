"""What goes out about matching funds."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import example
from services.budget.matching.schemas.fields import (
    ITEM_EXAMPLE,
    PLEDGED_EXAMPLE,
    RATIO,
    SUMS_EXAMPLE,
    ContributionForm,
    ContributorKind,
    FundState,
    MatchingKind,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Filters,
    FiscalYear,
    Identified,
    Instant,
    Out,
)


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
