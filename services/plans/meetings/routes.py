"""`/v1/meetings` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.meetings import access, schemas, usecases, views
from services.plans.meetings.errors import CommitteeNotOfRecord, MeetingExists, QuorumMissing
from services.plans.meetings.repository import load_meeting, load_meetings
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "meetings"
TAGS = {TAG: "การประชุม: meetings of committees, who was there, and whether they could decide."}
PATH = "/v1/meetings"
ONE = f"{PATH}/{{meeting_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.MeetingSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.MeetingPage,
    **operation("listMeetings", access.READ, "List meetings", refuses=[CursorInvalid]),
)
async def list_meetings(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.MeetingFilter, Query()],
    sort: Sort = schemas.MeetingSort.LAST_FIRST,
) -> schemas.MeetingPage:
    """List meetings, the last first unless asked otherwise."""
    wanted = filters.model_dump()
    found = await load_meetings(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Meeting,
    **operation(
        "createMeeting",
        access.CREATE,
        "Call a meeting",
        refuses=[*BODY, *KEYED, CommitteeNotOfRecord, MeetingExists],
        headers=CREATED,
    ),
)
async def create_meeting(session: Session, principal: Caller, once: Key, body: schemas.MeetingCreate) -> Response:
    """Call a meeting of a committee, by its own secretariat."""
    meeting = await usecases.create_meeting(session, principal, once, body)
    answer, location = views.one_of(meeting, principal), f"{PATH}/{meeting.id}"
    return await once.answer(session, answer, status=201, location=location, version=meeting.version)


@router.get(
    ONE,
    response_model=schemas.Meeting,
    **operation("getMeeting", access.READ, "Read a meeting", refuses=OBJECT, headers=["ETag"]),
)
async def get_meeting(session: Session, principal: Caller, meeting_id: UUID, response: Response) -> schemas.Meeting:
    """Read a meeting with who was there and whether there was a quorum."""
    meeting = await load_meeting(session, principal, meeting_id)
    response.headers["ETag"] = etag(meeting.version)
    return views.one_of(meeting, principal)


@router.put(
    f"{ONE}/attendance",
    response_model=schemas.Meeting,
    **operation(
        "updateMeetingAttendance",
        access.ATTEND,
        "Record who was there",
        refuses=[*OBJECT, *BODY, *VERSIONED, CommitteeNotOfRecord, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_attendance(
    session: Session,
    principal: Caller,
    meeting_id: UUID,
    tag: IfMatch,
    body: schemas.AttendanceIn,
    response: Response,
) -> schemas.Meeting:
    """Say who was there and what they declared an interest in, in place of what was said before."""
    meeting = await usecases.record_attendance(session, principal, meeting_id, tag, body)
    response.headers["ETag"] = etag(meeting.version)
    return views.one_of(meeting, principal)


@router.post(
    f"{ONE}/close",
    response_model=schemas.Meeting,
    **operation(
        "closeMeeting",
        access.CLOSE,
        "Close a meeting",
        refuses=[*OBJECT, *BODY, *KEYED, CommitteeNotOfRecord, StateDoesNotAllow, QuorumMissing],
        headers=MOVED,
    ),
)
async def close_meeting(
    session: Session, principal: Caller, meeting_id: UUID, once: Key, body: schemas.MeetingClose
) -> Response:
    """Close a meeting that had a quorum, over its signed minutes; its attendance no longer changes."""
    meeting = await usecases.close_meeting(session, principal, once, meeting_id, body.minutes_sha256)
    return await once.answer(session, views.one_of(meeting, principal), version=meeting.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listMeetingHistory", access.READ, "Read a meeting's history", refuses=OBJECT),
)
async def list_meeting_history(session: Session, principal: Caller, meeting_id: UUID) -> HistoryPage:
    """List what happened to a meeting, the newest first."""
    return await usecases.show_history(session, principal, meeting_id)
