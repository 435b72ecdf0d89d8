"""`/v1/earmarks` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.earmarks import access, repository, schemas, usecases, views
from services.budget.earmarks.errors import EarmarkExists
from services.budget.ledger.errors import CapBelowUse
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "earmarks"
TAGS = {TAG: "งบประมาณที่กันไว้ของกระทรวง: what an agency reserves for projects of areas; held, used and left."}
PATH = "/v1/earmarks"
ONE = f"{PATH}/{{earmark_id}}"

router = new_router(TAG)


@router.get(
    PATH,
    response_model=schemas.EarmarkPage,
    **operation("listEarmarks", access.READ, "List reserves", refuses=[CursorInvalid]),
)
async def list_earmarks(
    session: Session, _principal: Caller, page: Paging, filters: Annotated[schemas.EarmarkFilter, Query()]
) -> schemas.EarmarkPage:
    """List reserves by agency and year, the latest year first; one without an amount is shown and holds nothing."""
    wanted = filters.model_dump()
    return views.page_of(await repository.list_earmarks(session, wanted, page), page, wanted)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Earmark,
    **operation(
        "stateEarmark",
        access.STATE,
        "State a reserve",
        refuses=[*BODY, *KEYED, Busy, EarmarkExists],
        headers=["ETag", "Location", "Idempotent-Replayed"],
    ),
)
async def state_earmark(session: Session, principal: Caller, once: Key, body: schemas.EarmarkCreate) -> Response:
    """State the reserve of one's own agency in a fiscal year; with an amount it is a ceiling in the ledger at once.

    It is the agency's own money, so no committee resolves on it.
    """
    earmark = await usecases.state_earmark(session, principal, once, body)
    answer, location = views.one_of(earmark, principal), f"{PATH}/{earmark.id}"
    return await once.answer(session, answer, status=201, location=location, version=earmark.version)


@router.get(
    ONE,
    response_model=schemas.Earmark,
    **operation("getEarmark", access.READ, "Read a reserve", refuses=OBJECT, headers=["ETag"]),
)
async def get_earmark(session: Session, principal: Caller, earmark_id: UUID, response: Response) -> schemas.Earmark:
    """Read one reserve with everything that was ever stated of it."""
    earmark = await repository.load_earmark(session, earmark_id)
    response.headers["ETag"] = etag(earmark.version)
    return views.one_of(earmark, principal)


@router.post(
    f"{ONE}/revise",
    response_model=schemas.Earmark,
    **operation(
        "reviseEarmark",
        access.REVISE,
        "Revise a reserve",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, CapBelowUse],
        headers=["ETag", "Idempotent-Replayed"],
    ),
)
async def revise_earmark(
    session: Session, principal: Caller, earmark_id: UUID, once: Key, body: schemas.EarmarkRevise
) -> Response:
    """State the whole of a reserve anew with the reason, never below what is held and used; the old stays readable."""
    earmark = await usecases.revise_earmark(session, principal, once, earmark_id, body)
    return await once.answer(session, views.one_of(earmark, principal), version=earmark.version)
