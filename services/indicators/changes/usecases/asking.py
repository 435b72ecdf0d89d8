"""What is asked in place of what was agreed, held to the rules that the agreement itself is held to."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.usecases.revising import faults_of_revision, hash_of_kpi, rules_broken_by
from services.indicators.changes.errors import ChangeBreaksRules, ChangeRequestNotReady
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import Happened, Readiness, event_faults, gaps_of
from services.indicators.changes.rules.terms import (
    SCORING_CRITERIA,
    definition_faults,
    departing,
    idle_faults,
    placed,
    without,
)
from services.indicators.changes.schemas.fields import ChangeTermsIn
from services.shared.columns import now
from services.shared.errors import FieldError, Invalid
from services.shared.fiscal import day_in_bangkok

Asked = Mapping[str, Mapping[str, Any]]


def asked_in(body: ChangeTermsIn) -> dict[str, dict[str, Any]]:
    """Return, by kind of change, the fields that a body asks for, as JSON values."""
    asked = {}
    for kind in ChangeTermsIn.model_fields:
        part = getattr(body, kind)
        if part is not None:
            sent = part.model_dump(mode="json", exclude_unset=True)
            asked[kind] = {"rubric": sent} if kind == SCORING_CRITERIA else sent
    return asked


def changed_by(
    request: ChangeRequest, asked: Asked, standing: Mapping[str, Any], cleared: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what shall differ from what was agreed: what was sent of the kinds asked for, `standing` of the others.

    Raises Invalid for a kind that asks for what was agreed anyway.
    """
    if faults := idle_faults(request.base, asked):
        raise Invalid(*faults)
    kept = dict(standing)
    for kind in (*asked, *cleared):
        kept = without(kept, kind)
    return departing(request.base, kept | {name: value for sent in asked.values() for name, value in sent.items()})


def refuse_faults(request: ChangeRequest, agreement: PerformanceAgreement, kpi: AgreementKpi | None) -> None:
    """Raise Invalid when a request contradicts itself; a KPI that is gone or moved is said elsewhere."""
    faults = list(faults_of_terms(request, agreement, kpi, request.changed))
    if request.event_began_on is not None:
        event = Happened(request.event_began_on, request.event_ended_on)
        faults += event_faults(event, day_in_bangkok(now()))
    if faults:
        raise Invalid(*faults)


def faults_of_terms(
    request: ChangeRequest, agreement: PerformanceAgreement, kpi: AgreementKpi | None, changed: Mapping[str, Any]
) -> tuple[FieldError, ...]:
    """Return what is wrong with terms in place of those agreed, by the kind of change each stands under."""
    if kpi is None or not changed:
        return ()
    content = {**request.base, **changed}
    found = (
        *definition_faults(request.base, content, kpi.indicator.definition_version),
        *faults_of_revision(agreement, kpi, content),
    )
    return tuple(placed(fault) for fault in found)


async def refuse_broken_rules(
    session: AsyncSession,
    request: ChangeRequest,
    agreement: PerformanceAgreement,
    kpi: AgreementKpi,
    changed: Mapping[str, Any],
) -> None:
    """Raise ChangeBreaksRules when terms would have the agreement break a rule of the year that it keeps now."""
    if broken := await rules_broken_by(session, agreement, kpi, {**request.base, **changed}):
        raise ChangeBreaksRules(*broken)


def refuse_gaps(request: ChangeRequest) -> None:
    """Raise ChangeRequestNotReady when something is missing, or the KPI is no longer what it was."""
    readiness = Readiness(
        changes_something=bool(request.changed),
        has_event=request.event is not None,
        evidence=len(request.evidence),
        base_moved=hash_of_kpi(request.kpi) != request.base_hash,
    )
    if gaps := gaps_of(readiness):
        raise ChangeRequestNotReady(*gaps)
