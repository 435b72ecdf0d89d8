"""`/v1/datasets` over HTTP: the entries of the registry."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.indicators.datasets import access, views
from services.indicators.datasets.errors import DatasetExists, DatasetIncomplete
from services.indicators.datasets.repository.registry import load_dataset, load_datasets
from services.indicators.datasets.schemas import datasets as schemas
from services.indicators.datasets.schemas.lists import DatasetExpand, DatasetFilter, DatasetSort
from services.indicators.datasets.usecases import datasets as usecases
from services.indicators.datasets.usecases.changes import PATH, today
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "datasets"
# Only an id stands there, so that the reports under the path are no dataset.
ONE = f"{PATH}/{{dataset_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[DatasetSort, Query(description="how to sort, names in Thai dictionary order; a minus reverses")]
Expand = Annotated[DatasetExpand | SkipJsonSchema[None], Query(description="what each item carries beside")]


@router.get(
    PATH,
    response_model=schemas.DatasetPage,
    **operation("listDatasets", access.READ, "List datasets", refuses=[CursorInvalid]),
)
async def list_datasets(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[DatasetFilter, Query()],
    sort: Sort = DatasetSort.NAME,
    expand: Expand = None,
) -> schemas.DatasetPage:
    """List datasets as they stand today: published ones to everyone, shared ones to whom they are for, own drafts."""
    wanted = filters.model_dump()
    found = await load_datasets(session, principal, wanted, sort, page, today())
    return views.page_of(found, principal, page, wanted, sort, expand)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Dataset,
    **operation(
        "createDataset",
        access.CREATE,
        "Register a dataset",
        refuses=[*BODY, *KEYED, DatasetExists],
        headers=CREATED,
    ),
)
async def create_dataset(session: Session, principal: Caller, once: Key, body: schemas.DatasetCreate) -> Response:
    """Register a draft for a unit of the caller's. Nobody else sees it before it is shared or published."""
    dataset = await usecases.create_dataset(session, principal, once, body)
    answer = views.one_of(dataset, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{dataset.id}", version=dataset.version)


@router.get(
    ONE,
    response_model=schemas.Dataset,
    **operation("getDataset", access.READ, "Read a dataset", refuses=OBJECT, headers=["ETag"]),
)
async def get_dataset(session: Session, principal: Caller, dataset_id: UUID) -> Response:
    """Read one dataset: whose it is, how current and usable it is, and what the caller may do with it now."""
    return views.answer_of(await load_dataset(session, principal, dataset_id), principal)


@router.patch(
    ONE,
    response_model=schemas.Dataset,
    **operation(
        "updateDataset",
        access.UPDATE,
        "Change a dataset",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, DatasetExists, DatasetIncomplete],
        headers=["ETag"],
    ),
)
async def update_dataset(
    session: Session, principal: Caller, dataset_id: UUID, tag: IfMatch, body: schemas.DatasetPatch
) -> Response:
    """Change the entry. One that others use stays complete; another promise counts from the data that stand."""
    return views.answer_of(await usecases.update_dataset(session, principal, dataset_id, tag, body), principal)


@router.post(
    f"{ONE}/share",
    response_model=schemas.Dataset,
    **operation(
        "shareDataset",
        access.SHARE,
        "Share a dataset",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, DatasetIncomplete],
        headers=MOVED,
    ),
)
async def share_dataset(session: Session, principal: Caller, dataset_id: UUID, once: Key) -> Response:
    """Show a complete draft to the units it is for; from now on its promise counts."""
    dataset = await usecases.move(session, principal, once, dataset_id, access.SHARE, "share")
    return await once.answer(session, views.one_of(dataset, principal), version=dataset.version)


@router.post(
    f"{ONE}/publish",
    response_model=schemas.Dataset,
    **operation(
        "publishDataset",
        access.PUBLISH,
        "Publish a dataset",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, DatasetIncomplete],
        headers=MOVED,
    ),
)
async def publish_dataset(session: Session, principal: Caller, dataset_id: UUID, once: Key) -> Response:
    """Show a complete dataset to everyone. What units read in it stays among those who hold a role."""
    dataset = await usecases.move(session, principal, once, dataset_id, access.PUBLISH, "publish")
    return await once.answer(session, views.one_of(dataset, principal), version=dataset.version)


@router.post(
    f"{ONE}/retire",
    response_model=schemas.Dataset,
    **operation(
        "retireDataset",
        access.RETIRE,
        "Retire a dataset",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def retire_dataset(
    session: Session, principal: Caller, dataset_id: UUID, once: Key, body: schemas.DatasetRetire
) -> Response:
    """Take a dataset out of use, with the reason. It stays readable to who could read it; nobody is asked for it."""
    dataset = await usecases.retire_dataset(session, principal, once, dataset_id, body)
    return await once.answer(session, views.one_of(dataset, principal), version=dataset.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listDatasetHistory", access.READ_HISTORY, "Read a dataset's history", refuses=OBJECT),
)
async def list_dataset_history(session: Session, principal: Caller, dataset_id: UUID) -> HistoryPage:
    """List what happened to a dataset, the newest first: what changed, from what, by whom, why."""
    return await usecases.show_history(session, principal, dataset_id)
