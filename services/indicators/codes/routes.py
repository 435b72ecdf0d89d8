"""`/v1/external-codes` over HTTP."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Response

from services.indicators.codes import access, schemas, usecases, views
from services.indicators.codes.errors import CodeMapped
from services.indicators.codes.repository import load_code, load_codes
from services.indicators.codes.rules import Kind
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "external-codes"
TAGS = {TAG: "รหัสของระบบต้นทาง: what a client calls an indicator or area, mapped once; no other client sees it."}
PATH = "/v1/external-codes"
ONE = f"{PATH}/{{kind}}/{{code}}"

router = new_router(TAG)

OwnCode = Annotated[schemas.OwnCode, Path()]


@router.get(
    PATH,
    response_model=schemas.ExternalCodePage,
    **operation("listExternalCodes", access.READ, "List own codes", refuses=[CursorInvalid]),
)
async def list_external_codes(
    session: Session, principal: Caller, page: Paging, filters: Annotated[schemas.ExternalCodeFilter, Query()]
) -> schemas.ExternalCodePage:
    """List the codes of the client the caller comes through, by code."""
    wanted = filters.model_dump()
    return views.page_of(await load_codes(session, principal, wanted, page), page, wanted)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.ExternalCode,
    **operation(
        "createExternalCode",
        access.CREATE,
        "Map a code",
        refuses=[*BODY, *KEYED, CodeMapped],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_external_code(
    session: Session, principal: Caller, once: Key, body: schemas.ExternalCodeCreate
) -> Response:
    """Say once what a code of the own system stands for; rows of values may then name it."""
    mapped = await usecases.map_code(session, principal, once, body)
    answer, location = views.one_of(mapped, principal), f"{PATH}/{mapped.kind}/{quote(mapped.code)}"
    return await once.answer(session, answer, status=201, location=location, version=mapped.version)


@router.get(
    ONE,
    response_model=schemas.ExternalCode,
    **operation("getExternalCode", access.READ, "Read a code", refuses=OBJECT, headers=["ETag"]),
)
async def get_external_code(
    session: Session, principal: Caller, kind: Kind, code: OwnCode, response: Response
) -> schemas.ExternalCode:
    """Read what a code stands for."""
    mapped = await load_code(session, principal, kind, code)
    response.headers["ETag"] = etag(mapped.version)
    return views.one_of(mapped, principal)


@router.put(
    ONE,
    response_model=schemas.ExternalCode,
    **operation(
        "replaceExternalCode",
        access.CHANGE,
        "Map a code to another",
        refuses=[*OBJECT, *BODY, *VERSIONED],
        headers=["ETag"],
    ),
)
async def replace_external_code(
    session: Session,
    principal: Caller,
    kind: Kind,
    code: OwnCode,
    tag: IfMatch,
    body: schemas.ExternalCodeTarget,
    response: Response,
) -> schemas.ExternalCode:
    """Let a code stand for something else from now on. Values that came in under it stay where they are."""
    mapped = await usecases.remap_code(session, principal, kind, code, tag, body)
    response.headers["ETag"] = etag(mapped.version)
    return views.one_of(mapped, principal)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listExternalCodeHistory", access.READ, "Read the history of a code", refuses=OBJECT),
)
async def list_external_code_history(session: Session, principal: Caller, kind: Kind, code: OwnCode) -> HistoryPage:
    """List what a code stood for, since when and by whom, the newest first."""
    return await usecases.show_history(session, principal, kind, code)
