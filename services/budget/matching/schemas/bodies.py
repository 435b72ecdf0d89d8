"""What comes in about matching funds."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from services.budget.ledger.schemas.fields import SomeAmountIn, example
from services.budget.matching.schemas.fields import (
    CLOSE_EXAMPLE,
    CREATE_EXAMPLE,
    ENTRY_EXAMPLE,
    PLEDGE_EXAMPLE,
    RATIO,
    ContributionForm,
    ContributorKind,
)
from services.shared.numbers import NumberIn, decimals_at_most
from services.shared.schemas import (
    AreaCode,
    Day,
    FiscalYear,
    In,
    Line,
    PositiveAmountIn,
    Prose,
    refuse,
)


def _more_than_nothing(value: Decimal) -> Decimal:
    if value <= 0:
        raise refuse("ratio_not_positive", "สัดส่วนต้องมากกว่าศูนย์", "The ratio must be more than zero.")
    if value >= 10_000_000:
        raise refuse("ratio_too_large", "สัดส่วนมากเกินไป", "The ratio is too large.")
    return value


RatioIn = Annotated[NumberIn, decimals_at_most(4), AfterValidator(_more_than_nothing)]


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
