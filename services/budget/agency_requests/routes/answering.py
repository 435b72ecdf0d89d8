"""`/v1/agency-requests` over HTTP: what the agency answers and pays, with which of its outputs; the area takes note."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.agency_requests import access, views
from services.budget.agency_requests.errors import (
    AgencyRequestExists,
    AgencyRequestNotReady,
    ChangedSinceRead,
    OutputDiffers,
    OwnRequest,
    ProjectNotAsSent,
)
from services.budget.agency_requests.repository import list_outputs, sums_by_output
from services.budget.agency_requests.routes.asking import MOVED, ONE, PATH, TAG
from services.budget.agency_requests.schemas import answers, bodies
from services.budget.agency_requests.usecases import answering as usecases
from services.budget.earmarks.errors import ReserveExceeded, ReserveMissing
from services.budget.requests.errors import ProjectWithdrawn
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

router = new_router(TAG)


@router.get(
    f"{PATH}/outputs",
    response_model=answers.AgencyOutputPage,
    **operation("listAgencyOutputs", access.READ, "List outputs and what they carry", refuses=[CursorInvalid]),
)
async def list_agency_outputs(
    session: Session, principal: Caller, page: Paging, filters: Annotated[bodies.AgencyOutputFilter, Query()]
) -> answers.AgencyOutputPage:
    """List the outputs of agencies' budgets that carry projects of areas, with the requests and money on each."""
    wanted = filters.model_dump()
    found = await list_outputs(session, wanted, page)
    sums = await sums_by_output(session, principal, [each.id for each in found])
    return views.outputs_of(found, sums, page, wanted)


@router.post(
    f"{ONE}/decide",
    response_model=answers.AgencyRequest,
    **operation(
        "decideAgencyRequest",
        access.DECIDE,
        "Answer a request",
        refuses=[
            *OBJECT,
            *BODY,
            *KEYED,
            Busy,
            StateDoesNotAllow,
            OwnRequest,
            ChangedSinceRead,
            ProjectWithdrawn,
            ProjectNotAsSent,
            OutputDiffers,
            AgencyRequestExists,
            AgencyRequestNotReady,
            ReserveMissing,
            ReserveExceeded,
        ],
        headers=MOVED,
    ),
)
async def decide_agency_request(
    session: Session, asker: Ask, principal: Caller, request_id: UUID, once: Key, body: bodies.AgencyRequestDecide
) -> Response:
    """Accept in full or in part, which holds that on the agency's reserve; decline; or refer to another agency.

    The reserve is the agency's own money: its word is enough, no committee resolves. A referral makes a request to the
    other agency in the name of the same area, sent at once.
    """
    request = await usecases.decide_request(session, asker, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.put(
    f"{ONE}/output",
    response_model=answers.AgencyRequest,
    **operation(
        "nameAgencyRequestOutput",
        access.CARRY,
        "Name the output that carries a request",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, OutputDiffers],
        headers=["ETag"],
    ),
)
async def name_agency_request_output(
    session: Session, principal: Caller, request_id: UUID, tag: IfMatch, body: bodies.AgencyOutputIn
) -> Response:
    """Say which output of the agency's budget carries the project, or another one than before."""
    request = await usecases.name_output(session, principal, request_id, tag, body)
    return views.answer_of(request, principal)


@router.post(
    f"{ONE}/fund",
    response_model=answers.AgencyRequest,
    **operation(
        "fundAgencyRequest",
        access.FUND,
        "Fund what was accepted",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def fund_agency_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.AgencyRequestFund
) -> Response:
    """Post what is held for an accepted request, in full or in part; the rest is free again."""
    request = await usecases.fund_request(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/release",
    response_model=answers.AgencyRequest,
    **operation(
        "releaseAgencyRequest",
        access.RELEASE,
        "Release what was accepted",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def release_agency_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.AgencyRequestReason
) -> Response:
    """Give up what was accepted, by the agency or by the area: what was held on the reserve is free again."""
    request = await usecases.release_request(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/acknowledge",
    response_model=answers.AgencyRequest,
    **operation(
        "acknowledgeAgencyRequest",
        access.ACKNOWLEDGE,
        "Take note of an answer",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def acknowledge_agency_request(session: Session, principal: Caller, request_id: UUID, once: Key) -> Response:
    """Take note of the agency's answer, which ends the area's task."""
    request = await usecases.acknowledge_request(session, principal, once, request_id)
    return await once.answer(session, views.one_of(request, principal), version=request.version)
