"""Submitting a request: what stands against it, what the working group will see of it, who is asked."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.usecases.revising import kpi_of, refuse_not_in_force
from services.indicators.changes import access, repository
from services.indicators.changes.errors import ClosingDatePassed
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import is_past
from services.indicators.changes.usecases.asking import refuse_broken_rules, refuse_faults, refuse_gaps
from services.indicators.changes.usecases.hearing import ask_keeper_and_host, forget_hearing
from services.indicators.changes.usecases.standing import OBJECT, content_of, lock_for, move, subject_of
from services.shared.access import Principal, check_state
from services.shared.attachments.repository import load_attachments
from services.shared.columns import now
from services.shared.events.record import difference
from services.shared.fiscal import day_in_bangkok
from services.shared.idempotency import Once
from services.shared.schemas import Json


async def submit_request(session: AsyncSession, principal: Principal, once: Once, request_id: UUID) -> ChangeRequest:
    """Hand a complete request to ก.พ.ร. and the host agency of the KPI; both are heard anew each time.

    Raises StateDoesNotAllow, AgreementNotInForce, ClosingDatePassed, ChangeRequestNotReady, Invalid,
    ChangeBreaksRules.
    """
    agreement = await repository.lock_agreement_of(session, principal, request_id)
    request = await lock_for(session, principal, request_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of(request))
    refuse_not_in_force(agreement)
    await refuse_late(session, request)
    before = content_of(request)
    request.evidence = await evidence_of(session, request.id)
    request.host_function_code = request.indicator.host_function_code
    refuse_gaps(request)
    kpi = kpi_of(agreement, request.indicator_id)
    assert kpi is not None  # else its base had moved, which is a gap
    refuse_faults(request, agreement, kpi)
    await refuse_broken_rules(session, request, agreement, kpi, request.changed)
    forget_hearing(request)
    request.submitted_at = request.submitted_at or now()
    await move(session, principal, request, "submit", "submitted", changes=difference(before, content_of(request)))
    await ask_keeper_and_host(session, request)
    return request


async def refuse_late(session: AsyncSession, request: ChangeRequest) -> None:
    """Raise ClosingDatePassed for a request that is first submitted after the closing date of its year.

    What was sent in time and returned is sent again in time.
    """
    closing = await repository.find_closing_date(session, request.fiscal_year)
    if closing is None or request.submitted_at is not None:
        return
    if is_past(closing.closes_on, day_in_bangkok(now())):
        raise ClosingDatePassed(
            fiscal_year=request.fiscal_year, closes_on=closing.closes_on.isoformat(), source=closing.source
        )


async def evidence_of(session: AsyncSession, request_id: UUID) -> list[Json]:
    """Return the files on a request as they are now, by name and hash."""
    files = await load_attachments(session, OBJECT, request_id)
    return [{"attachment_id": str(each.id), "name": each.name, "sha256": each.sha256} for each in files]
