"""What is sent about change requests, and how lists of them are asked for."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.indicators.agreements.schemas.fields import AgreementLevel
from services.indicators.changes.schemas import examples
from services.indicators.changes.schemas.fields import (
    ChangeEventIn,
    ChangeKind,
    ChangeRecommendation,
    ChangeStance,
    ChangeState,
    ChangeTermsIn,
    example,
)
from services.shared.schemas import AreaCode, Day, Filters, FiscalYear, FunctionCode, In, Line, Prose


class ChangeRequestCreate(ChangeTermsIn):
    """A draft: which KPI of which approved agreement, what shall stand there instead, and the event that is why."""

    model_config = example(examples.CREATE)

    agreement_id: Annotated[UUID, Field(description="an approved agreement of the area")]
    indicator_id: Annotated[UUID, Field(description="the KPI, by its indicator")]
    event: Annotated[ChangeEventIn | None, Field(description="needed before submission")] = None


class ChangeRequestPatch(ChangeTermsIn):
    """What changes of a draft; a kind that is not sent stays, one that is sent is asked for anew, null asks no more."""

    model_config = example(examples.PATCH)

    event: ChangeEventIn | None = None


class ChangeRequestAnalysis(In):
    """What ก.พ.ร. found, and what it recommends to the working group."""

    model_config = example(examples.ANALYSIS_IN)

    text_th: Prose
    recommendation: ChangeRecommendation
    instead: Annotated[
        ChangeTermsIn | None,
        Field(description="with approve_changed: what to approve in place of what is asked, from what was agreed on"),
    ] = None


class ChangeRequestOpinion(In):
    """What the host agency of the KPI says of the request."""

    model_config = example(examples.OPINION_IN)

    stance: ChangeStance
    text_th: Prose


class ChangeRequestProposal(In):
    """That a request goes to the working group."""

    model_config = example(examples.PROPOSE_IN)

    host_silence_th: Annotated[
        Prose | None, Field(description="where the host agency is silent: how it was consulted; silence is no consent")
    ] = None


class ChangeRequestReason(In):
    """Why a request is returned, taken back or withdrawn."""

    model_config = example(examples.REASON_IN)

    reason: Prose


class ChangeRequestRebase(In):
    """The yes to the KPI as it is now: its hash as `base.current_hash` shows it."""

    model_config = example(examples.REBASE_IN)

    content_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ChangeRequestSort(StrEnum):
    """How a list of requests may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    FISCAL_YEAR = "fiscal_year"
    NEWEST_FISCAL_YEAR_FIRST = "-fiscal_year"


class ChangeRequestFilter(Filters):
    """Which requests are wanted; filters narrow together."""

    area_code: AreaCode | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    level: AgreementLevel | SkipJsonSchema[None] = None
    state: ChangeState | SkipJsonSchema[None] = None
    kind: ChangeKind | SkipJsonSchema[None] = Field(
        default=None, description="requests that ask for this kind of change"
    )
    agreement_id: UUID | SkipJsonSchema[None] = None
    indicator_id: UUID | SkipJsonSchema[None] = None
    host_function_code: FunctionCode | SkipJsonSchema[None] = Field(
        default=None, description="requests about indicators that this ministry or department hosts"
    )


class ChangeClosingDateIn(In):
    """Until when requests of a fiscal year are first submitted, and where that stands."""

    closes_on: Annotated[Day, Field(description="last day; it ends at 24:00 in Bangkok")]
    source: Annotated[Line, Field(description="document that sets it; example data says that it is")]
    dated_on: Annotated[Day, Field(description="day of that document")]


class ChangeClosingDateCreate(ChangeClosingDateIn):
    """The closing date of a fiscal year. A year without one never closes."""

    model_config = example({"fiscal_year": 2558, **examples.CLOSING_IN})

    fiscal_year: FiscalYear


class ChangeClosingDateMove(ChangeClosingDateIn):
    """The closing date anew, and why it moves."""

    model_config = example({**examples.CLOSING_IN, "reason": "ขยายเวลาตามมติคณะทำงาน เนื่องจากอุทกภัยในหลายจังหวัด"})

    reason: Prose
