"""What is said of a performance agreement on its way, and what it is written from, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.agreements import access
from services.indicators.agreements.errors import (
    AnsweredAlready,
    BaselineNotKnown,
    CommentExists,
    ConsultationExists,
)
from services.indicators.agreements.repository import load_comments, load_consultations
from services.indicators.agreements.routes.agreements import MOVED, ONE, PATH, TAG
from services.indicators.agreements.schemas import answers, groundwork
from services.indicators.agreements.schemas import opinions as schemas
from services.indicators.agreements.usecases import groundwork as ground
from services.indicators.agreements.usecases import opinions as usecases
from services.indicators.agreements.views import agreements, opinions
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.paging import Paging

router = new_router(TAG)
FEW_YEARS, MOST_YEARS = 3, 5
Years = Annotated[int, Query(ge=1, le=MOST_YEARS, description="how many years back")]


@router.get(
    f"{ONE}/comments",
    response_model=schemas.AgreementCommentPage,
    **operation(
        "listPerformanceAgreementComments",
        access.READ_OPINIONS,
        "List the comments on an agreement",
        refuses=[*OBJECT, CursorInvalid],
    ),
)
async def list_comments(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    page: Paging,
    filters: Annotated[schemas.AgreementCommentFilter, Query()],
) -> schemas.AgreementCommentPage:
    """List what was said of the agreement and of its KPIs, by which unit and post, in which step, and the answers."""
    agreement, wanted = await usecases.see_opinions(session, principal, agreement_id), filters.model_dump()
    found = await load_comments(session, agreement.id, wanted, page)
    return opinions.comments_of(found, page, wanted)


@router.post(
    f"{ONE}/comments",
    status_code=201,
    response_model=schemas.AgreementComment,
    **operation(
        "createPerformanceAgreementComment",
        access.COMMENT,
        "Comment on an agreement",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, CommentExists],
        headers=["Location", "Idempotent-Replayed"],
    ),
)
async def create_comment(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    once: Key,
    body: schemas.PerformanceAgreementCommentCreate,
) -> Response:
    """Comment on a draft or on one of its KPIs: the area on what ก.พ.ร. drafted, in a hearing whoever sits in it."""
    comment = await usecases.add_comment(session, principal, once, agreement_id, body)
    location = f"{PATH}/{agreement_id}/comments"
    return await once.answer(session, opinions.comment_of(comment), status=201, location=location)


@router.post(
    f"{ONE}/comments/{{comment_id:uuid}}/answer",
    response_model=schemas.AgreementComment,
    **operation(
        "answerPerformanceAgreementComment",
        access.ANSWER_COMMENT,
        "Answer a comment",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, AnsweredAlready],
        headers=["Idempotent-Replayed"],
    ),
)
async def answer_comment(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    comment_id: UUID,
    once: Key,
    body: schemas.PerformanceAgreementCommentAnswerIn,
) -> Response:
    """Say what became of a comment; an answer is given once and stays."""
    comment = await usecases.answer_comment(session, principal, once, agreement_id, comment_id, body)
    return await once.answer(session, opinions.comment_of(comment))


@router.get(
    f"{ONE}/consultations",
    response_model=schemas.AgreementConsultationPage,
    **operation(
        "listPerformanceAgreementConsultations",
        access.READ_OPINIONS,
        "List what host agencies were asked",
        refuses=OBJECT,
    ),
)
async def list_consultations(
    session: Session, principal: Caller, agreement_id: UUID
) -> schemas.AgreementConsultationPage:
    """List which host agencies ก.พ.ร. asked and what they said; who has not answered has not consented."""
    agreement = await usecases.see_opinions(session, principal, agreement_id)
    return opinions.consultations_of(await load_consultations(session, agreement.id))


@router.post(
    f"{ONE}/consultations",
    status_code=201,
    response_model=schemas.AgreementConsultation,
    **operation(
        "createPerformanceAgreementConsultation",
        access.CONSULT,
        "Ask a KPI's host agency",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, ConsultationExists],
        headers=["Location", "Idempotent-Replayed"],
    ),
)
async def create_consultation(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    once: Key,
    body: schemas.PerformanceAgreementConsultationCreate,
) -> Response:
    """Ask the host agency of a KPI for its opinion while the agreement is analysed; it gets a task."""
    asked = await usecases.ask_host(session, principal, once, agreement_id, body)
    location = f"{PATH}/{agreement_id}/consultations"
    return await once.answer(session, opinions.consultation_of(asked), status=201, location=location)


@router.post(
    f"{ONE}/consultations/{{consultation_id:uuid}}/answer",
    response_model=schemas.AgreementConsultation,
    **operation(
        "answerPerformanceAgreementConsultation",
        access.ANSWER_CONSULTATION,
        "Give the host agency's opinion",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, AnsweredAlready],
        headers=["Idempotent-Replayed"],
    ),
)
async def answer_consultation(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    consultation_id: UUID,
    once: Key,
    body: schemas.PerformanceAgreementHostOpinionIn,
) -> Response:
    """Say as the host agency what it thinks of the KPI, as long as the agreement is not decided; once."""
    asked = await usecases.give_opinion(session, principal, once, agreement_id, consultation_id, body)
    return await once.answer(session, opinions.consultation_of(asked))


@router.get(
    f"{ONE}/groundwork",
    response_model=groundwork.PerformanceAgreementGroundwork,
    **operation("getPerformanceAgreementGroundwork", access.READ, "Read what targets can be set from", refuses=OBJECT),
)
async def get_groundwork(
    session: Session, principal: Caller, agreement_id: UUID, years: Years = FEW_YEARS
) -> groundwork.PerformanceAgreementGroundwork:
    """Read last year's KPIs and monitoring indicators with their results, and the values of past years as baselines."""
    return opinions.groundwork_of(await ground.show_groundwork(session, principal, agreement_id, years))


@router.post(
    f"{ONE}/baselines",
    response_model=answers.PerformanceAgreement,
    **operation(
        "takePerformanceAgreementBaselines",
        access.UPDATE,
        "Take baselines from reported values",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, BaselineNotKnown],
        headers=MOVED,
    ),
)
async def take_baselines(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    once: Key,
    body: groundwork.PerformanceAgreementBaselinesTake,
) -> Response:
    """Make the last whole year that was reported the baseline of KPIs of the draft; its source says which values."""
    agreement = await ground.take_baselines(session, principal, once, agreement_id, body, MOST_YEARS)
    return await once.answer(session, agreements.one_of(agreement, principal), version=agreement.version)
