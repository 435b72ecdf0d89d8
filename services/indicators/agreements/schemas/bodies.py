"""What is sent about performance agreements, and how lists of them are asked for."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.agreements.schemas import examples
from services.indicators.agreements.schemas.fields import (
    MOST_KPIS,
    MOST_MEMBERS,
    MOST_OFFICERS,
    MOST_PROJECTS,
    MOST_REASONS,
    MOST_TARGETS,
    AgreementBaselineIn,
    AgreementIssueOfficerIn,
    AgreementLevel,
    AgreementRubricIn,
    AgreementStage,
    AgreementState,
    AgreementTargetIn,
    KpiKind,
    KpiValue,
    RuleCode,
    TotalKind,
    Weight,
    example,
)
from services.shared.schemas import AreaCode, Filters, FiscalYear, In, Line, Prose, refuse


def each_area_once(codes: list[str]) -> list[str]:
    """Return area codes in order; refuses a list that has one twice."""
    if len(set(codes)) != len(codes):
        raise refuse("area_twice", "มีจังหวัดซ้ำกัน", "A province stands there twice.")
    return sorted(codes)


def _each_project_once(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) != len(ids):
        raise refuse("project_twice", "มีโครงการซ้ำกัน", "A project stands there twice.")
    return ids


class AgreementKpiIn(In):
    """One indicator that the area answers for. Its unit is the indicator's; what documents do not give stays null."""

    model_config = example(examples.KPI_IN)

    indicator_id: Annotated[UUID, Field(description="a published indicator of /v1/indicators")]
    kind: Annotated[KpiKind, Field(description="monitoring: only to be reported, never scored")] = "strategic"
    weight: Annotated[Weight | None, Field(description="of 100; where one scored KPI has a weight, all have")] = None
    baseline: AgreementBaselineIn | None = None
    targets: Annotated[
        list[AgreementTargetIn], Field(max_length=MOST_TARGETS, description="by fiscal year, each once")
    ] = []
    stated_total: Annotated[KpiValue | None, Field(description="the period's total, as the document states it")] = None
    stated_total_kind: Annotated[
        TotalKind,
        Field(description="sum of the years; level: the same in each year; average; compound growth; none is stated"),
    ] = "none"
    key_matter_th: Annotated[Line | None, Field(description="เรื่องสำคัญ of the area that it is about")] = None
    strategic_issue_id: Annotated[
        UUID | None, Field(description="the issue in the plan of the area, or of its cluster")
    ] = None
    plan_issue_th: Annotated[Line | None, Field(description="the issue in words")] = None
    policy_th: Annotated[Line | None, Field(description="the policy it follows instead or as well")] = None
    is_taken_from_plan: Annotated[bool, Field(description="a strategy-level indicator of the plan, taken over")] = False
    project_ids: Annotated[
        list[UUID],
        Field(max_length=MOST_PROJECTS, description="projects that carry it, as /v1/projects shows them to you"),
        AfterValidator(_each_project_once),
    ] = []
    budget_support_th: Annotated[Line | None, Field(description="which budget supports it")] = None
    participating_area_codes: Annotated[
        list[AreaCode],
        Field(max_length=MOST_MEMBERS, description="of a cluster's KPI: the provinces that act together"),
        AfterValidator(each_area_once),
    ] = []
    measurement_th: Annotated[Prose | None, Field(description="how it is measured here (tailor made)")] = None
    is_revenue_driver: bool = False
    development_index_ref: Annotated[
        Line | None, Field(description="which part of the provincial development index of สศช. it refers to")
    ] = None
    responsible_unit: Line | None = None
    responsible_post: Annotated[Line | None, Field(description="the post, never a person's name")] = None
    rubric: AgreementRubricIn | None = None
    source: Annotated[
        Line | None, Field(description="the document that targets, total and weight stand in; null when unknown")
    ] = None


KpisIn = Annotated[list[AgreementKpiIn], Field(max_length=MOST_KPIS, description="all KPIs, in their order")]
ReasonsIn = Annotated[
    dict[RuleCode, Prose],
    Field(max_length=MOST_REASONS, description="by rule code, why a `should` rule of the year is not kept"),
]


def _each_issue_once(officers: list[AgreementIssueOfficerIn]) -> list[AgreementIssueOfficerIn]:
    if len({each.strategic_issue_id for each in officers}) != len(officers):
        raise refuse("issue_twice", "มีประเด็นยุทธศาสตร์ซ้ำกัน", "A strategic issue stands there twice.")
    return officers


OfficersIn = Annotated[
    list[AgreementIssueOfficerIn],
    Field(max_length=MOST_OFFICERS, description="who answers for which strategic issue, by post"),
    AfterValidator(_each_issue_once),
]


class PerformanceAgreementCreate(In):
    """A draft of the agreement of an area for a fiscal year, with candidates or still empty."""

    model_config = example(examples.CREATE)

    area_code: Annotated[AreaCode, Field(description="a province, or a cluster of that fiscal year")]
    fiscal_year: FiscalYear
    note_th: Prose | None = None
    reasons: ReasonsIn = {}
    issue_officers: OfficersIn = []
    kpis: KpisIn = []


class PerformanceAgreementPatch(In):
    """What changes; a field that is not sent stays, lists and `reasons` are replaced as a whole (RFC 7396)."""

    model_config = example({"note_th": "ปรับตามข้อหารือกับ ก.พ.ร.", "kpis": [examples.KPI_IN]})

    note_th: Prose | None = None
    reasons: ReasonsIn = Field(default_factory=dict)
    issue_officers: OfficersIn = Field(default_factory=list)
    kpis: KpisIn = Field(default_factory=list)


class PerformanceAgreementWaiverCreate(In):
    """That ก.พ.ร. lets the agreement pass a rule that it breaks now."""

    model_config = example(examples.WAIVER_IN)

    rule_code: RuleCode
    reason: Prose
    document_number: Annotated[Line, Field(description="number of the letter or minute in which it was granted")]


class PerformanceAgreementSort(StrEnum):
    """How a list of agreements may be sorted; a minus reverses."""

    FISCAL_YEAR = "fiscal_year"
    NEWEST_FISCAL_YEAR_FIRST = "-fiscal_year"
    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class PerformanceAgreementFilter(Filters):
    """Which agreements are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    level: AgreementLevel | SkipJsonSchema[None] = None
    state: AgreementState | SkipJsonSchema[None] = None
    stage: AgreementStage | SkipJsonSchema[None] = None
    step_code: Annotated[str, Field(max_length=40)] | SkipJsonSchema[None] = Field(
        default=None, description="at this step of their chain; with `stage` what waits for one committee"
    )
    indicator_id: UUID | SkipJsonSchema[None] = Field(default=None, description="agreements with this KPI")


class AgreementRuleFilter(Filters):
    """Which rules are wanted."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = Field(default=None, description="rules in force for this year")
    level: AgreementLevel | SkipJsonSchema[None] = None
