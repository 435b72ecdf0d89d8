"""How change requests, their counts, closing dates and a KPI's revisions are shown."""

import datetime as dt
from typing import Any
from uuid import UUID

from pydantic import Field

from services.indicators.agreements.schemas.fields import AgreementLevel
from services.indicators.changes.schemas import examples
from services.indicators.changes.schemas.fields import (
    ChangeEvent,
    ChangeKind,
    ChangeNoticeState,
    ChangeOpinionState,
    ChangeOutcome,
    ChangeRecommendation,
    ChangeStance,
    ChangeState,
    ChangeTerms,
    example,
)
from services.shared.schemas import AllowedAction, Identified, Instant, Out


class ChangeBase(Out):
    """The KPI that the request was made from, and whether it is still that."""

    agreement_version: int = Field(description="version of the agreement then")
    content_hash: str = Field(description="SHA-256 of the canonical JSON (RFC 8785) of all that the KPI said then")
    current_hash: str | None = Field(description="the same of what it says now; null once the request is closed")
    is_moved: bool | None = Field(
        description="true: nothing is decided until the owner says yes at …/rebase; null once the request is closed"
    )
    differences: list["ChangeDifference"] = Field(description="what of the KPI is no longer as it was")


class ChangeDifference(Out):
    """A field of the KPI that changed since the request was made."""

    field: str
    at_base: Any
    now: Any


class ChangeEvidence(Out):
    """A file as it was when the request was submitted; …/attachments has its bytes."""

    attachment_id: UUID
    name: str
    sha256: str


class ChangeOpinion(Out):
    """What the host agency says. Silence is shown as silence."""

    state: ChangeOpinionState = Field(
        description="no_host: the indicator names none; silent: asked, and it went on without an answer"
    )
    host_function_code: str | None = Field(description="whose opinion is asked; null: the indicator has no host agency")
    stance: ChangeStance | None
    text_th: str | None
    given_by: str | None = Field(description="null for the public, and before")
    given_at: Instant | None
    silence_th: str | None = Field(description="how the silent host was consulted; null otherwise")


class ChangeAnalysis(Out):
    """What ก.พ.ร. found and recommends."""

    text_th: str
    recommendation: ChangeRecommendation
    instead: ChangeTerms | None = Field(description="the KPI as approve_changed makes it; null without such")
    instead_fields: list[str]
    analysed_by: str | None = Field(description="null for the public")
    analysed_at: Instant


class ChangeNotice(Out):
    """That the area was told of the decision, and that it took note."""

    state: ChangeNoticeState
    sent_at: Instant | None
    acknowledged_by: str | None = Field(description="null for the public, and before")
    acknowledged_at: Instant | None


class ChangeRequestSummary(Identified):
    """A request in a list."""

    model_config = example(examples.SUMMARY)

    content_hash: str = Field(
        description="SHA-256 of the canonical JSON (RFC 8785) of what the working group decides on: agreement_id, "
        "indicator_id, area_code, fiscal_year, host_function_code, event, evidence; base_hash (base.content_hash), "
        "changed (by changed_fields, as in after); analysis as {analysis_th, recommendation, recommended (by "
        "instead_fields, as in instead)}; opinion as {opinion_stance, opinion_th}, host_silence_th"
    )
    agreement_id: UUID
    indicator_id: UUID
    indicator_code: str
    name_th: str
    area_code: str
    level: AgreementLevel
    fiscal_year: int
    host_function_code: str | None = Field(description="host agency of the indicator when submitted; null: none")
    kinds: list[ChangeKind]
    state: ChangeState
    state_reason: str | None = Field(description="why it was last returned, taken back or withdrawn")
    submitted_at: Instant | None = Field(description="when it was first submitted; null before")
    decision: ChangeOutcome | None
    decision_reason_th: str | None
    condition_th: str | None
    resolution_id: UUID | None = Field(description="the resolution that last decided on it")
    decided_on: dt.date | None = Field(description="day of the meeting")
    decided_at: Instant | None = Field(description="when the decision was carried out")
    created_at: Instant
    updated_at: Instant


class ChangeRequest(ChangeRequestSummary):
    """A request with the KPI before and after, why, who said what, and what the caller may do with it now."""

    model_config = example(examples.REQUEST)

    before: ChangeTerms = Field(description="as agreed when the request was made")
    after: ChangeTerms = Field(description="as it is asked to be")
    changed_fields: list[str]
    base: ChangeBase
    event: ChangeEvent | None
    evidence: list[ChangeEvidence]
    opinion: ChangeOpinion
    analysis: ChangeAnalysis | None
    notice: ChangeNotice
    allowed_actions: list[AllowedAction]


class ChangeRequestPage(Out):
    """One page of requests."""

    model_config = example({"items": [examples.SUMMARY], "next_cursor": None})

    items: list[ChangeRequestSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ChangeTally(Out):
    """How many requests there are and what became of them; the last five add up to the first."""

    requests: int
    approved: int = Field(description="as asked")
    approved_changed: int = Field(description="as ก.พ.ร. recommended in its place")
    rejected: int
    withdrawn: int
    open: int = Field(description="not decided yet")


class ChangeIndicatorCount(Out):
    """A KPI that was asked about."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    areas_asked: int


class ChangeLevelCount(Out):
    """What is counted of provinces, or of clusters."""

    level: AgreementLevel
    areas_asked: int = Field(description="areas that submitted a request")
    areas_agreed: int = Field(description="areas with an approved agreement of the year")
    indicators_asked: int = Field(description="different indicators in those requests")
    indicators_agreed: int = Field(description="different indicators in the approved agreements")
    total: ChangeTally
    by_kind: dict[ChangeKind, ChangeTally] = Field(description="a request of two kinds counts under both")
    indicators: list[ChangeIndicatorCount] = Field(description="by code")


class ChangeStatistics(Out):
    """The requests of a fiscal year as the yearly report prints them, counted when asked."""

    model_config = example(examples.STATISTICS)

    fiscal_year: int
    levels: list[ChangeLevelCount]


class ChangeClosingDate(Identified):
    """Until when requests of a fiscal year are first submitted."""

    model_config = example(examples.CLOSING)

    fiscal_year: int
    closes_on: dt.date = Field(description="last day; it ends at 24:00 in Bangkok")
    source: str
    dated_on: dt.date
    created_at: Instant
    updated_at: Instant


class ChangeClosingDatePage(Out):
    """The closing dates, the latest year first."""

    model_config = example({"items": [examples.CLOSING], "next_cursor": None})

    items: list[ChangeClosingDate]
    next_cursor: str | None = Field(description="always null: one a year fits one page; null ends the list")


class AgreementKpiRevision(Out):
    """What a KPI of an agreement said from one moment on."""

    model_config = example(examples.REVISION)

    revision: int = Field(description="1 is what was agreed")
    agreement_version: int = Field(description="version of the agreement that first said so, or was found to")
    content_hash: str = Field(description="SHA-256 of the canonical JSON (RFC 8785) of all that the KPI said")
    terms: ChangeTerms
    changed_fields: list[str] = Field(description="what differs from the revision before; empty for the first")
    change_request_id: UUID | None = Field(description="the request that it carries out; null for what was agreed")
    resolution_id: UUID | None
    reason_th: str | None
    revised_by: str | None = Field(
        description="who carried the decision out; of what was agreed: who drafted it; null for the public"
    )
    revised_at: Instant


class AgreementKpiRevisionPage(Out):
    """What a KPI said and says, the latest first."""

    model_config = example({"items": [examples.REVISION], "next_cursor": None})

    items: list[AgreementKpiRevision]
    next_cursor: str | None = Field(description="always null: the revisions fit one page; null ends the list")
