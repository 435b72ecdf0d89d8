"""What people do with an import: upload, look, confirm or give up."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.attachments.rules import CSV, XLSX, clean_name, examine
from services.shared.attachments.uploads import Upload
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, NotPermitted, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.imports import repository
from services.shared.imports.access import CANCELLED, CONFIRMED, UPLOADED, cancelling, confirming
from services.shared.imports.errors import (
    ImportAlreadyThere,
    ImportHasFaults,
    ImportTakenWhole,
    NothingToImport,
    OwnerNotNamed,
)
from services.shared.imports.judging import PREVIEW_FINDINGS, lines_of, rows_of
from services.shared.imports.kinds import ImportKind, Known
from services.shared.imports.models import ImportBatch
from services.shared.imports.template import filled_template_of
from services.shared.jobs.worker import enqueue
from services.shared.neighbours import Asker
from services.shared.paging import PageRequest, SortKey
from services.shared.preconditions import check_version

IMPORTABLE = (XLSX, CSV)
OBJECT = "import"
# Faults are numbered in their order; a cursor remembers the number of the last one shown.
_IN_ORDER = SortKey(literal_column("position"), int)


async def upload_import(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    kind: ImportKind,
    owner: str | None,
    upload: Upload,
) -> ImportBatch:
    """Take a file in and start reading it. Raises what `examine` does, OwnerNotNamed, ImportAlreadyThere."""
    owner = owner_of(principal, kind.action, owner)
    authorise(principal, kind.action, Subject(owner))
    known = await gathered(session, asker, principal, kind, owner)
    await once.begin(session, principal)
    found = await asyncio.to_thread(examine, upload.content, upload.declared, IMPORTABLE)
    if same := await repository.find_same(session, kind.name, owner, found.sha256):
        raise ImportAlreadyThere(import_id=str(same.id), state=same.state)
    batch = ImportBatch(
        id=new_id(),
        version=1,
        kind=kind.name,
        owner=owner,
        uploaded_by=principal.subject,
        name=clean_name(upload.name, found.type),
        media_type=found.media_type,
        size=len(upload.content),
        sha256=found.sha256,
        content=upload.content,
        state=UPLOADED,
        row_count=0,
        valid_count=0,
        fault_count=0,
        note_count=0,
        created_at=now(),
    )
    batch.job_id = await enqueue(session, kind.job_kind, owner, {"import_id": str(batch.id), "known": known})
    await repository.save_import(session, batch)
    await record(session, principal, change_of(batch, "import.uploaded", {"state": [None, UPLOADED]}))
    return batch


async def filled_template(
    session: AsyncSession, asker: Asker, principal: Principal, kind: ImportKind, owner: str | None
) -> bytes:
    """Return the template with what waits for a unit. Raises OwnerNotNamed, NotPermitted."""
    owner = owner_of(principal, kind.action, owner)
    known = await gathered(session, asker, principal, kind, owner)
    rows = await kind.prefill(session, principal, owner, known) if kind.prefill else ()
    return await asyncio.to_thread(filled_template_of, kind.form_for(known), rows)


async def gathered(session: AsyncSession, asker: Asker, principal: Principal, kind: ImportKind, owner: str) -> Known:
    """Return what the other services know that a unit's rows are judged by; no transaction is open afterwards."""
    return await kind.gather(session, asker, principal, owner) if kind.gather else {}


def owner_of(principal: Principal, action: Action, named: str | None) -> str:
    """Return the unit an upload is for: the one that is named, or the only one the caller may act for."""
    units = sorted({grant.unit for grant in principal.grants if grant.role in action.roles and grant.unit})
    if named is None and len(units) > 1:
        sentence = Text("ระบุหน่วยงานเจ้าของ", "Name the owning unit.")
        raise OwnerNotNamed(FieldError("?owner", "missing", sentence), units=", ".join(units))
    owner = named or next(iter(units), "")
    if owner not in units:
        raise NotPermitted(action=action.name, roles=", ".join(sorted(action.roles)))
    return owner


async def show_import(session: AsyncSession, principal: Principal, kind: ImportKind, import_id: UUID) -> ImportBatch:
    """Return an import of the caller's unit."""
    batch = await repository.load_import(session, principal, kind.name, import_id)
    authorise(principal, kind.action, subject_of(batch))
    return batch


async def list_imports(
    session: AsyncSession, principal: Principal, kind: ImportKind, page: PageRequest
) -> tuple[Sequence[ImportBatch], str | None]:
    """Return a page of the imports of the caller's units, the newest first, and the cursor of the next."""
    found = await repository.load_imports(session, principal, kind.name, page)
    shown = found[: page.limit]
    if len(found) <= page.limit:
        return shown, None
    last = shown[-1]
    return shown, page.next_cursor(repository.NEWEST_FIRST, {"kind": kind.name}, last.created_at, last.id)


async def list_faults(
    session: AsyncSession, principal: Principal, kind: ImportKind, import_id: UUID, page: PageRequest
) -> tuple[Sequence[str], str | None]:
    """Return a page of an import's faults, each as JSON text, and the cursor of the next."""
    batch = await repository.load_import(session, principal, kind.name, import_id, "faults")
    authorise(principal, kind.action, subject_of(batch))
    after = page.after("position", {"import": import_id}, _IN_ORDER)
    start = after.value if after else 0
    lines = lines_of(batch.faults or "")
    end = start + page.limit
    cursor = page.next_cursor("position", {"import": import_id}, end, import_id) if end < len(lines) else None
    return lines[start:end], cursor


async def confirm_import(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    kind: ImportKind,
    import_id: UUID,
    tag: str,
    skip_faulty: bool,
) -> ImportBatch:
    """Create what was read: every row, or none. Raises ImportHasFaults, NothingToImport and what the resource does."""
    known = await known_now(session, asker, principal, kind, import_id)
    batch = await repository.load_import(session, principal, kind.name, import_id, "rows", lock=True)
    action = confirming(kind.action)
    authorise(principal, action, subject_of(batch))
    await once.begin(session, principal)
    check_version(tag, batch.version)
    check_state(action, subject_of(batch))
    check_rows(batch, kind, skip_faulty=skip_faulty)
    rows = await asyncio.to_thread(rows_of, batch.rows or "")
    applied = await kind.apply(session, principal, batch.owner, rows, known)
    batch.result = {"imported": len(rows), "skipped": batch.row_count - len(rows), **applied}
    batch.confirmed_at = now()
    await move(session, principal, batch, CONFIRMED, "import.confirmed")
    return batch


async def known_now(
    session: AsyncSession, asker: Asker, principal: Principal, kind: ImportKind, import_id: UUID
) -> Known:
    """Return what is known for an import before the transaction that confirms it begins. Raises NotFound."""
    if kind.gather is None:
        return {}
    owner = (await repository.load_import(session, principal, kind.name, import_id)).owner
    await session.rollback()
    return await gathered(session, asker, principal, kind, owner)


def check_rows(batch: ImportBatch, kind: ImportKind, *, skip_faulty: bool) -> None:
    """Raise NothingToImport without a good row, ImportHasFaults or ImportTakenWhole when faults may not be left out."""
    if batch.valid_count == 0:
        raise NothingToImport(*_first_faults(batch), rows=batch.row_count)
    if batch.fault_count and (kind.is_whole or not skip_faulty):
        refusal = ImportTakenWhole if kind.is_whole else ImportHasFaults
        raise refusal(
            *_first_faults(batch),
            faults=batch.fault_count,
            faulty=batch.row_count - batch.valid_count,
            rows=batch.row_count,
            valid=batch.valid_count,
        )


async def cancel_import(
    session: AsyncSession, principal: Principal, once: Once, kind: ImportKind, import_id: UUID
) -> ImportBatch:
    """Give an upload up; the same file may then be uploaded again. Raises StateDoesNotAllow."""
    batch = await repository.load_import(session, principal, kind.name, import_id, lock=True)
    action = cancelling(kind.action)
    authorise(principal, action, subject_of(batch))
    await once.begin(session, principal)
    check_state(action, subject_of(batch))
    await move(session, principal, batch, CANCELLED, "import.cancelled")
    return batch


async def move(session: AsyncSession, principal: Principal, batch: ImportBatch, state: str, happening: str) -> None:
    """Write the row in its new state under its next version, and the event beside it."""
    before, batch.state = batch.state, state
    batch.version += 1
    await repository.save_import(session, batch)
    await record(session, principal, change_of(batch, happening, {"state": [before, state]}))


def change_of(batch: ImportBatch, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change; only the owner hears of it, others of the objects that came in."""
    payload = {"kind": batch.kind, "state": batch.state, "sha256": batch.sha256, "rows": batch.row_count}
    return Change(happening, OBJECT, batch.id, batch.version, frozenset({batch.owner}), payload, changes)


def subject_of(batch: ImportBatch) -> Subject:
    """Return what access asks of an import."""
    return Subject(batch.owner, state=batch.state)


def _first_faults(batch: ImportBatch) -> list[FieldError]:
    faults = (batch.preview or {}).get("faults", [])[:PREVIEW_FINDINGS]
    return [FieldError(_pointer(fault), fault["code"], Text(fault["th"], fault["en"])) for fault in faults]


def _pointer(fault: dict[str, Any]) -> str:
    return f"cell:{fault['sheet']}!{fault['cell']}" if fault["sheet"] else f"cell:{fault['cell']}"
