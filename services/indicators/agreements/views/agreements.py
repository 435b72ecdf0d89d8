"""How performance agreements, their rules, checks and results are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response

from services.indicators.agreements import access
from services.indicators.agreements.models import AgreementKpi, AgreementRule, PerformanceAgreement
from services.indicators.agreements.rules.agreement import weights_of
from services.indicators.agreements.rules.checks import RuleAnswer
from services.indicators.agreements.rules.totals import compare_total
from services.indicators.agreements.schemas import answers
from services.indicators.agreements.usecases.changes import subject_of_agreement
from services.indicators.agreements.usecases.checks import Checked
from services.indicators.agreements.usecases.results import Reached
from services.indicators.agreements.views.chains import progress_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Sentence, allowed_action


def one_of(agreement: PerformanceAgreement, principal: Principal) -> answers.PerformanceAgreement:
    """Return the representation of a loaded agreement."""
    summary = answers.PerformanceAgreementSummary.model_validate(agreement)
    actions = allowed_actions(principal, access.ACTIONS, subject_of_agreement(agreement))
    return answers.PerformanceAgreement(
        **dict(summary),
        kpis=[kpi_of(kpi) for kpi in agreement.kpis],
        waivers=[answers.AgreementWaiver.model_validate(waiver) for waiver in agreement.waivers],
        progress=progress_of(agreement),
        allowed_actions=[allowed_action(answer) for answer in actions],
    )


def kpi_of(kpi: AgreementKpi) -> answers.AgreementKpi:
    """Return a KPI with what the catalogue says of its indicator."""
    content, indicator = answers.KpiContent.model_validate(kpi), kpi.indicator
    beside = {name: getattr(indicator, name) for name in ("name_th", "unit_code", "unit_name_th", "direction", "level")}
    issue = kpi.strategic_issue
    known = {
        **dict(content),
        **beside,
        "strategic_issue": issue,
        "id": kpi.id,
        "position": kpi.position,
        "indicator_code": indicator.code,
    }
    return answers.AgreementKpi.model_validate(known)


def answer_of(agreement: PerformanceAgreement, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(agreement, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(agreement.version)})


def page_of(
    found: Sequence[PerformanceAgreement], page: PageRequest, filters: Mapping[str, Any], sort: str
) -> answers.PerformanceAgreementPage:
    """Return a page of agreements."""
    shown, cursor = page.cut(found, sort, filters, lambda row: getattr(row, sort.removeprefix("-")))
    items = [answers.PerformanceAgreementSummary.model_validate(agreement) for agreement in shown]
    return answers.PerformanceAgreementPage(items=items, next_cursor=cursor)


def rules_of(rules: Sequence[AgreementRule]) -> bytes:
    """Return the rules as the bytes of their answer."""
    items = [answers.AgreementRule.model_validate(rule) for rule in rules]
    return answers.AgreementRulePage(items=items, next_cursor=None).model_dump_json().encode()


def checks_of(checked: Checked) -> answers.PerformanceAgreementChecks:
    """Return what the rules find in an agreement."""
    agreement = checked.agreement
    return answers.PerformanceAgreementChecks(
        agreement_id=agreement.id,
        agreement_version=agreement.version,
        may_be_submitted=not checked.gaps and not checked.refusals,
        rules=[_rule_check(answer) for answer in checked.answers],
        gaps=[
            answers.AgreementGap(pointer=gap.pointer, code=gap.code, detail=Sentence(th=gap.text.th, en=gap.text.en))
            for gap in checked.gaps
        ],
        weights=weights_of(checked.facts.kpis),
        kpis=[_kpi_check(kpi) for kpi in agreement.kpis],
    )


def _rule_check(answer: RuleAnswer) -> answers.AgreementRuleCheck:
    rule, finding = answer.rule, answer.finding
    return answers.AgreementRuleCheck.model_validate(
        {
            "code": rule.code,
            "strength": rule.strength,
            "state": answer.state,
            "sentence_th": rule.sentence.th,
            "sentence_en": rule.sentence.en,
            "told": finding.told._asdict(),
            "facts": finding.facts,
        }
    )


def _kpi_check(kpi: AgreementKpi) -> answers.AgreementKpiCheck:
    total = compare_total(kpi.stated_total_kind, kpi.stated_total, kpi.targets_by_year)
    return answers.AgreementKpiCheck.model_validate(
        {
            "indicator_id": kpi.indicator_id,
            "indicator_code": kpi.indicator.code,
            "name_th": kpi.indicator.name_th,
            "is_baseline_missing": kpi.baseline is None,
            "is_responsible_post_missing": kpi.responsible_post is None,
            "stated_total": total.stated,
            "stated_total_kind": total.kind,
            "computed_total": total.computed,
            "is_total_as_computed": total.agrees,
            "sum_of_targets": total.sum_of_targets,
            "differs_from_sum": total.differs_from_sum,
        }
    )


def results_of(agreement: PerformanceAgreement, reached: Sequence[Reached]) -> answers.PerformanceAgreementResults:
    """Return what the KPIs of an agreement reached."""
    return answers.PerformanceAgreementResults(
        agreement_id=agreement.id,
        agreement_version=agreement.version,
        area_code=agreement.area_code,
        fiscal_year=agreement.fiscal_year,
        kpis=[_result_of(each) for each in reached],
    )


def _result_of(reached: Reached) -> answers.AgreementKpiResult:
    kpi, indicator, actual = reached.kpi, reached.kpi.indicator, reached.actual
    return answers.AgreementKpiResult.model_validate(
        {
            "indicator_id": kpi.indicator_id,
            "indicator_code": indicator.code,
            "name_th": indicator.name_th,
            "unit_code": indicator.unit_code,
            "unit_name_th": indicator.unit_name_th,
            "kind": kpi.kind,
            "weight": kpi.weight,
            "baseline": kpi.baseline,
            "target": reached.target,
            "actual": actual.value if actual else None,
            "actual_reporter": reached.reporter,
            "actual_status": reached.actual_status,
            "actual_revisions": reached.revisions,
            "actual_basis": reached.basis,
            "joint_indicator_id": reached.joint_indicator_id,
            "is_complete": reached.is_complete,
            "missing_periods": list(actual.missing) if actual else [],
            "status": reached.status,
        }
    )
