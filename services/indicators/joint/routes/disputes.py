"""`/v1/joint-indicators/disputes` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.joint import access, repository, views
from services.indicators.joint.routes.indicators import MOVED, ONE, PATH, TAG
from services.indicators.joint.schemas import disputes as schemas
from services.indicators.joint.usecases import disputes as usecases
from services.indicators.joint.usecases.reviewing import review_disputes
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

DISPUTES = f"{PATH}/disputes"
# Only an id stands there, so that "decisions" is no dispute.
DISPUTE = f"{DISPUTES}/{{dispute_id:uuid}}"
REPLAYED = ("Idempotent-Replayed",)

router = new_router(TAG)

Sort = Annotated[schemas.JointDisputeSort, Query(description="how to sort; a minus reverses")]


@router.get(
    DISPUTES,
    response_model=schemas.JointDisputePage,
    **operation("listJointDisputes", access.READ, "List disputes", refuses=[CursorInvalid]),
)
async def list_joint_disputes(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.JointDisputeFilter, Query()],
    sort: Sort = schemas.JointDisputeSort.UPDATED_LAST_FIRST,
) -> schemas.JointDisputePage:
    """List where both sides' values differ by more than the tolerance, and what became of it."""
    wanted = filters.model_dump()
    found = await repository.load_disputes(session, principal, wanted, sort, page)
    return views.disputes_of(found, page, wanted, sort)


@router.post(
    f"{ONE}/disputes/review",
    response_model=schemas.JointDisputeReview,
    **operation(
        "reviewJointDisputes",
        access.REVIEW,
        "Look for what differs",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=REPLAYED,
    ),
)
async def review_joint_disputes(session: Session, principal: Caller, joint_indicator_id: UUID, once: Key) -> Response:
    """Look at both sides' values now: a dispute is opened where they differ, and closed where they do not any more.

    The service does the same by itself after every push, signature and new definition.
    """
    reviewed = await review_disputes(session, principal, once, joint_indicator_id)
    return await once.answer(session, views.review_of(reviewed))


@router.get(
    DISPUTE,
    response_model=schemas.JointDispute,
    **operation("getJointDispute", access.READ, "Read a dispute", refuses=OBJECT, headers=["ETag"]),
)
async def get_joint_dispute(
    session: Session, principal: Caller, dispute_id: UUID, response: Response
) -> schemas.JointDispute:
    """Read both sides' values, what each says, what is proposed and what was settled."""
    dispute = await repository.load_dispute(session, principal, dispute_id)
    response.headers["ETag"] = etag(dispute.version)
    return views.dispute_of(dispute, principal)


@router.post(
    f"{DISPUTE}/state",
    response_model=schemas.JointDispute,
    **operation(
        "stateJointDispute",
        access.STATE,
        "State the case of one side",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def state_joint_dispute(
    session: Session, principal: Caller, dispute_id: UUID, once: Key, body: schemas.JointDisputeState
) -> Response:
    """Say why this side stands by its value, with its evidence. Who corrects its value instead reports it anew."""
    dispute = await usecases.state_case(session, principal, once, dispute_id, body)
    return await once.answer(session, views.dispute_of(dispute, principal), version=dispute.version)


@router.post(
    f"{DISPUTE}/propose",
    response_model=schemas.JointDispute,
    **operation(
        "proposeJointDisputeOutcome",
        access.PROPOSE,
        "Propose which value counts",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def propose_joint_dispute_outcome(
    session: Session, principal: Caller, dispute_id: UUID, once: Key, body: schemas.JointDisputePropose
) -> Response:
    """Propose, as the secretariat, whose value counts, or another one; the committee resolves exactly that."""
    dispute = await usecases.propose_outcome(session, principal, once, dispute_id, body)
    return await once.answer(session, views.dispute_of(dispute, principal), version=dispute.version)


@router.post(
    f"{DISPUTE}/reopen",
    response_model=schemas.JointDispute,
    **operation(
        "reopenJointDispute",
        access.REOPEN,
        "Open a settled dispute again",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def reopen_joint_dispute(
    session: Session, principal: Caller, dispute_id: UUID, once: Key, body: schemas.JointDisputeReopen
) -> Response:
    """Put a settled value before all again, with the reason; until it is settled anew the side of record counts."""
    dispute = await usecases.reopen_dispute(session, principal, once, dispute_id, body)
    return await once.answer(session, views.dispute_of(dispute, principal), version=dispute.version)


@router.get(
    f"{DISPUTE}/history",
    response_model=HistoryPage,
    **operation("listJointDisputeHistory", access.READ_DISPUTE_HISTORY, "Read a dispute's history", refuses=OBJECT),
)
async def list_joint_dispute_history(session: Session, principal: Caller, dispute_id: UUID) -> HistoryPage:
    """List every step of a dispute, the newest first: values, statements, proposals, resolutions."""
    return await usecases.show_history(session, principal, dispute_id)
