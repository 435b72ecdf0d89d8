"""`/v1/duplicate-verdicts` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.duplicates import access, views
from services.budget.duplicates.errors import ChangedSinceSeen, PairNotYours, VerdictExists
from services.budget.duplicates.repository.verdicts import load_verdict, load_verdicts
from services.budget.duplicates.schemas import verdicts as schemas
from services.budget.duplicates.usecases.judging import judge, link_of
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging

TAG = "duplicate-verdicts"
PATH = "/v1/duplicate-verdicts"

router = new_router(TAG)

Sort = Annotated[schemas.DuplicateVerdictSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.DuplicateVerdictPage,
    **operation("listDuplicateVerdicts", access.READ, "List verdicts on duplicates", refuses=[CursorInvalid]),
)
async def list_duplicate_verdicts(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.DuplicateVerdictFilter, Query()],
    sort: Sort = schemas.DuplicateVerdictSort.GIVEN_LAST_FIRST,
) -> schemas.DuplicateVerdictPage:
    """List what was judged of pairs whose two sides the caller may both see."""
    wanted = filters.model_dump()
    return views.verdicts_of(await load_verdicts(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.DuplicateVerdict,
    **operation(
        "giveDuplicateVerdict",
        access.JUDGE,
        "Judge whether two are the same",
        refuses=[*BODY, *KEYED, PairNotYours, ChangedSinceSeen, VerdictExists],
        headers=("Location", "Idempotent-Replayed"),
    ),
)
async def give_duplicate_verdict(
    session: Session, principal: Caller, once: Key, body: schemas.DuplicateVerdictGive
) -> Response:
    """Say of two things as they were seen that they are the same, different, or to be merged; the other side is told.

    It is advice: who merges requests is the committee, by its decision `merge`.
    """
    verdict = await judge(session, principal, once, body)
    return await once.answer(session, views.verdict_of(verdict), status=201, location=link_of(verdict.id))


@router.get(
    f"{PATH}/{{verdict_id:uuid}}",
    response_model=schemas.DuplicateVerdict,
    **operation("getDuplicateVerdict", access.READ, "Read a verdict on duplicates", refuses=OBJECT),
)
async def get_duplicate_verdict(session: Session, principal: Caller, verdict_id: UUID) -> schemas.DuplicateVerdict:
    """Read one verdict with both sides as they were seen."""
    return views.verdict_of(await load_verdict(session, principal, verdict_id))
