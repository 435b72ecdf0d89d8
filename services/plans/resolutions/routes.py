"""`/v1/resolutions` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.plans.delegations.repository import powers_of
from services.plans.meetings.errors import CommitteeNotOfRecord
from services.plans.resolutions import access, repository, schemas, usecases, views
from services.plans.resolutions.errors import MeetingNotClosed, NotCarried, ResolutionExists, SecondPersonNeeded
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, NotAuthenticated, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import etag
from services.shared.schemas import Json

TAG = "resolutions"
TAGS = {TAG: "มติ: what a committee decided on exactly what it saw; one records, another confirms."}
PATH = "/v1/resolutions"
ONE = f"{PATH}/{{resolution_id:uuid}}"

router = new_router(TAG)
# How the services ask for what they are to carry out; not in the contract, not reachable through the gateway.
internal = APIRouter(prefix="/internal", include_in_schema=False)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.ResolutionSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.ResolutionPage,
    **operation("listResolutions", access.READ, "List resolutions", refuses=[CursorInvalid]),
)
async def list_resolutions(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.ResolutionFilter, Query()],
    sort: Sort = schemas.ResolutionSort.LAST_FIRST,
) -> schemas.ResolutionPage:
    """List resolutions, the last first unless asked otherwise."""
    wanted = filters.model_dump()
    found = await repository.load_resolutions(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Resolution,
    **operation(
        "createResolution",
        access.CREATE,
        "Record a resolution",
        refuses=[*BODY, *KEYED, CommitteeNotOfRecord, ResolutionExists],
        headers=CREATED,
    ),
)
async def create_resolution(
    session: Session, principal: Caller, asker: Ask, once: Key, body: schemas.ResolutionCreate
) -> Response:
    """Record what a meeting decided, up to 2,000 items with the version and content hash that were seen.

    A query in place of the items takes all objects that fit, each as it stands now.
    """
    resolution = await usecases.record_resolution(session, asker, principal, once, body)
    answer, location = views.one_of(resolution, principal), f"{PATH}/{resolution.id}"
    return await once.answer(session, answer, status=201, location=location, version=resolution.version)


@router.get(
    ONE,
    response_model=schemas.Resolution,
    **operation("getResolution", access.READ, "Read a resolution", refuses=OBJECT, headers=["ETag"]),
)
async def get_resolution(
    session: Session, principal: Caller, resolution_id: UUID, response: Response
) -> schemas.Resolution:
    """Read a resolution without its items, and what the caller may do with it."""
    resolution = await repository.load_resolution(session, principal, resolution_id)
    response.headers["ETag"] = etag(resolution.version)
    return views.one_of(resolution, principal)


@router.get(
    f"{ONE}/items",
    response_model=schemas.ResolutionItemPage,
    **operation("listResolutionItems", access.READ, "List a resolution's items", refuses=[*OBJECT, CursorInvalid]),
)
async def list_resolution_items(
    session: Session, principal: Caller, resolution_id: UUID, page: Paging
) -> schemas.ResolutionItemPage:
    """List what was decided of which object, in the order of the resolution."""
    await repository.load_resolution(session, principal, resolution_id)
    found = await repository.load_items(session, resolution_id, page)
    return views.items_of(found, page, resolution_id)


@router.post(
    f"{ONE}/confirm",
    response_model=schemas.Resolution,
    **operation(
        "confirmResolution",
        access.CONFIRM,
        "Confirm a resolution",
        refuses=[
            *OBJECT,
            *KEYED,
            CommitteeNotOfRecord,
            SecondPersonNeeded,
            StateDoesNotAllow,
            MeetingNotClosed,
            NotCarried,
        ],
        headers=MOVED,
    ),
)
async def confirm_resolution(session: Session, principal: Caller, resolution_id: UUID, once: Key) -> Response:
    """Confirm what another person recorded, once the meeting is closed; it can no longer be taken back."""
    resolution = await usecases.confirm_resolution(session, principal, once, resolution_id)
    return await once.answer(session, views.one_of(resolution, principal), version=resolution.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=schemas.Resolution,
    **operation(
        "withdrawResolution",
        access.WITHDRAW,
        "Withdraw a resolution",
        refuses=[*OBJECT, *BODY, *KEYED, CommitteeNotOfRecord, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_resolution(
    session: Session, principal: Caller, resolution_id: UUID, once: Key, body: schemas.ResolutionWithdraw
) -> Response:
    """Take back what was recorded wrongly and not confirmed yet; its number is free again."""
    resolution = await usecases.withdraw_resolution(session, principal, once, resolution_id, body.reason)
    return await once.answer(session, views.one_of(resolution, principal), version=resolution.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listResolutionHistory", access.READ, "Read a resolution's history", refuses=OBJECT),
)
async def list_resolution_history(session: Session, principal: Caller, resolution_id: UUID) -> HistoryPage:
    """List what happened to a resolution, the newest first."""
    return await usecases.show_history(session, principal, resolution_id)


@internal.get("/resolutions/{resolution_id:uuid}")
async def show_resolution_to_service(
    session: Session,
    principal: Caller,
    resolution_id: UUID,
    service: schemas.ServiceName,
    object_type: schemas.ObjectType,
) -> Json:
    """Answer a resolution with its items of one service and type, in order; raises NotFound, NotAuthenticated.

    With it comes what the committee may decide by delegation on the day of its meeting: one question for both.
    """
    if principal.is_public:
        raise NotAuthenticated()
    resolution = await repository.load_resolution(session, principal, resolution_id)
    committee, held_on = resolution.meeting.committee, resolution.meeting.held_on
    powers = await powers_of(session, committee.kind, committee.area_code, held_on)
    items = await repository.load_items_of(session, resolution_id, service, object_type)
    return views.asked_for(resolution, items, powers)
