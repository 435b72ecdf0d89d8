"""`/v1/performance-agreements` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.indicators.agreements import access
from services.indicators.agreements.errors import (
    AgreementExists,
    AgreementIncomplete,
    AgreementRulesNotMet,
    RuleNotBroken,
)
from services.indicators.agreements.repository import load_agreement, load_agreements, load_rules
from services.indicators.agreements.schemas import answers, bodies
from services.indicators.agreements.usecases import agreements as usecases
from services.indicators.agreements.usecases.checks import show_checks
from services.indicators.agreements.usecases.results import show_results
from services.indicators.agreements.usecases.waivers import add_waiver
from services.indicators.agreements.views import agreements as views
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable, cached_answer
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "performance-agreements"
PATH = "/v1/performance-agreements"
ONE = f"{PATH}/{{agreement_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.PerformanceAgreementSort, Query(description="how to sort; a minus reverses")]


@router.get(
    f"{PATH}/rules",
    response_model=answers.AgreementRulePage,
    **cacheable(
        operation(
            "listPerformanceAgreementRules",
            access.READ_RULES,
            "List the rules for KPIs of agreements",
            headers=["ETag"],
        )
    ),
)
async def list_rules(
    request: Request,
    session: Session,
    filters: Annotated[bodies.AgreementRuleFilter, Query()],
    _tag: IfNoneMatch = None,
) -> Response:
    """List the rules of a fiscal year and level, with the sentence of the document that each stands in.

    A year without rules has none that are known; nothing is asked of its agreements then.
    """
    rules = await load_rules(session, filters.fiscal_year, filters.level)
    return cached_answer(request, views.rules_of(rules), "application/json")


@router.get(
    PATH,
    response_model=answers.PerformanceAgreementPage,
    **operation("listPerformanceAgreements", access.READ, "List performance agreements", refuses=[CursorInvalid]),
)
async def list_agreements(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.PerformanceAgreementFilter, Query()],
    sort: Sort = bodies.PerformanceAgreementSort.UPDATED_LAST_FIRST,
) -> answers.PerformanceAgreementPage:
    """List agreements without their KPIs: approved ones to everyone, drafts to their area and to ก.พ.ร."""
    wanted = filters.model_dump()
    found = await load_agreements(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.PerformanceAgreement,
    **operation(
        "createPerformanceAgreement",
        access.CREATE,
        "Draft a performance agreement",
        refuses=[*BODY, *KEYED, AgreementExists],
        headers=CREATED,
    ),
)
async def create_agreement(
    session: Session, principal: Caller, asker: Ask, once: Key, body: bodies.PerformanceAgreementCreate
) -> Response:
    """Draft the agreement of an area for a fiscal year, the area itself or ก.พ.ร. for it. Candidates have no limit."""
    agreement = await usecases.create_agreement(session, asker, principal, once, body)
    answer, location = views.one_of(agreement, principal), f"{PATH}/{agreement.id}"
    return await once.answer(session, answer, status=201, location=location, version=agreement.version)


@router.get(
    ONE,
    response_model=answers.PerformanceAgreement,
    **operation(
        "getPerformanceAgreement", access.READ, "Read a performance agreement", refuses=OBJECT, headers=["ETag"]
    ),
)
async def get_agreement(session: Session, principal: Caller, agreement_id: UUID) -> Response:
    """Read an agreement with its KPIs and waivers, and what the caller may do with it; the ETag is its version."""
    return views.answer_of(await load_agreement(session, principal, agreement_id), principal)


@router.patch(
    ONE,
    response_model=answers.PerformanceAgreement,
    **operation(
        "updatePerformanceAgreement",
        access.UPDATE,
        "Change a performance agreement",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_agreement(
    session: Session,
    principal: Caller,
    asker: Ask,
    agreement_id: UUID,
    tag: IfMatch,
    body: bodies.PerformanceAgreementPatch,
) -> Response:
    """Change an agreement before it is submitted; `kpis` is replaced as a whole, a KPI that stays keeps its id."""
    agreement = await usecases.update_agreement(session, asker, principal, agreement_id, tag, body)
    return views.answer_of(agreement, principal)


@router.delete(
    ONE,
    status_code=204,
    **operation(
        "cancelPerformanceAgreement",
        access.CANCEL,
        "Cancel a performance agreement",
        refuses=[*OBJECT, *VERSIONED, StateDoesNotAllow],
    ),
)
async def cancel_agreement(session: Session, principal: Caller, agreement_id: UUID, tag: IfMatch) -> Response:
    """Give up an agreement that is not submitted; it stays readable with its history, and another may be drafted."""
    await usecases.cancel_agreement(session, principal, agreement_id, tag)
    return Response(status_code=204)


@router.post(
    f"{ONE}/submit",
    response_model=answers.PerformanceAgreement,
    **operation(
        "submitPerformanceAgreement",
        access.SUBMIT,
        "Submit a performance agreement",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, AgreementIncomplete, AgreementRulesNotMet],
        headers=MOVED,
    ),
)
async def submit_agreement(session: Session, principal: Caller, agreement_id: UUID, once: Key) -> Response:
    """Hand an agreement that keeps the rules of its year, or has a waiver or reason, to the next step of its chain.

    What ก.พ.ร. drafted becomes the area's own by this; where the chain has a hearing, that comes first.
    """
    agreement = await usecases.submit_agreement(session, principal, once, agreement_id)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=answers.PerformanceAgreement,
    **operation(
        "withdrawPerformanceAgreement",
        access.WITHDRAW,
        "Withdraw a performance agreement",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_agreement(session: Session, principal: Caller, agreement_id: UUID, once: Key) -> Response:
    """Take a submitted agreement back before it is approved; all steps after the submission come anew."""
    agreement = await usecases.withdraw_agreement(session, principal, once, agreement_id)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)


@router.post(
    f"{ONE}/waivers",
    status_code=201,
    response_model=answers.PerformanceAgreement,
    **operation(
        "createPerformanceAgreementWaiver",
        access.WAIVE,
        "Waive a rule for an agreement",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, RuleNotBroken],
        headers=CREATED,
    ),
)
async def create_waiver(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    once: Key,
    body: bodies.PerformanceAgreementWaiverCreate,
) -> Response:
    """Let an agreement pass a rule it breaks now; only ก.พ.ร. may. The answer is the agreement as it is then."""
    agreement = await add_waiver(session, principal, once, agreement_id, body)
    answer, location = views.one_of(agreement, principal), f"{PATH}/{agreement.id}"
    return await once.answer(session, answer, status=201, location=location, version=agreement.version)


@router.get(
    f"{ONE}/checks",
    response_model=answers.PerformanceAgreementChecks,
    **operation("getPerformanceAgreementChecks", access.READ, "Check a performance agreement", refuses=OBJECT),
)
async def get_checks(session: Session, principal: Caller, agreement_id: UUID) -> answers.PerformanceAgreementChecks:
    """Ask every rule of the year one by one, what is missing, and how stated totals stand to their years."""
    return views.checks_of(await show_checks(session, principal, agreement_id))


@router.get(
    f"{ONE}/results",
    response_model=answers.PerformanceAgreementResults,
    **operation("getPerformanceAgreementResults", access.READ, "Read an agreement's results", refuses=OBJECT),
)
async def get_results(session: Session, principal: Caller, agreement_id: UUID) -> answers.PerformanceAgreementResults:
    """Read target and actual value of the year for each KPI, and whose value it is; the public reads final values."""
    return views.results_of(*await show_results(session, principal, agreement_id))


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listPerformanceAgreementHistory", access.READ_HISTORY, "Read an agreement's history", refuses=OBJECT),
)
async def list_agreement_history(session: Session, principal: Caller, agreement_id: UUID) -> HistoryPage:
    """List what happened to an agreement, the newest first: what changed, from what, by whom, why."""
    return await usecases.show_history(session, principal, agreement_id)
