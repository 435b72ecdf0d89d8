"""Operations on assignments: who holds which role, from when until when."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic.json_schema import SkipJsonSchema

from gateway.identity.access import CREATE_ASSIGNMENT, END_ASSIGNMENT, LIST_ASSIGNMENTS, SHOW_ASSIGNMENT
from gateway.identity.errors import AssignmentOverlaps, GrantsAtLimit, OwnAccess
from gateway.identity.repository import AssignmentFilter
from gateway.identity.routes.answers import assignment_out, assignment_summary
from gateway.identity.schemas.assignments import AssignmentIn, AssignmentOut, AssignmentPage
from gateway.identity.schemas.fields import AssignmentState, ReasonIn
from gateway.identity.usecases import assignments
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag
from services.shared.roles import Role
from services.shared.schemas import AreaCode, FunctionCode

router = new_router("identity")

AssignmentPath = Annotated[UUID, Path(alias="id", description="id of the assignment")]
AssignmentSort = Literal["subject", "-subject", "created_at", "-created_at"]


async def assignment_filter(
    subject: Annotated[str | SkipJsonSchema[None], Query(max_length=127, description="who holds it")] = None,
    role: Annotated[Role | SkipJsonSchema[None], Query(description="only this role")] = None,
    area_code: Annotated[AreaCode | SkipJsonSchema[None], Query(description="only roles of this area")] = None,
    function_code: Annotated[
        FunctionCode | SkipJsonSchema[None], Query(description="only roles of this ministry or department")
    ] = None,
    state: Annotated[AssignmentState | SkipJsonSchema[None], Query(description="`live`: in force today")] = None,
) -> AssignmentFilter:
    """Return which assignments are asked for."""
    return AssignmentFilter(subject, role, area_code, function_code, state)


@router.get(
    "/v1/assignments", **operation("listAssignments", LIST_ASSIGNMENTS, "List assignments", refuses=[CursorInvalid])
)
async def get_assignments(
    session: Session,
    principal: Caller,
    page: Paging,
    wanted: Annotated[AssignmentFilter, Depends(assignment_filter)],
    sort: Annotated[AssignmentSort, Query(description="a leading minus: the last first")] = "-created_at",
) -> AssignmentPage:
    """Who holds which role; past and ended ones too, unless `state` says otherwise."""
    found = await assignments.list_assignments(session, principal, wanted, sort, page)
    return AssignmentPage(items=[assignment_summary(each) for each in found.items], next_cursor=found.next_cursor)


@router.post(
    "/v1/assignments",
    status_code=201,
    response_model=AssignmentOut,
    **operation(
        "createAssignment",
        CREATE_ASSIGNMENT,
        "Give a role",
        refuses=[*BODY, *KEYED, Busy, OwnAccess, AssignmentOverlaps, GrantsAtLimit],
        headers=["ETag", "Location", "Idempotent-Replayed"],
    ),
)
async def post_assignment(session: Session, principal: Caller, once: Key, body: AssignmentIn) -> Response:
    """Give a role to a client or a person, by an order, from one day to another; nobody gives one to themselves.

    It stands in every token given while it is in force, so in a new one at once.
    """
    given = await assignments.create_assignment(session, principal, body, once)
    shown, location = assignment_out(given, principal), f"/v1/assignments/{given.id}"
    return await once.answer(session, shown, status=201, location=location, version=given.version)


@router.get(
    "/v1/assignments/{id}",
    **operation("getAssignment", SHOW_ASSIGNMENT, "See an assignment", refuses=OBJECT, headers=["ETag"]),
)
async def get_assignment(
    session: Session, principal: Caller, assignment_id: AssignmentPath, response: Response
) -> AssignmentOut:
    """One role held, and whether it may be ended."""
    assignment = await assignments.show_assignment(session, principal, assignment_id)
    response.headers["ETag"] = etag(assignment.version)
    return assignment_out(assignment, principal)


@router.get(
    "/v1/assignments/{id}/history",
    **operation("listAssignmentHistory", SHOW_ASSIGNMENT, "See an assignment's history", refuses=OBJECT),
)
async def get_assignment_history(session: Session, principal: Caller, assignment_id: AssignmentPath) -> HistoryPage:
    """Who gave the role, who ended it, and why."""
    return await assignments.show_assignment_history(session, principal, assignment_id)


@router.post(
    "/v1/assignments/{id}/end",
    response_model=AssignmentOut,
    **operation(
        "endAssignment",
        END_ASSIGNMENT,
        "End an assignment",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, OwnAccess, StateDoesNotAllow],
        headers=["ETag", "Idempotent-Replayed"],
    ),
)
async def post_end(
    session: Session, principal: Caller, assignment_id: AssignmentPath, once: Key, body: ReasonIn
) -> Response:
    """Take the role away: no new token has it from now on; those already given live on for at most ten minutes."""
    ended = await assignments.end_assignment(session, principal, assignment_id, body.reason, once)
    return await once.answer(session, assignment_out(ended, principal), version=ended.version)
