"""What units read in the data, over HTTP."""

from uuid import UUID

from fastapi import Response

from services.indicators.datasets import access, views
from services.indicators.datasets.errors import DatasetAnalysisExists
from services.indicators.datasets.repository.records import (
    load_analyses,
    load_analysis,
    load_update,
    load_versions,
)
from services.indicators.datasets.routes.datasets import CREATED, TAG
from services.indicators.datasets.routes.records import UPDATE
from services.indicators.datasets.schemas import analyses as schemas
from services.indicators.datasets.usecases import analyses as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.preconditions import IfMatch

PATH = "/v1/dataset-analyses"
ONE = f"{PATH}/{{analysis_id}}"

router = new_router(TAG)


@router.post(
    f"{UPDATE}/analyses",
    status_code=201,
    response_model=schemas.DatasetAnalysis,
    **operation(
        "createDatasetAnalysis",
        access.ANALYSE,
        "Add an analysis",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, DatasetAnalysisExists],
        headers=CREATED,
    ),
)
async def create_dataset_analysis(
    session: Session, principal: Caller, update_id: UUID, once: Key, body: schemas.DatasetAnalysisCreate
) -> Response:
    """Add what a unit of the caller's reads in these data, be it owner or not; each unit has one on the same data."""
    analysis = await usecases.create_analysis(session, principal, once, update_id, body)
    answer = views.analysis_of(analysis, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{analysis.id}", version=analysis.version)


@router.get(
    f"{UPDATE}/analyses",
    response_model=schemas.DatasetAnalyses,
    **operation("listDatasetAnalyses", access.READ_ANALYSES, "Read the analyses side by side", refuses=OBJECT),
)
async def list_dataset_analyses(session: Session, principal: Caller, update_id: UUID) -> schemas.DatasetAnalyses:
    """Read what ministries and provinces read in the same data, and where their figures differ."""
    await load_update(session, principal, update_id)
    return views.analyses_of(await load_analyses(session, principal, update_id))


@router.get(
    ONE,
    response_model=schemas.DatasetAnalysis,
    **operation("getDatasetAnalysis", access.READ_ANALYSES, "Read an analysis", refuses=OBJECT, headers=["ETag"]),
)
async def get_dataset_analysis(session: Session, principal: Caller, analysis_id: UUID) -> Response:
    """Read one unit's analysis, and what the caller may do with it now; the ETag is its version."""
    return views.analysis_answer_of(await load_analysis(session, principal, analysis_id), principal)


@router.patch(
    ONE,
    response_model=schemas.DatasetAnalysis,
    **operation(
        "reviseDatasetAnalysis",
        access.REVISE,
        "Revise an analysis",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def revise_dataset_analysis(
    session: Session, principal: Caller, analysis_id: UUID, tag: IfMatch, body: schemas.DatasetAnalysisPatch
) -> Response:
    """Say something else, with the reason; what the analysis said before stays readable as a version."""
    return views.analysis_answer_of(
        await usecases.revise_analysis(session, principal, analysis_id, tag, body), principal
    )


@router.get(
    f"{ONE}/versions",
    response_model=schemas.DatasetAnalysisVersionPage,
    **operation("listDatasetAnalysisVersions", access.READ_ANALYSES, "List the versions", refuses=OBJECT),
)
async def list_dataset_analysis_versions(
    session: Session, principal: Caller, analysis_id: UUID
) -> schemas.DatasetAnalysisVersionPage:
    """List everything the analysis ever said, the newest first, each with why it was revised."""
    analysis = await load_analysis(session, principal, analysis_id)
    return views.versions_of(await load_versions(session, analysis.id))
