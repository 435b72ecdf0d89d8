"""`/v1/evaluation-frames` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.evaluation.frames import access, usecases, views
from services.evaluation.frames.errors import CopiedFrameUnknown, FrameExists, FrameIncomplete
from services.evaluation.frames.repository import load_frame, load_frames, load_methods
from services.evaluation.frames.schemas import answers, bodies, scores
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "evaluation-frames"
TAGS = {
    TAG: "กรอบการประเมินผล: by what provinces are evaluated in a fiscal year, with weights, rubrics and bands as data."
}
PATH = "/v1/evaluation-frames"
ONE = f"{PATH}/{{frame_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.EvaluationFrameSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    **operation("listEvaluationFrames", access.READ, "List evaluation frames", refuses=[CursorInvalid]),
)
async def list_frames(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.EvaluationFrameFilter, Query()],
    sort: Sort = bodies.EvaluationFrameSort.NEWEST_FISCAL_YEAR_FIRST,
) -> answers.EvaluationFramePage:
    """List the frames in force and those before them; ก.พ.ร. sees its drafts too."""
    wanted = filters.model_dump()
    rows = await load_frames(session, principal, wanted, sort, page)
    return views.page_of(rows, page, wanted, sort)


@router.get(
    f"{PATH}/methods",
    response_model=answers.ScoringMethodList,
    **operation("listScoringMethods", access.READ, "List scoring methods"),
)
async def list_methods(session: Session, _principal: Caller) -> answers.ScoringMethodList:
    """List how results become scores; each method names its source and how sure it is."""
    return views.methods_of((await load_methods(session)).values())


@router.post(
    PATH,
    status_code=201,
    response_model=answers.EvaluationFrame,
    **operation(
        "createEvaluationFrame",
        access.CREATE,
        "Create an evaluation frame",
        refuses=[*BODY, *KEYED, FrameExists, CopiedFrameUnknown],
        headers=CREATED,
    ),
)
async def create_frame(session: Session, principal: Caller, once: Key, body: bodies.EvaluationFrameCreate) -> Response:
    """Create a draft, empty, with items or copied from another frame. Weights and rubrics each name their source."""
    frame = await usecases.create_frame(session, principal, once, body)
    answer, location = views.one_of(frame, principal), f"{PATH}/{frame.id}"
    return await once.answer(session, answer, status=201, location=location, version=frame.version)


@router.get(
    ONE,
    response_model=answers.EvaluationFrame,
    **operation("getEvaluationFrame", access.READ, "Read an evaluation frame", refuses=OBJECT, headers=["ETag"]),
)
async def get_frame(session: Session, principal: Caller, frame_id: UUID) -> Response:
    """Read one frame with its items; the ETag is its version. A weight or rubric the source does not give is null."""
    return views.answer_of(await load_frame(session, principal, frame_id), principal)


@router.patch(
    ONE,
    response_model=answers.EvaluationFrame,
    **operation(
        "updateEvaluationFrame",
        access.UPDATE,
        "Change an evaluation frame",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, FrameExists],
        headers=["ETag"],
    ),
)
async def update_frame(
    session: Session, principal: Caller, frame_id: UUID, tag: IfMatch, body: bodies.EvaluationFramePatch
) -> Response:
    """Change a draft; what is not sent stays, `items` and `bands` are replaced as a whole."""
    frame = await usecases.update_frame(session, principal, frame_id, tag, body)
    return views.answer_of(frame, principal)


@router.delete(
    ONE,
    status_code=204,
    **operation(
        "discardEvaluationFrame",
        access.DISCARD,
        "Discard an evaluation frame",
        refuses=[*OBJECT, *VERSIONED, StateDoesNotAllow],
    ),
)
async def discard_frame(session: Session, principal: Caller, frame_id: UUID, tag: IfMatch) -> Response:
    """Give a draft up. It stays readable to ก.พ.ร. as discarded, with its history."""
    await usecases.discard_frame(session, principal, frame_id, tag)
    return Response(status_code=204)


@router.post(
    f"{ONE}/publish",
    response_model=answers.EvaluationFrame,
    **operation(
        "publishEvaluationFrame",
        access.PUBLISH,
        "Publish an evaluation frame",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, FrameIncomplete, Busy],
        headers=MOVED,
    ),
)
async def publish_frame(session: Session, principal: Caller, frame_id: UUID, once: Key) -> Response:
    """Put a complete draft in force, as the next edition of its year; the one before becomes `superseded`."""
    frame = await usecases.publish_frame(session, principal, once, frame_id)
    return await once.answer(session, views.one_of(frame, principal), version=frame.version)


@router.post(
    f"{ONE}/simulate-score",
    **operation(
        "simulateEvaluationScore",
        access.SIMULATE,
        "Simulate a score",
        refuses=[*OBJECT, *BODY, StateDoesNotAllow],
    ),
)
async def simulate_score(
    session: Session, principal: Caller, frame_id: UUID, body: scores.FrameScoreSimulate
) -> scores.SimulatedFrameScore:
    """Score results by a frame, with the trace. A preview: nothing is stored, so it takes no Idempotency-Key."""
    frame, card = await usecases.simulate_score(session, principal, frame_id, body.values)
    return views.score_of(frame, card)


@router.get(
    f"{ONE}/history",
    **operation("listEvaluationFrameHistory", access.READ_HISTORY, "Read a frame's history", refuses=OBJECT),
)
async def list_frame_history(session: Session, principal: Caller, frame_id: UUID) -> HistoryPage:
    """List what happened to a frame, the newest first: what changed, from what, by whom."""
    return await usecases.show_history(session, principal, frame_id)
