"""`/v1/observations` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from services.indicators.observations import access, views
from services.indicators.observations.errors import CsvUnreadable, RowsRefused
from services.indicators.observations.repository import list_observations as read_observations
from services.indicators.observations.repository import load_batch
from services.indicators.observations.schemas import (
    CSV,
    ObservationBatch,
    ObservationCsvQuery,
    ObservationFilter,
    ObservationPage,
    ObservationPush,
    ObservationPushResult,
)
from services.indicators.observations.usecases import pushing
from services.indicators.observations.usecases.lateness import late_among
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import BodyTooLarge, Busy, CursorInvalid, MediaTypeUnsupported
from services.shared.idempotency import Key
from services.shared.middleware import LARGEST_JSON
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "observations"
TAGS = {TAG: "ค่าที่รายงาน: what each unit measured, by area, indicator and period, each correction a new revision."}
PATH = "/v1/observations"

MEDIA = "text/csv"

router = new_router(TAG)


async def separated(request: Request) -> bytes:
    """Return the CSV file of this request; raises MediaTypeUnsupported, BodyTooLarge."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != MEDIA:
        raise MediaTypeUnsupported(expected=MEDIA)
    content = await request.body()
    if len(content) > LARGEST_JSON:
        raise BodyTooLarge(limit=LARGEST_JSON)
    return content


Separated = Annotated[bytes, Depends(separated)]


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
    found = await read_observations(session, principal, wanted, page)
    return views.page_of(found, await late_among(session, found), page, wanted)


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


_CSV_PUSH = operation(
    "pushObservationsCsv",
    access.PUSH,
    "Report values as CSV",
    refuses=[*KEYED, Busy, MediaTypeUnsupported, CsvUnreadable, RowsRefused],
    body_media=MEDIA,
    headers=("Idempotent-Replayed",),
)
_CSV_PUSH["openapi_extra"]["requestBody"]["content"][MEDIA] = {"schema": {"type": "string"}, "example": CSV}


@router.post(f"{PATH}/csv", response_model=ObservationPushResult, **_CSV_PUSH)
async def push_observations_csv(
    session: Session,
    principal: Caller,
    once: Key,
    query: Annotated[ObservationCsvQuery, Query()],
    content: Separated,
) -> ObservationPushResult | Response:
    """Report values of a unit as CSV in UTF-8: the names of the fields first, in any order, then up to 10,000 rows.

    An empty cell is null, and a column that no row needs may be left out. All else is as in JSON.
    """
    result = views.result_of(await pushing.push_separated(session, principal, once, query, content))
    return result if query.dry_run else await once.answer(session, result)


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
