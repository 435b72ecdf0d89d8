"""`/v1/joint-indicators` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.joint import access, repository, views
from services.indicators.joint.errors import (
    AreaHasSigned,
    IndicatorRedefined,
    JointIndicatorExists,
    JointIndicatorIncomplete,
    ReporterAgreed,
    UnassignedOverLimit,
    WorkshopChangedSince,
    WorkshopConfirmed,
)
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.rules.tallies import Tally
from services.indicators.joint.schemas import bodies
from services.indicators.joint.schemas import indicators as schemas
from services.indicators.joint.usecases import indicators as usecases
from services.indicators.joint.usecases import taking_part
from services.indicators.joint.usecases.changes import today
from services.shared.access import Principal
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key, Once
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "joint-indicators"
PATH = "/v1/joint-indicators"
# Only an id stands there, so that "topics" and "decisions" are no joint indicator.
ONE = f"{PATH}/{{joint_indicator_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.JointIndicatorSort, Query(description="how to sort; a minus reverses")]


@router.get(
    f"{PATH}/topics",
    response_model=schemas.JointTopicPage,
    **operation("listJointTopics", access.READ, "List topics of joint indicators"),
)
async def list_joint_topics(session: Session, _principal: Caller) -> schemas.JointTopicPage:
    """List what the document of 2557 says should be measured by ministries and provinces together."""
    return views.topics_of(await repository.list_topics(session))


@router.get(
    PATH,
    response_model=schemas.JointIndicatorPage,
    **operation("listJointIndicators", access.READ, "List joint indicators", refuses=[CursorInvalid]),
)
async def list_joint_indicators(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.JointIndicatorFilter, Query()],
    sort: Sort = schemas.JointIndicatorSort.UPDATED_LAST_FIRST,
) -> schemas.JointIndicatorPage:
    """List joint indicators with how many areas agreed: what was sent to every role, drafts to their function."""
    wanted = filters.model_dump()
    found = await repository.load_joints(session, principal, wanted, sort, page)
    tallies = await repository.tallies_of(session, principal, [each.id for each in found], today())
    return views.page_of(found, tallies, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.JointIndicator,
    **operation(
        "createJointIndicator",
        access.CREATE,
        "Propose a joint indicator",
        refuses=[*BODY, *KEYED, JointIndicatorExists],
        headers=CREATED,
    ),
)
async def create_joint_indicator(
    session: Session, principal: Caller, once: Key, body: bodies.JointIndicatorCreate
) -> Response:
    """Draft a joint indicator with its cascade laid out area by area; nobody else sees it before it is sent."""
    joint = await usecases.create_joint(session, principal, once, body)
    answer = views.one_of(joint, await _tally(session, principal, joint), principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{joint.id}", version=joint.version)


@router.get(
    ONE,
    response_model=schemas.JointIndicator,
    **operation("getJointIndicator", access.READ, "Read a joint indicator", refuses=OBJECT, headers=["ETag"]),
)
async def get_joint_indicator(session: Session, principal: Caller, joint_indicator_id: UUID) -> Response:
    """Read a joint indicator: its definition, how the cascade stands, how many areas agreed, what may be done."""
    joint = await repository.load_joint(session, principal, joint_indicator_id)
    return views.answer_of(joint, await _tally(session, principal, joint), principal)


@router.patch(
    ONE,
    response_model=schemas.JointIndicator,
    **operation(
        "updateJointIndicator",
        access.UPDATE,
        "Change a draft",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_joint_indicator(
    session: Session, principal: Caller, joint_indicator_id: UUID, tag: IfMatch, body: bodies.JointIndicatorPatch
) -> Response:
    """Change a draft; its cascade is laid out anew, on the definition of the indicator that is in force now."""
    joint = await usecases.update_joint(session, principal, joint_indicator_id, tag, body)
    return views.answer_of(joint, await _tally(session, principal, joint), principal)


@router.post(
    f"{ONE}/offer",
    response_model=schemas.JointIndicator,
    **operation(
        "offerJointIndicator",
        access.OFFER,
        "Send the offers",
        refuses=[
            *OBJECT,
            *KEYED,
            StateDoesNotAllow,
            JointIndicatorIncomplete,
            IndicatorRedefined,
            UnassignedOverLimit,
        ],
        headers=MOVED,
    ),
)
async def offer_joint_indicator(session: Session, principal: Caller, joint_indicator_id: UUID, once: Key) -> Response:
    """Send every area its offer; by sending, the function signs the definition and each offer."""
    joint = await usecases.offer_joint(session, principal, once, joint_indicator_id)
    return await _answer(session, principal, once, joint)


@router.post(
    f"{ONE}/redefine",
    response_model=schemas.JointIndicator,
    **operation(
        "redefineJointIndicator",
        access.REDEFINE,
        "Make a new definition",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, JointIndicatorIncomplete, UnassignedOverLimit],
        headers=MOVED,
    ),
)
async def redefine_joint_indicator(
    session: Session, principal: Caller, joint_indicator_id: UUID, once: Key, body: bodies.JointIndicatorRedefine
) -> Response:
    """Change terms after the offers went out: all signatures are void, every area is asked anew.

    Targets that were revised stay unless what they follow from changes; a released area stays out.
    """
    joint = await usecases.redefine_joint(session, principal, once, joint_indicator_id, body)
    return await _answer(session, principal, once, joint)


@router.post(
    f"{ONE}/withdraw",
    response_model=schemas.JointIndicator,
    **operation(
        "withdrawJointIndicator",
        access.WITHDRAW,
        "Withdraw a joint indicator",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, AreaHasSigned],
        headers=MOVED,
    ),
)
async def withdraw_joint_indicator(
    session: Session, principal: Caller, joint_indicator_id: UUID, once: Key, body: bodies.JointIndicatorWithdraw
) -> Response:
    """Give it up, with the reason, before any area has signed or is bound by resolution."""
    joint = await usecases.withdraw_joint(session, principal, once, joint_indicator_id, body.reason)
    return await _answer(session, principal, once, joint)


@router.post(
    f"{ONE}/assign",
    response_model=schemas.JointIndicator,
    **operation(
        "assignJointIndicator",
        access.ASSIGN,
        "Name the responsible department",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, ReporterAgreed],
        headers=MOVED,
    ),
)
async def assign_joint_indicator(
    session: Session, principal: Caller, joint_indicator_id: UUID, once: Key, body: bodies.JointDepartment
) -> Response:
    """Name the department of the ministry that answers counters and revises offers; no signature is void by it."""
    joint = await taking_part.assign_department(session, principal, once, joint_indicator_id, body)
    return await _answer(session, principal, once, joint)


@router.post(
    f"{ONE}/workshop",
    response_model=schemas.JointIndicator,
    **operation(
        "recordJointIndicatorWorkshop",
        access.RECORD_WORKSHOP,
        "Record the workshop",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def record_joint_indicator_workshop(
    session: Session, principal: Caller, joint_indicator_id: UUID, once: Key, body: bodies.WorkshopRecord
) -> Response:
    """Record the workshop of both sides with the hash of its minutes; the areas that came are asked to confirm it."""
    joint = await taking_part.record_workshop(session, principal, once, joint_indicator_id, body)
    return await _answer(session, principal, once, joint)


@router.post(
    f"{ONE}/workshop/confirm",
    response_model=schemas.JointIndicator,
    **operation(
        "confirmJointIndicatorWorkshop",
        access.CONFIRM_WORKSHOP,
        "Confirm the record of the workshop",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, WorkshopChangedSince, WorkshopConfirmed],
        headers=MOVED,
    ),
)
async def confirm_joint_indicator_workshop(
    session: Session, principal: Caller, joint_indicator_id: UUID, once: Key, body: bodies.WorkshopConfirm
) -> Response:
    """Confirm, as a province that took part, the record of the workshop that was read."""
    joint = await taking_part.confirm_workshop(session, principal, once, joint_indicator_id, body)
    return await _answer(session, principal, once, joint)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listJointIndicatorHistory", access.READ_HISTORY, "Read a joint indicator's history", refuses=OBJECT),
)
async def list_joint_indicator_history(session: Session, principal: Caller, joint_indicator_id: UUID) -> HistoryPage:
    """List what happened to the definition, the newest first; each offer has a history of its own."""
    return await usecases.show_history(session, principal, joint_indicator_id)


async def _answer(session: Session, principal: Caller, once: Once, joint: JointIndicator) -> Response:
    tally = await _tally(session, principal, joint)
    return await once.answer(session, views.one_of(joint, tally, principal), version=joint.version)


async def _tally(session: Session, principal: Principal, joint: JointIndicator) -> Tally:
    return (await repository.tallies_of(session, principal, [joint.id], today())).get(joint.id, Tally())
