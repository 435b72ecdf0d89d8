"""What the rules find in an agreement as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository
from services.indicators.agreements.models import AgreementKpi, AgreementRule, PerformanceAgreement
from services.indicators.agreements.rules.agreement import AgreementFacts, KpiFacts, RubricFacts, gaps_of
from services.indicators.agreements.rules.checks import RuleAnswer, StatedRule, Waived, answers_of, refusals_of
from services.indicators.catalogue.rules import PUBLISHED
from services.shared import reference
from services.shared.access import Principal
from services.shared.errors import FieldError, Text


@dataclass(frozen=True)
class Checked:
    """An agreement with what the rules find in it."""

    agreement: PerformanceAgreement
    facts: AgreementFacts
    gaps: tuple[FieldError, ...]
    answers: tuple[RuleAnswer, ...]

    @property
    def refusals(self) -> tuple[FieldError, ...]:
        """What the rules of the year have against submission."""
        return refusals_of(self.answers)


async def show_checks(session: AsyncSession, principal: Principal, agreement_id: UUID) -> Checked:
    """Return what the rules find in a visible agreement; raises NotFound."""
    return await check(session, await repository.load_agreement(session, principal, agreement_id))


async def check(session: AsyncSession, agreement: PerformanceAgreement) -> Checked:
    """Return what the rules of its year and level find in a loaded agreement."""
    rules = await repository.load_rules(session, agreement.fiscal_year, agreement.level)
    facts = facts_of(agreement)
    waivers = [Waived(waiver.rule_code, waiver.facts) for waiver in agreement.waivers]
    answers = answers_of(stated(rules), facts, agreement.reasons, waivers)
    return Checked(agreement, facts, gaps_of(facts), answers)


def stated(rules: Sequence[AgreementRule]) -> list[StatedRule]:
    """Return rules as the pure checks take them."""
    return [
        StatedRule(rule.code, rule.strength, rule.value, rule.domains, Text(rule.sentence_th, rule.sentence_en))
        for rule in rules
    ]


def facts_of(agreement: PerformanceAgreement) -> AgreementFacts:
    """Return what the rules ask of an agreement."""
    return AgreementFacts(
        level=agreement.level,
        fiscal_year=agreement.fiscal_year,
        members=reference.members_of(agreement.area_code, agreement.fiscal_year),
        kpis=tuple(facts_of_kpi(kpi) for kpi in agreement.kpis),
    )


def facts_of_kpi(kpi: AgreementKpi) -> KpiFacts:
    """Return what the rules ask of a KPI and of its indicator."""
    indicator = kpi.indicator
    return KpiFacts(
        indicator_code=indicator.code,
        is_published=indicator.state == PUBLISHED,
        level=indicator.level,
        topics=frozenset(indicator.topic_codes),
        kind=kpi.kind,
        weight=kpi.weight,
        target_years=tuple(target.fiscal_year for target in kpi.targets),
        stated_total=kpi.stated_total,
        stated_total_kind=kpi.stated_total_kind,
        rubric=rubric_of(kpi),
        participants=frozenset(kpi.participating_area_codes),
        has_plan_issue_or_policy=any((kpi.strategic_issue_id, kpi.plan_issue_th, kpi.policy_th)),
        is_taken_from_plan=kpi.is_taken_from_plan,
        has_support=any((kpi.project_ids, kpi.budget_support_th)),
        has_method=kpi.measurement_th is not None,
        is_revenue_driver=kpi.is_revenue_driver,
        has_development_index=kpi.development_index_ref is not None,
    )


def rubric_of(kpi: AgreementKpi) -> RubricFacts | None:
    """Return the rubric as the rules take it; None when none was given."""
    if kpi.rubric_method is None or kpi.rubric_direction is None:
        return None
    return RubricFacts(kpi.rubric_method, kpi.rubric_direction, tuple(kpi.rubric_anchors or ()))
