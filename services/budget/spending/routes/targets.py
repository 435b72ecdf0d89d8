"""`/v1/spending-targets` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.spending import access
from services.budget.spending.errors import TargetsReplaced
from services.budget.spending.repository import targets as repository
from services.budget.spending.schemas import targets as schemas
from services.budget.spending.usecases import targets as usecases
from services.budget.spending.views import targets as views
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "spending-targets"
PATH = "/v1/spending-targets"

router = new_router(TAG)

Sort = Annotated[schemas.SpendingTargetsSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.SpendingTargetsPage,
    **operation("listSpendingTargets", access.READ_TARGETS, "List targets of years", refuses=[CursorInvalid]),
)
async def list_spending_targets(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.SpendingTargetsFilter, Query()],
    sort: Sort = schemas.SpendingTargetsSort.YEAR_LAST_FIRST,
) -> schemas.SpendingTargetsPage:
    """List every version of the targets of every year; everyone may read them, each percent with its source."""
    wanted = filters.model_dump()
    found = await repository.list_targets(session, principal, wanted, sort, page)
    latest = await repository.latest_editions(session, principal, {each.fiscal_year for each in found})
    return views.page_of(found, latest, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.SpendingTargets,
    **operation(
        "recordSpendingTargets",
        access.RECORD_TARGETS,
        "Record the targets of a year",
        refuses=[*BODY, *KEYED, TargetsReplaced],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def record_spending_targets(
    session: Session, principal: Caller, once: Key, body: schemas.SpendingTargetsRecord
) -> Response:
    """Record the targets of a year; later ones are a new version that names the one it replaces, never an edit."""
    targets = await usecases.record_targets(session, principal, once, body)
    answer = views.one_of(targets, {})
    return await once.answer(session, answer, status=201, location=f"{PATH}/{targets.id}", version=1)


@router.get(
    f"{PATH}/{{targets_id}}",
    response_model=schemas.SpendingTargets,
    **operation(
        "getSpendingTargets", access.READ_TARGETS, "Read one version of targets", refuses=OBJECT, headers=["ETag"]
    ),
)
async def get_spending_targets(
    session: Session, principal: Caller, targets_id: UUID, response: Response
) -> schemas.SpendingTargets:
    """Read one version, and whether it is the one that counts."""
    targets = await repository.load_targets(session, principal, targets_id)
    latest = await repository.latest_editions(session, principal, {targets.fiscal_year})
    response.headers["ETag"] = etag(1)  # it never changes
    return views.one_of(targets, latest)
