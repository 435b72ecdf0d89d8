"""Putting what was sent into an agreement, and refusing what contradicts itself or names what is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository
from services.indicators.agreements.clients import standing_issues, standing_projects
from services.indicators.agreements.models import AgreementKpi, AgreementTarget, PerformanceAgreement
from services.indicators.agreements.rules.agreement import (
    CLUSTER,
    NOT_PUBLISHED,
    PROVINCE,
    faults_of,
    faults_of_indicators,
)
from services.indicators.agreements.rules.checks import SHOULD
from services.indicators.agreements.rules.issues import ISSUE_FAULTS, Issue, fault_of_issue
from services.indicators.agreements.schemas.bodies import (
    AgreementKpiIn,
    PerformanceAgreementCreate,
    PerformanceAgreementPatch,
)
from services.indicators.agreements.schemas.fields import AgreementIssueOfficerIn
from services.indicators.agreements.usecases.checks import facts_of
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.rules import PUBLISHED
from services.shared import reference
from services.shared.access import Principal
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.neighbours import Asker
from services.shared.schemas import Json


@dataclass(frozen=True)
class Named:
    """What the plans service knows of what KPIs name: the projects that stand, and the strategic issues by id."""

    projects: frozenset[UUID]
    issues: Mapping[UUID, Issue]

    def snapshot_of(self, issue_id: UUID | None) -> Json | None:
        """Return what is kept of an issue; None where none is named."""
        issue = self.issues.get(issue_id) if issue_id else None
        return dict(issue.snapshot) if issue else None


async def named_in_plans(asker: Asker, body: PerformanceAgreementCreate | PerformanceAgreementPatch) -> Named:
    """Ask the plans service, before the first statement, for what KPIs name. Asks nothing for nothing."""
    projects = {project_id for kpi in body.kpis for project_id in kpi.project_ids}
    issues = {kpi.strategic_issue_id for kpi in body.kpis if kpi.strategic_issue_id}
    return Named(await standing_projects(asker, projects), await standing_issues(asker, issues))


def put_officers(agreement: PerformanceAgreement, officers: Sequence[AgreementIssueOfficerIn]) -> None:
    """Write who answers for which strategic issue."""
    agreement.issue_officers = [each.model_dump(mode="json") for each in officers]


def officers_of(agreement: PerformanceAgreement) -> Json:
    """Return who answers for which strategic issue, as the history shows it."""
    return {"issue_officers": [dict(each) for each in agreement.issue_officers]}


def new_agreement(principal: Principal, body: PerformanceAgreementCreate) -> PerformanceAgreement:
    """Return a draft of what was sent, without its KPIs; raises Invalid for an area that has no agreement."""
    at = now()
    agreement = PerformanceAgreement(
        id=new_id(),
        area_code=body.area_code,
        level=level_of(body.area_code, body.fiscal_year),
        fiscal_year=body.fiscal_year,
        note_th=body.note_th,
        reasons=dict(body.reasons),
        issue_officers=[],
        drafted_by=principal.subject,
        submitted_at=None,
        resolution_id=None,
        decided_at=None,
        decision_note_th=None,
        created_at=at,
        updated_at=at,
    )
    agreement.kpis, agreement.waivers = [], []
    return agreement


def level_of(area_code: str, fiscal_year: int) -> str:
    """Return whether an area is a province or a cluster of a fiscal year; raises Invalid when it is neither."""
    if any(area.code == area_code for area in reference.provinces(fiscal_year)):
        return PROVINCE
    if any(area.code == area_code for area in reference.clusters(fiscal_year)):
        return CLUSTER
    raise Invalid(FieldError("/area_code", "area_without_agreement", _NO_AGREEMENT))


async def put_kpis(
    session: AsyncSession,
    principal: Principal,
    agreement: PerformanceAgreement,
    kpis: Sequence[AgreementKpiIn],
    named: Named,
) -> None:
    """Make an agreement's KPIs those that were sent, keeping the rows of the indicators that stay; raises Invalid."""
    held = await repository.hold_indicators(session, principal, [kpi.indicator_id for kpi in kpis])
    faults = [
        *faults_of_indicators([kpi.indicator_id for kpi in kpis]),
        *(fault for place, kpi in enumerate(kpis) for fault in _faults_of_links(place, kpi, held, named, agreement)),
    ]
    if faults:
        raise Invalid(*faults)
    kept = {kpi.indicator_id: kpi for kpi in agreement.kpis}
    rows = []
    for position, sent in enumerate(kpis, start=1):
        indicator = held[sent.indicator_id]
        row = kept.get(indicator.id) or AgreementKpi(id=new_id(), indicator=indicator, targets=[])
        fill(row, position, sent, indicator)
        row.strategic_issue = named.snapshot_of(sent.strategic_issue_id)
        rows.append(row)
    agreement.kpis = rows


def _faults_of_links(
    place: int, kpi: AgreementKpiIn, held: Mapping[UUID, Indicator], named: Named, agreement: PerformanceAgreement
) -> list[FieldError]:
    indicator = held.get(kpi.indicator_id)
    faults = [
        FieldError(f"/kpis/{place}/project_ids/{index}", "project_unknown", _NO_PROJECT)
        for index, project_id in enumerate(kpi.project_ids)
        if project_id not in named.projects
    ]
    if kpi.strategic_issue_id is not None:
        issue = named.issues.get(kpi.strategic_issue_id)
        above = reference.cluster_of(agreement.area_code, agreement.fiscal_year)
        code = fault_of_issue(issue, agreement.area_code, above, agreement.fiscal_year)
        if code:
            faults.append(FieldError(f"/kpis/{place}/strategic_issue_id", code, ISSUE_FAULTS[code]))
    if indicator is None:
        faults.append(FieldError(f"/kpis/{place}/indicator_id", "indicator_unknown", _UNKNOWN))
    elif indicator.state != PUBLISHED:
        faults.append(FieldError(f"/kpis/{place}/indicator_id", "indicator_not_published", NOT_PUBLISHED))
    return faults


def fill(row: AgreementKpi, position: int, sent: AgreementKpiIn, indicator: Indicator) -> None:
    """Write what was sent into the row of a KPI."""
    for name, value in sent.model_dump(exclude={"baseline", "targets", "rubric"}).items():
        setattr(row, name, value)
    row.position, row.definition_version = position, indicator.definition_version
    baseline, rubric = sent.baseline, sent.rubric
    row.baseline_value = baseline.value if baseline else None
    row.baseline_fiscal_year = baseline.fiscal_year if baseline else None
    row.baseline_source = baseline.source if baseline else None
    row.rubric_method = rubric.method if rubric else None
    row.rubric_direction = rubric.direction if rubric else None
    row.rubric_anchors = list(rubric.anchors) if rubric else None
    row.rubric_unit = rubric.unit if rubric else None
    row.rubric_source = rubric.source if rubric else None
    row.rubric_dated_on = rubric.dated_on if rubric else None
    by_year = sorted(sent.targets, key=lambda target: target.fiscal_year)
    row.targets = [AgreementTarget(fiscal_year=target.fiscal_year, value=target.value) for target in by_year]


async def refuse_faults(session: AsyncSession, agreement: PerformanceAgreement) -> None:
    """Raise Invalid when an agreement contradicts itself, or gives a reason where no rule ever takes one.

    The rules of its year may come after the draft, so that a reason is held against those of all years.
    """
    rules = await repository.load_rules(session, level=agreement.level)
    asked = {rule.code for rule in rules if rule.strength == SHOULD}
    faults = [*faults_of(facts_of(agreement)), *_faults_of_officers(agreement)]
    faults += [
        FieldError(f"/reasons/{code}", "reason_without_use", _REASON_WITHOUT_USE)
        for code in sorted(set(agreement.reasons) - asked)
    ]
    if faults:
        raise Invalid(*faults)


def _faults_of_officers(agreement: PerformanceAgreement) -> list[FieldError]:
    named = {str(kpi.strategic_issue_id) for kpi in agreement.kpis}
    return [
        FieldError(f"/issue_officers/{place}/strategic_issue_id", "issue_without_kpi", _ISSUE_WITHOUT_KPI)
        for place, each in enumerate(agreement.issue_officers)
        if each["strategic_issue_id"] not in named
    ]


_ISSUE_WITHOUT_KPI = Text(
    "ไม่มีตัวชี้วัดใดของคำรับรองอยู่ในประเด็นยุทธศาสตร์นี้", "No KPI of the agreement stands under this strategic issue."
)
_NO_AGREEMENT = Text(
    "คำรับรองเป็นของจังหวัด หรือของกลุ่มจังหวัดที่มีในปีงบประมาณนั้น",
    "An agreement is a province's, or that of a cluster which the fiscal year has.",
)
_UNKNOWN = Text("ไม่มีตัวชี้วัดนี้ ดูได้ที่ /v1/indicators", "There is no such indicator; /v1/indicators lists them.")
_NO_PROJECT = Text(
    "ไม่มีโครงการนี้ หรือยกเลิกไปแล้ว หรือท่านยังไม่เห็น ดูได้ที่ /v1/projects",
    "There is no such project, or it was given up, or is not open to you; see /v1/projects.",
)
_REASON_WITHOUT_USE = Text(
    "เหตุผลใช้กับหลักเกณฑ์ should ของระดับนี้ ดูได้ที่ /v1/performance-agreements/rules",
    "A reason belongs to a `should` rule of this level; see /v1/performance-agreements/rules.",
)
