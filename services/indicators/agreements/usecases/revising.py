"""Revising one KPI of an approved agreement: what shall stand there is held to the same rules, then written.

Which request asked for it, and who decided, is its caller's affair; agreements know no change requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository
from services.indicators.agreements.errors import AgreementNotInForce, KpiChangedSince
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.rules.agreement import APPROVED, AgreementFacts, faults_of, gaps_of
from services.indicators.agreements.rules.checks import Waived, answers_of, refusals_of
from services.indicators.agreements.schemas.answers import KpiContent
from services.indicators.agreements.schemas.bodies import AgreementKpiIn
from services.indicators.agreements.usecases.changes import save
from services.indicators.agreements.usecases.checks import facts_of, facts_of_kpi, stated
from services.indicators.agreements.usecases.drafting import fill
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.errors import FieldError
from services.shared.events.record import difference
from services.shared.schemas import Json

# An indicator that was retired meanwhile is still answered for.
_NOT_ASKED = frozenset({"indicator_not_published"})


@dataclass(frozen=True)
class Cause:
    """Why a KPI is revised: the request that asked for it, the resolution that decided, and the reason it gives."""

    change_request_id: UUID
    resolution_id: UUID
    reason: str | None


def kpi_of(agreement: PerformanceAgreement, indicator_id: UUID) -> AgreementKpi | None:
    """Return the KPI of an agreement that is on an indicator; None when there is none."""
    return next((kpi for kpi in agreement.kpis if kpi.indicator_id == indicator_id), None)


def content_of_kpi(kpi: AgreementKpi) -> Json:
    """Return what an agreement says of one indicator, as JSON values."""
    return KpiContent.model_validate(kpi).model_dump(mode="json")


def hash_of_kpi(kpi: AgreementKpi | None) -> str | None:
    """Return the hash of what a KPI says; None of one that the agreement does not have."""
    return None if kpi is None else sha256(content_of_kpi(kpi))


def refuse_changed(kpi: AgreementKpi | None, expected_hash: str) -> None:
    """Raise KpiChangedSince when a KPI does not say what was expected, or is gone."""
    current = hash_of_kpi(kpi)
    if current != expected_hash:
        raise KpiChangedSince(expected=expected_hash[:12], current=current[:12] if current else "-")


def refuse_not_in_force(agreement: PerformanceAgreement) -> None:
    """Raise AgreementNotInForce unless an agreement is approved."""
    if agreement.state != APPROVED:
        raise AgreementNotInForce(state=agreement.state)


def faults_of_revision(
    agreement: PerformanceAgreement, kpi: AgreementKpi, content: Mapping[str, Any]
) -> tuple[FieldError, ...]:
    """Return what would contradict itself or be missing if a KPI said `content`; pointers start in the KPI."""
    prefix = f"/kpis/{agreement.kpis.index(kpi)}"
    facts = facts_with(agreement, kpi, content)
    return tuple(
        FieldError(fault.pointer.removeprefix(prefix), fault.code, fault.text)
        for fault in (*faults_of(facts), *gaps_of(facts))
        if fault.pointer.startswith(f"{prefix}/") and fault.code not in _NOT_ASKED
    )


async def rules_broken_by(
    session: AsyncSession, agreement: PerformanceAgreement, kpi: AgreementKpi, content: Mapping[str, Any]
) -> tuple[FieldError, ...]:
    """Return the rules of the year that the agreement would break if a KPI said `content`, and keeps now."""
    rules = stated(await repository.load_rules(session, agreement.fiscal_year, agreement.level))
    waivers = [Waived(waiver.rule_code, waiver.facts) for waiver in agreement.waivers]
    now, then = (
        refusals_of(answers_of(rules, facts, agreement.reasons, waivers))
        for facts in (facts_of(agreement), facts_with(agreement, kpi, content))
    )
    broken = {refusal.code for refusal in now}
    return tuple(refusal for refusal in then if refusal.code not in broken)


def facts_with(agreement: PerformanceAgreement, kpi: AgreementKpi, content: Mapping[str, Any]) -> AgreementFacts:
    """Return what the rules would ask of an agreement if a KPI said `content`."""
    place, facts = agreement.kpis.index(kpi), facts_of(agreement)
    # A row that no session ever sees.
    draft = AgreementKpi(id=kpi.id, indicator=kpi.indicator, targets=[])
    fill(draft, kpi.position, as_sent(content), kpi.indicator)
    return replace(facts, kpis=(*facts.kpis[:place], facts_of_kpi(draft), *facts.kpis[place + 1 :]))


def as_sent(content: Mapping[str, Any]) -> AgreementKpiIn:
    """Return the body that has a KPI say `content`."""
    return AgreementKpiIn.model_validate(
        {name: content[name] for name in AgreementKpiIn.model_fields if name in content}
    )


async def revise_kpi(
    session: AsyncSession,
    actor: Principal,
    agreement: PerformanceAgreement,
    indicator_id: UUID,
    expected_hash: str,
    changed: Mapping[str, Any],
    cause: Cause,
) -> AgreementKpi:
    """Write fields of the KPI on an indicator anew, in a locked, approved agreement, under its next version.

    `expected_hash` is that of what the KPI said when the revision was made. Raises AgreementNotInForce,
    KpiChangedSince.
    """
    refuse_not_in_force(agreement)
    kpi = kpi_of(agreement, indicator_id)
    refuse_changed(kpi, expected_hash)
    assert kpi is not None
    before = content_of_kpi(kpi)
    after = {**before, **changed}
    fill(kpi, kpi.position, as_sent(after), kpi.indicator)
    kpi.definition_version = after["definition_version"]
    differing = difference(before, content_of_kpi(kpi))
    said: Json = {f"kpis.{kpi.indicator.code}.{name}": pair for name, pair in differing.items()}
    said |= {"change_request_id": [None, str(cause.change_request_id)], "reason": cause.reason}
    await save(session, actor, agreement, "performance_agreement.kpi_revised", said, cause.resolution_id)
    return kpi
