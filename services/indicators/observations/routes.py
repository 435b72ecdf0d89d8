"""`/v1/observations` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.observations import access, views
from services.indicators.observations.errors import RowsRefused
from services.indicators.observations.repository import list_observations as read_observations
from services.indicators.observations.repository import load_batch
from services.indicators.observations.schemas import (
    ObservationBatch,
    ObservationFilter,
    ObservationPage,
    ObservationPush,
    ObservationPushResult,
)
from services.indicators.observations.usecases import pushing
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "observations"
TAGS = {TAG: "ค่าที่รายงาน: what each unit measured, by area, indicator and period, each correction a new revision."}
PATH = "/v1/observations"

router = new_router(TAG)


@router.get(
    PATH,
    response_model=ObservationPage,
    **operation("listObservations", access.READ, "List reported values", refuses=[CursorInvalid]),
)
async def list_observations(
    session: Session, principal: Caller, page: Paging, filters: Annotated[ObservationFilter, Query()]
) -> ObservationPage:
    """List values by their key: the current ones, or with current=false every revision. The public reads final ones."""
    wanted = filters.model_dump()
    return views.page_of(await read_observations(session, principal, wanted, page), page, wanted)


@router.post(
    PATH,
    response_model=ObservationPushResult,
    **operation(
        "pushObservations",
        access.PUSH,
        "Report values",
        refuses=[*BODY, *KEYED, Busy, RowsRefused],
        headers=("Idempotent-Replayed",),
    ),
)
async def push_observations(
    session: Session, principal: Caller, once: Key, body: ObservationPush
) -> ObservationPushResult | Response:
    """Report values of a unit, up to 10,000 rows. A row that cannot be written is named and spoils no other.

    Sent again, the same values are `unchanged`; another value of the same key is its next revision and says why.
    """
    result = views.result_of(await pushing.push_observations(session, principal, once, body))
    return result if body.dry_run else await once.answer(session, result)


@router.get(
    f"{PATH}/batches/{{batch_id}}",
    response_model=ObservationBatch,
    **operation("getObservationBatch", access.READ_BATCH, "Read a push", refuses=OBJECT, headers=["ETag"]),
)
async def get_observation_batch(session: Session, batch_id: UUID, response: Response) -> ObservationBatch:
    """Read what became of one push that wrote values, with the digest of what it wrote."""
    batch = await load_batch(session, batch_id)
    response.headers["ETag"] = etag(1)  # it never changes
    return views.batch_of(batch)
