"""How performance agreements, their rules, checks and results are shown."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from services.indicators.agreements.schemas import examples
from services.indicators.agreements.schemas.chains import AgreementProgress
from services.indicators.agreements.schemas.fields import (
    AgreementBaseline,
    AgreementIssueOfficer,
    AgreementLevel,
    AgreementRubric,
    AgreementStage,
    AgreementState,
    AgreementTarget,
    KpiKind,
    ResultStatus,
    RuleState,
    RuleStrength,
    TotalKind,
    example,
)
from services.indicators.catalogue.schemas.indicators import Direction, Level
from services.shared.numbers import NumberOut
from services.shared.schemas import AllowedAction, Identified, Instant, Out, Sentence


class KpiContent(Out):
    """What an agreement says of one indicator; all of it is part of `content_hash`."""

    indicator_id: UUID
    definition_version: int = Field(description="the version of the indicator's definition that is agreed on")
    kind: KpiKind
    weight: NumberOut | None = Field(description="of 100; null: none was given")
    baseline: AgreementBaseline | None = Field(description="null: not known, and reported as missing")
    targets: list[AgreementTarget] = Field(description="by fiscal year, the earliest first")
    stated_total: NumberOut | None = Field(description="as stated; null when none is")
    stated_total_kind: TotalKind
    key_matter_th: str | None
    strategic_issue_id: UUID | None
    plan_issue_th: str | None
    policy_th: str | None
    is_taken_from_plan: bool
    project_ids: list[UUID]
    budget_support_th: str | None
    participating_area_codes: list[str]
    measurement_th: str | None = Field(description="null: not said")
    is_revenue_driver: bool
    development_index_ref: str | None
    responsible_unit: str | None
    responsible_post: str | None
    rubric: AgreementRubric | None = Field(description="null: none was given, so evaluation cannot score it")
    source: str | None = Field(description="null: not known")


class AgreementIssue(Out):
    """A strategic issue as its plan had it when the KPI was written; not part of `content_hash`."""

    number: str
    title_th: str
    lead_host_unit: str | None
    lead_host_post: str | None
    plan_id: UUID
    edition: int


class AgreementKpi(KpiContent):
    """One KPI, with what the catalogue says of its indicator, and its plan of the strategic issue."""

    id: UUID = Field(description="stable: stays the KPI's over changes of the list")
    position: int = Field(description="place in the agreement, from 1")
    indicator_code: str
    name_th: str
    unit_code: str
    unit_name_th: str
    direction: Direction
    level: Level
    strategic_issue: AgreementIssue | None = Field(description="null: no issue is named by its id")


class WaiverContent(Out):
    """What was waived and why; all of it is part of `content_hash`."""

    rule_code: str
    facts: dict[str, Any] = Field(description="what the rule had found; the waiver covers exactly that")
    reason: str
    document_number: str
    given_by: str


class AgreementWaiver(WaiverContent):
    """That ก.พ.ร. let the agreement pass a rule."""

    id: UUID
    given_at: Instant


class PerformanceAgreementSummary(Identified):
    """An agreement in a list, without its KPIs."""

    model_config = example(examples.SUMMARY)

    content_hash: str = Field(
        description="SHA-256 of the canonical JSON (RFC 8785) of area_code, fiscal_year, note_th, reasons, kpis and "
        "waivers: each KPI without id, position and what the catalogue says, each waiver without id and given_at"
    )
    area_code: str
    level: AgreementLevel
    fiscal_year: int
    note_th: str | None
    reasons: dict[str, str] = Field(description="by rule code, why a rule of the year is not kept")
    issue_officers: list[AgreementIssueOfficer] = Field(
        description="who answers for which strategic issue, by post; not part of `content_hash`"
    )
    state: AgreementState
    stage: AgreementStage = Field(description="where it is along its chain, as the actions ask for it")
    step_code: str = Field(description="the step of its chain at which it is, or ended", examples=["supervision"])
    drafted_by: str = Field(description="who drafted it: the area, or ก.พ.ร. for it")
    submitted_at: Instant | None = Field(description="when it was last submitted; null before")
    resolution_id: UUID | None = Field(
        description="the resolution of the committee that last decided on it; null before"
    )
    decided_at: Instant | None = Field(description="null before a decision")
    decision_note_th: str | None = Field(
        description="condition of the last decision, or why it was returned or rejected; null without one"
    )
    created_at: Instant
    updated_at: Instant


class PerformanceAgreement(PerformanceAgreementSummary):
    """An agreement with its KPIs in order, its waivers, its way, and what the caller may do with it now."""

    model_config = example(examples.AGREEMENT)

    kpis: list[AgreementKpi]
    waivers: list[AgreementWaiver] = Field(description="the first first")
    progress: AgreementProgress
    allowed_actions: list[AllowedAction]


class PerformanceAgreementPage(Out):
    """One page of agreements."""

    model_config = example({"items": [examples.SUMMARY], "next_cursor": None})

    items: list[PerformanceAgreementSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AgreementRule(Out):
    """A rule of a fiscal year for the KPIs of a level, with the document's own sentence."""

    model_config = example(examples.RULE)

    level: AgreementLevel
    code: str
    first_fiscal_year: int
    last_fiscal_year: int
    strength: RuleStrength = Field(
        description="must: kept or waived by ก.พ.ร.; should: kept, waived or explained; may and fact: only told"
    )
    value: int | None = Field(description="the number in the sentence; null where there is none")
    domains: dict[str, list[str]] = Field(description="by domain, the topics and groups that count as it")
    sentence_th: str = Field(description="the document's sentence, word for word")
    sentence_en: str
    reading: str = Field(description="how the sentence becomes a check: this system's reading, not the document's")
    source: str
    dated_on: dt.date


class AgreementRulePage(Out):
    """The rules, by level in the order of the document."""

    model_config = example({"items": [examples.RULE], "next_cursor": None})

    items: list[AgreementRule]
    next_cursor: str | None = Field(description="always null: the rules fit one page; null ends the list")


class AgreementRuleCheck(Out):
    """What one rule of the year says of the agreement."""

    code: str
    strength: RuleStrength
    state: RuleState
    sentence_th: str
    sentence_en: str
    told: Sentence = Field(description="what was found, in words")
    facts: dict[str, Any] = Field(description="what was found, by name")


class AgreementGap(Out):
    """What the agreement lacks to be submitted, apart from the rules of the year."""

    pointer: str
    code: str
    detail: Sentence


class AgreementKpiCheck(Out):
    """What is to be said of one KPI's figures. Nothing here refuses submission: the figures stay as stated."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    is_baseline_missing: bool
    is_responsible_post_missing: bool
    stated_total: NumberOut | None
    stated_total_kind: TotalKind
    computed_total: NumberOut | None = Field(
        description="what its kind makes of the targets, averages and compound rates to 4 decimals; "
        "null: no kind, no targets, or levels that differ"
    )
    is_total_as_computed: bool | None = Field(description="null where nothing can be compared")
    sum_of_targets: NumberOut | None = Field(description="null without targets")
    differs_from_sum: bool = Field(description="whoever adds the years up gets something else than what is stated")


class PerformanceAgreementChecks(Out):
    """Every rule one by one, and what is missing or does not agree."""

    model_config = example(examples.CHECKS)

    agreement_id: UUID
    agreement_version: int
    may_be_submitted: bool = Field(description="no gap, and no rule not_ok; who may submit is in allowed_actions")
    rules: list[AgreementRuleCheck] = Field(
        description="in the order of the document; empty where none is known for the year"
    )
    gaps: list[AgreementGap]
    weights: NumberOut | None = Field(description="sum of the scored KPIs' weights; null: none has one")
    kpis: list[AgreementKpiCheck]


class AgreementValueRevision(Out):
    """Which revision of a reported value was taken."""

    period: str
    revision: int


class AgreementKpiResult(Out):
    """What a KPI reached in the agreement's own year. Nothing is scored here."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_code: str
    unit_name_th: str
    kind: KpiKind
    weight: NumberOut | None
    baseline: AgreementBaseline | None
    target: NumberOut | None = Field(description="of the agreement's year; null: none was set")
    actual: NumberOut | None = Field(description="null: not reported; never zero in its place")
    actual_reporter: str | None = Field(
        description="whose value it is: of the side of record where a joint indicator stands for the area, else the "
        "area's own first, then the host agency's; `evaluation_committee` where it settled one of its own"
    )
    actual_status: Literal["provisional", "final"] | None = Field(
        description="provisional or final; null when not reported"
    )
    actual_revisions: list[AgreementValueRevision] = Field(description="of which reported values it was made")
    actual_basis: Literal["own", "side_of_record", "settled"] | None = Field(
        description="side_of_record: a joint indicator stands for the area, and ministry and province are credited the "
        "same; settled: a resolution says what counts; null: not reported"
    )
    joint_indicator_id: UUID | None = Field(description="by whose agreement the value counts; null when none stands")
    is_complete: bool = Field(description="false: periods of the year are still missing")
    missing_periods: list[str]
    status: ResultStatus = Field(description="incomplete: a part of the year is not held against the target")


class PerformanceAgreementResults(Out):
    """What the KPIs of an agreement reached in its year."""

    model_config = example(examples.RESULTS)

    agreement_id: UUID
    agreement_version: int
    area_code: str
    fiscal_year: int
    kpis: list[AgreementKpiResult]
