"""`/v1/joint-rounds` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.joint_rounds import access, repository, schemas, usecases, views
from services.budget.joint_rounds.errors import NotAtTheTable, RoundChanged, RoundConfirmed, RoundExists
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "joint-rounds"
TAGS = {TAG: "รอบงบประมาณร่วม: a ministry or department and areas sit together over who pays what."}
PATH = "/v1/joint-rounds"
ONE = f"{PATH}/{{round_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.JointRoundSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.JointRoundPage,
    **operation("listJointRounds", access.READ, "List joint rounds", refuses=[CursorInvalid]),
)
async def list_joint_rounds(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.JointRoundFilter, Query()],
    sort: Sort = schemas.JointRoundSort.UPDATED_LAST_FIRST,
) -> schemas.JointRoundPage:
    """List the rounds the caller may see, with what they come to and who is still to confirm."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_rounds(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.JointRound,
    **operation(
        "createJointRound",
        access.CREATE,
        "Record a joint round",
        refuses=[*BODY, *KEYED, NotAtTheTable, RoundExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_joint_round(
    session: Session, principal: Caller, once: Key, body: schemas.JointRoundCreate
) -> Response:
    """Record who sat together and who pays what share of each item; the other side is asked to confirm."""
    held = await usecases.record_round(session, principal, once, body)
    answer, location = views.one_of(held, principal), f"{PATH}/{held.id}"
    return await once.answer(session, answer, status=201, location=location, version=held.version)


@router.get(
    ONE,
    response_model=schemas.JointRound,
    **operation("getJointRound", access.READ, "Read a joint round", refuses=OBJECT, headers=["ETag"]),
)
async def get_joint_round(
    session: Session, principal: Caller, round_id: UUID, response: Response
) -> schemas.JointRound:
    """Read a round with its items, what each participant pays in all, and who has confirmed what."""
    held = await repository.load_round(session, principal, round_id)
    response.headers["ETag"] = etag(held.version)
    return views.one_of(held, principal)


@router.put(
    ONE,
    response_model=schemas.JointRound,
    **operation(
        "replaceJointRound",
        access.UPDATE,
        "Correct a joint round",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, NotAtTheTable],
        headers=["ETag"],
    ),
)
async def replace_joint_round(
    session: Session,
    principal: Caller,
    round_id: UUID,
    tag: IfMatch,
    body: schemas.JointRoundReplace,
    response: Response,
) -> schemas.JointRound:
    """Replace the record while not all have confirmed it; what was confirmed before is void, and asked for again."""
    held = await usecases.replace_round(session, principal, round_id, tag, body)
    response.headers["ETag"] = etag(held.version)
    return views.one_of(held, principal)


@router.post(
    f"{ONE}/confirm",
    response_model=schemas.JointRound,
    **operation(
        "confirmJointRound",
        access.CONFIRM,
        "Confirm a joint round",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, RoundChanged, RoundConfirmed],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def confirm_joint_round(
    session: Session, principal: Caller, round_id: UUID, once: Key, body: schemas.JointRoundConfirm
) -> Response:
    """Confirm for the other side the record as it was read; once all of that side have, it stands."""
    held = await usecases.confirm_round(session, principal, once, round_id, body)
    return await once.answer(session, views.one_of(held, principal), version=held.version)
