"""`…/imports` over HTTP, mounted by each resource whose objects come in from files."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.shared.attachments.errors import FileTypeNotTaken
from services.shared.attachments.rules import XLSX, content_disposition
from services.shared.attachments.uploads import Received, upload_operation
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, Refusal, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.imports import schemas, usecases, views
from services.shared.imports.access import UPLOADED
from services.shared.imports.errors import (
    ImportAlreadyThere,
    ImportHasFaults,
    ImportTakenWhole,
    NothingToImport,
    OwnerNotNamed,
)
from services.shared.imports.kinds import ImportKind
from services.shared.imports.template import template_name, template_of
from services.shared.imports.usecases import IMPORTABLE
from services.shared.jobs.routes import RETRY_AFTER_SECONDS
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

ACCEPTED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Owner = Annotated[
    str | SkipJsonSchema[None],
    Query(max_length=40, description="the unit it is for, needed by who acts for several", examples=["area:50"]),
]
SkipFaulty = Annotated[bool, Query(description="take the good rows and leave the faulty ones out")]


def import_router(kind: ImportKind) -> APIRouter:
    """Return a router with the operations of one kind of import; mount it before the resource's `…/{id}`."""
    router = new_router(kind.tag)
    _add_template(router, kind)
    _add_upload(router, kind)
    _add_reading(router, kind)
    _add_confirmation(router, kind, ImportTakenWhole if kind.is_whole else ImportHasFaults)
    _add_cancellation(router, kind)
    return router


def _add_template(router: APIRouter, kind: ImportKind) -> None:
    refuses = [] if kind.prefill is None else [OwnerNotNamed]
    declared = operation(
        f"download{kind.noun}Template",
        kind.action,
        "Download the template",
        refuses=refuses,
        media=[XLSX.media],
        headers=["Content-Disposition"],
    )
    headers = {"Content-Disposition": content_disposition(template_name(kind.form)), "Content-Type": XLSX.media}

    async def download_template() -> Response:
        """Get the Excel file to fill in: titles, lists to choose from, an example row and an explanation."""
        return Response(await asyncio.to_thread(template_of, kind.form), headers=headers)

    async def download_filled_template(
        session: Session, asker: Ask, principal: Caller, owner: Owner = None
    ) -> Response:
        """Get the Excel file with a row for each thing that waits for your unit; a row left as it is counts as none."""
        return Response(await usecases.filled_template(session, asker, principal, kind, owner), headers=headers)

    endpoint = download_template if kind.prefill is None else download_filled_template
    router.get(f"{kind.path}/template", response_class=Response, **declared)(endpoint)


def _add_upload(router: APIRouter, kind: ImportKind) -> None:
    @router.post(
        kind.path,
        status_code=202,
        response_model=schemas.Import,
        **upload_operation(
            f"upload{kind.noun}Import",
            kind.action,
            "Upload a file to import",
            types=IMPORTABLE,
            refuses=[FileTypeNotTaken, ImportAlreadyThere, OwnerNotNamed],
            headers=ACCEPTED,
        ),
    )
    async def upload_import(
        session: Session, asker: Ask, principal: Caller, once: Key, upload: Received, owner: Owner = None
    ) -> Response:
        """Send an .xlsx or .csv file (UTF-8 or TIS-620) as the body. It is read by a job; nothing is created yet."""
        batch = await usecases.upload_import(session, asker, principal, once, kind, owner, upload)
        body = views.one_of(kind, batch, principal)
        return await once.answer(session, body, status=202, location=f"{kind.path}/{batch.id}", version=batch.version)


def _add_reading(router: APIRouter, kind: ImportKind) -> None:
    @router.get(
        kind.path,
        response_model=schemas.ImportPage,
        **operation(f"list{kind.noun}Imports", kind.action, "List imports", refuses=[CursorInvalid]),
    )
    async def list_imports(session: Session, principal: Caller, page: Paging) -> schemas.ImportPage:
        """List the imports of the caller's own units, the newest first."""
        found, cursor = await usecases.list_imports(session, principal, kind, page)
        return schemas.ImportPage(items=[views.listed(batch) for batch in found], next_cursor=cursor)

    @router.get(
        f"{kind.path}/{{import_id}}",
        response_model=schemas.Import,
        **operation(
            f"get{kind.noun}Import", kind.action, "Read an import", refuses=OBJECT, headers=["ETag", "Retry-After"]
        ),
    )
    async def get_import(session: Session, principal: Caller, import_id: UUID, response: Response) -> schemas.Import:
        """See counts, faults, notes and a preview. While the file is being read, `Retry-After` is sent."""
        batch = await usecases.show_import(session, principal, kind, import_id)
        response.headers["ETag"] = etag(batch.version)
        if batch.state == UPLOADED:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return views.one_of(kind, batch, principal)

    @router.get(
        f"{kind.path}/{{import_id}}/faults",
        response_model=schemas.ImportFaultPage,
        **operation(
            f"list{kind.noun}ImportFaults", kind.action, "List an import's faults", refuses=[*OBJECT, CursorInvalid]
        ),
    )
    async def list_faults(session: Session, principal: Caller, import_id: UUID, page: Paging) -> Response:
        """List every fault with its cell, from top to bottom."""
        lines, cursor = await usecases.list_faults(session, principal, kind, import_id, page)
        shown = f'"{cursor}"' if cursor else "null"
        body = f'{{"items":[{",".join(lines)}],"next_cursor":{shown}}}'
        return Response(body, media_type="application/json")


def _add_confirmation(router: APIRouter, kind: ImportKind, faulty: type[Refusal]) -> None:
    @router.post(
        f"{kind.path}/{{import_id}}/confirm",
        response_model=schemas.Import,
        **operation(
            f"confirm{kind.noun}Import",
            kind.action,
            "Confirm an import",
            refuses=[*OBJECT, *KEYED, *VERSIONED, StateDoesNotAllow, faulty, NothingToImport, *kind.refuses],
            headers=MOVED,
        ),
    )
    async def confirm_import(
        session: Session,
        asker: Ask,
        principal: Caller,
        once: Key,
        import_id: UUID,
        tag: IfMatch,
        skip_faulty: SkipFaulty = False,
    ) -> Response:
        """Create what was read, all rows or none. With faults it is refused, unless the faulty rows may be skipped."""
        batch = await usecases.confirm_import(session, asker, principal, once, kind, import_id, tag, skip_faulty)
        return await once.answer(session, views.one_of(kind, batch, principal), version=batch.version)


def _add_cancellation(router: APIRouter, kind: ImportKind) -> None:
    @router.post(
        f"{kind.path}/{{import_id}}/cancel",
        response_model=schemas.Import,
        **operation(
            f"cancel{kind.noun}Import",
            kind.action,
            "Cancel an import",
            refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
            headers=MOVED,
        ),
    )
    async def cancel_import(session: Session, principal: Caller, once: Key, import_id: UUID) -> Response:
        """Give an upload up: nothing is created, and the same file may be uploaded again."""
        batch = await usecases.cancel_import(session, principal, once, kind, import_id)
        return await once.answer(session, views.one_of(kind, batch, principal), version=batch.version)
