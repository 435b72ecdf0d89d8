"""What is recorded of a dataset over HTTP: updates, assessments, steps of digitisation."""

from uuid import UUID

from fastapi import Response

from services.indicators.datasets import access, views
from services.indicators.datasets.errors import DatasetUpdateExists, DigitisationRecorded
from services.indicators.datasets.models import records as models
from services.indicators.datasets.repository.records import load_records, load_update
from services.indicators.datasets.repository.registry import load_dataset
from services.indicators.datasets.routes.datasets import ONE, TAG
from services.indicators.datasets.schemas import records as schemas
from services.indicators.datasets.usecases import records as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.paging import Paging

UPDATES = "/v1/dataset-updates"
UPDATE = f"{UPDATES}/{{update_id}}"
RECORDED = ("Location", "Idempotent-Replayed")

router = new_router(TAG)


@router.post(
    f"{ONE}/updates",
    status_code=201,
    response_model=schemas.DatasetUpdate,
    **operation(
        "recordDatasetUpdate",
        access.RECORD_UPDATE,
        "Record an update",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, DatasetUpdateExists],
        headers=RECORDED,
    ),
)
async def record_dataset_update(
    session: Session, principal: Caller, dataset_id: UUID, once: Key, body: schemas.DatasetUpdateCreate
) -> Response:
    """Note that data of a day came in, or that those of a day were corrected. The next ones are due by the promise."""
    update = await usecases.record_update(session, principal, once, dataset_id, body)
    answer = schemas.DatasetUpdate.model_validate(update)
    return await once.answer(session, answer, status=201, location=f"{UPDATES}/{update.id}")


@router.get(
    f"{ONE}/updates",
    response_model=schemas.DatasetUpdatePage,
    **operation("listDatasetUpdates", access.READ, "List the updates", refuses=[*OBJECT, CursorInvalid]),
)
async def list_dataset_updates(
    session: Session, principal: Caller, page: Paging, dataset_id: UUID
) -> schemas.DatasetUpdatePage:
    """List when data came in and what they are of, the newest record first; corrected ones stay."""
    await load_dataset(session, principal, dataset_id)
    found = await load_records(session, models.DatasetUpdate, dataset_id, page)
    shown, cursor = views.records_of(found, page, dataset_id)
    return schemas.DatasetUpdatePage(
        items=[schemas.DatasetUpdate.model_validate(each) for each in shown], next_cursor=cursor
    )


@router.get(
    UPDATE,
    response_model=schemas.DatasetUpdate,
    **operation("getDatasetUpdate", access.READ, "Read an update", refuses=OBJECT),
)
async def get_dataset_update(session: Session, principal: Caller, update_id: UUID) -> schemas.DatasetUpdate:
    """Read one update of a dataset; it never changes."""
    return schemas.DatasetUpdate.model_validate(await load_update(session, principal, update_id))


@router.post(
    f"{ONE}/assessments",
    status_code=201,
    response_model=schemas.DatasetAssessment,
    **operation(
        "assessDataset",
        access.ASSESS,
        "Say whether it can be used",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=["Idempotent-Replayed"],
    ),
)
async def assess_dataset(
    session: Session, principal: Caller, dataset_id: UUID, once: Key, body: schemas.DatasetAssessmentCreate
) -> Response:
    """Say whether the data that stand can be used, and why: its owner, or who oversees. What was said before stays."""
    assessment = await usecases.assess(session, principal, once, dataset_id, body)
    return await once.answer(session, schemas.DatasetAssessment.model_validate(assessment), status=201)


@router.get(
    f"{ONE}/assessments",
    response_model=schemas.DatasetAssessmentPage,
    **operation("listDatasetAssessments", access.READ, "List the assessments", refuses=[*OBJECT, CursorInvalid]),
)
async def list_dataset_assessments(
    session: Session, principal: Caller, page: Paging, dataset_id: UUID
) -> schemas.DatasetAssessmentPage:
    """List who found the dataset usable or not, when and why, the newest first."""
    await load_dataset(session, principal, dataset_id)
    found = await load_records(session, models.DatasetAssessment, dataset_id, page)
    shown, cursor = views.records_of(found, page, dataset_id)
    return schemas.DatasetAssessmentPage(
        items=[schemas.DatasetAssessment.model_validate(each) for each in shown], next_cursor=cursor
    )


@router.post(
    f"{ONE}/digitisation",
    status_code=201,
    response_model=schemas.DatasetDigitisation,
    **operation(
        "recordDatasetDigitisation",
        access.DIGITISE,
        "Record a step of digitisation",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, DigitisationRecorded],
        headers=["Idempotent-Replayed"],
    ),
)
async def record_dataset_digitisation(
    session: Session, principal: Caller, dataset_id: UUID, once: Key, body: schemas.DatasetDigitisationCreate
) -> Response:
    """Note that the dataset reached a step on a day; it stands at the step it reached last, an earlier one too."""
    reached = await usecases.digitise(session, principal, once, dataset_id, body)
    return await once.answer(session, schemas.DatasetDigitisation.model_validate(reached), status=201)


@router.get(
    f"{ONE}/digitisation",
    response_model=schemas.DatasetDigitisationPage,
    **operation("listDatasetDigitisation", access.READ, "List the recorded steps", refuses=[*OBJECT, CursorInvalid]),
)
async def list_dataset_digitisation(
    session: Session, principal: Caller, page: Paging, dataset_id: UUID
) -> schemas.DatasetDigitisationPage:
    """List the steps of digitisation that the dataset reached, the newest record first."""
    await load_dataset(session, principal, dataset_id)
    found = await load_records(session, models.DatasetDigitisation, dataset_id, page)
    shown, cursor = views.records_of(found, page, dataset_id)
    return schemas.DatasetDigitisationPage(
        items=[schemas.DatasetDigitisation.model_validate(each) for each in shown], next_cursor=cursor
    )
