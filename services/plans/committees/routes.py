"""`/v1/committees` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.plans.committees import access, schemas, usecases, views
from services.plans.committees.errors import CommitteeExists, CommitteeNotYours, SeatTaken
from services.plans.committees.repository import load_committees
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag
from services.shared.schemas import Day

TAG = "committees"
TAGS = {TAG: "คณะกรรมการ: committees with their members by date, always by post."}
PATH = "/v1/committees"
ONE = f"{PATH}/{{committee_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.CommitteeSort, Query(description="how to sort; a minus reverses")]
On = Annotated[Day | SkipJsonSchema[None], Query(description="members of this day only")]


@router.get(
    PATH,
    response_model=schemas.CommitteePage,
    **operation("listCommittees", access.READ, "List committees", refuses=[CursorInvalid]),
)
async def list_committees(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.CommitteeFilter, Query()],
    sort: Sort = schemas.CommitteeSort.NAME,
) -> schemas.CommitteePage:
    """List committees in Thai order; their register is open to everyone."""
    wanted = filters.model_dump()
    found = await load_committees(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Committee,
    **operation(
        "createCommittee",
        access.CREATE,
        "Register a committee",
        refuses=[*BODY, *KEYED, CommitteeNotYours, CommitteeExists],
        headers=CREATED,
    ),
)
async def create_committee(session: Session, principal: Caller, once: Key, body: schemas.CommitteeCreate) -> Response:
    """Register a committee by its order: an area's own, or a national one by OPDC."""
    committee = await usecases.create_committee(session, principal, once, body)
    answer, location = views.one_of(committee, principal), f"{PATH}/{committee.id}"
    return await once.answer(session, answer, status=201, location=location, version=committee.version)


@router.get(
    ONE,
    response_model=schemas.Committee,
    **operation("getCommittee", access.READ, "Read a committee", refuses=OBJECT, headers=["ETag"]),
)
async def get_committee(
    session: Session, principal: Caller, committee_id: UUID, response: Response, on: On = None
) -> schemas.Committee:
    """Read a committee with its members: all of them, or those of a day."""
    committee = await usecases.show_committee(session, principal, committee_id)
    response.headers["ETag"] = etag(committee.version)
    return views.one_of(committee, principal, on)


@router.patch(
    ONE,
    response_model=schemas.Committee,
    **operation(
        "updateCommittee", access.UPDATE, "Change a committee", refuses=[*OBJECT, *BODY, *VERSIONED], headers=["ETag"]
    ),
)
async def update_committee(
    session: Session,
    principal: Caller,
    committee_id: UUID,
    tag: IfMatch,
    body: schemas.CommitteePatch,
    response: Response,
) -> schemas.Committee:
    """Change a committee's name, order, quorum or last day."""
    committee = await usecases.update_committee(session, principal, committee_id, tag, body)
    response.headers["ETag"] = etag(committee.version)
    return views.one_of(committee, principal)


@router.post(
    f"{ONE}/members",
    status_code=201,
    response_model=schemas.Committee,
    **operation(
        "createCommitteeMember",
        access.SEAT,
        "Seat a member",
        refuses=[*OBJECT, *BODY, *KEYED, SeatTaken],
        headers=CREATED,
    ),
)
async def create_member(
    session: Session, principal: Caller, committee_id: UUID, once: Key, body: schemas.MemberCreate
) -> Response:
    """Give a post a seat from a day on; the answer is the committee as it is then."""
    committee = await usecases.seat_member(session, principal, once, committee_id, body)
    answer, location = views.one_of(committee, principal), f"{PATH}/{committee.id}"
    return await once.answer(session, answer, status=201, location=location, version=committee.version)


@router.post(
    f"{ONE}/members/{{member_id}}/end",
    response_model=schemas.Committee,
    **operation(
        "endCommitteeMember",
        access.UNSEAT,
        "End a member's term",
        refuses=[*OBJECT, *BODY, *KEYED],
        headers=MOVED,
    ),
)
async def end_member(
    session: Session, principal: Caller, committee_id: UUID, member_id: UUID, once: Key, body: schemas.MemberEnd
) -> Response:
    """End a member's term on a day, with the reason; what was decided before stays decided."""
    committee = await usecases.end_term(session, principal, once, committee_id, member_id, body)
    return await once.answer(session, views.one_of(committee, principal), version=committee.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listCommitteeHistory", access.READ, "Read a committee's history", refuses=OBJECT),
)
async def list_committee_history(session: Session, principal: Caller, committee_id: UUID) -> HistoryPage:
    """List what happened to a committee, the newest first."""
    return await usecases.show_history(session, principal, committee_id)
