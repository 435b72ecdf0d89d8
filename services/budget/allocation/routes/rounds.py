"""Rounds: from draft to what ก.น.จ. resolves on."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.budget.allocation import access, repository, views
from services.budget.allocation.errors import AllocationRoundExists, RunOfOtherSettings
from services.budget.allocation.schemas import rounds as schemas
from services.budget.allocation.usecases import drafts as usecases
from services.budget.ledger.errors import CeilingStated
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "allocation-rounds"
TAGS = {
    TAG: "รอบการจัดสรร: the frame of a year divided among provinces and clusters, by criteria that everybody may read "
    "and compute again."
}
PATH = "/v1/allocation-rounds"
ONE = f"{PATH}/{{round_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.AllocationRoundSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.AllocationRoundPage,
    **operation("listAllocationRounds", access.READ, "List allocation rounds", refuses=[CursorInvalid]),
)
async def list_rounds(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.AllocationRoundFilter, Query()],
    sort: Sort = schemas.AllocationRoundSort.NEWEST_FISCAL_YEAR_FIRST,
) -> schemas.AllocationRoundPage:
    """List the published rounds; who oversees sees the proposed ones too, and the Budget Bureau its drafts."""
    wanted = filters.model_dump()
    found = await repository.load_rounds(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.AllocationRound,
    **operation(
        "createAllocationRound",
        access.CREATE,
        "Create an allocation round",
        refuses=[*BODY, *KEYED, AllocationRoundExists, CeilingStated],
        headers=CREATED,
    ),
)
async def create_round(session: Session, principal: Caller, once: Key, body: schemas.AllocationRoundCreate) -> Response:
    """Begin the draft of a round: its frame, its pools, and by which criteria and within which bounds each is divided.

    No weight is official: each criterion says why it counts and where that is said.
    """
    allocation = await usecases.create_round(session, principal, once, body)
    answer, location = views.one_of(allocation, principal), f"{PATH}/{allocation.id}"
    return await once.answer(session, answer, status=201, location=location, version=allocation.version)


@router.get(
    ONE,
    response_model=schemas.AllocationRound,
    **cacheable(
        operation("getAllocationRound", access.READ, "Read an allocation round", refuses=OBJECT, headers=["ETag"])
    ),
)
async def get_round(
    request: Request, session: Session, principal: Caller, round_id: UUID, _tag: IfNoneMatch = None
) -> Response:
    """Read a round with its pools and criteria; `run_id` names the run whose amounts are proposed or published."""
    return views.answer_of(request, await repository.load_round(session, principal, round_id), principal)


@router.patch(
    ONE,
    response_model=schemas.AllocationRound,
    **operation(
        "updateAllocationRound",
        access.UPDATE,
        "Change an allocation round",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, AllocationRoundExists],
        headers=["ETag"],
    ),
)
async def update_round(
    session: Session,
    principal: Caller,
    round_id: UUID,
    tag: IfMatch,
    body: schemas.AllocationRoundPatch,
    response: Response,
) -> schemas.AllocationRound:
    """Change a draft, or a round that was sent back; runs that were made before stay, and say by what."""
    allocation = await usecases.update_round(session, principal, round_id, tag, body)
    response.headers["ETag"] = etag(allocation.version)
    return views.one_of(allocation, principal)


@router.post(
    f"{ONE}/propose",
    response_model=schemas.AllocationRound,
    **operation(
        "proposeAllocationRound",
        access.PROPOSE,
        "Propose a run to ก.น.จ.",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow, RunOfOtherSettings],
        headers=MOVED,
    ),
)
async def propose_round(
    session: Session, principal: Caller, round_id: UUID, once: Key, body: schemas.AllocationProposal
) -> Response:
    """Put one run before ก.น.จ., whose resolution publishes it and opens the ceilings in the ledger, all or none."""
    allocation = await usecases.propose_round(session, principal, once, round_id, body)
    return await once.answer(session, views.one_of(allocation, principal), version=allocation.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=schemas.AllocationRound,
    **operation(
        "withdrawAllocationRound",
        access.WITHDRAW,
        "Withdraw an allocation round",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_round(
    session: Session, principal: Caller, round_id: UUID, once: Key, body: schemas.AllocationWithdrawal
) -> Response:
    """Give up a round that is not published, with the reason; its history and runs stay."""
    allocation = await usecases.withdraw_round(session, principal, once, round_id, body)
    return await once.answer(session, views.one_of(allocation, principal), version=allocation.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listAllocationRoundHistory", access.READ_HISTORY, "Read a round's history", refuses=OBJECT),
)
async def list_round_history(session: Session, principal: Caller, round_id: UUID) -> HistoryPage:
    """List what happened to a round, its runs among it, the newest first."""
    return await usecases.show_history(session, principal, round_id)
