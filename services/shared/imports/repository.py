"""Every SQL statement about imports."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.imports.access import HOLDING, UPLOADED
from services.shared.imports.models import ImportBatch
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

NEWEST_FIRST = "-created_at"
CREATED = SortKey(ImportBatch.created_at.expression, parse_instant)


def visible_to(principal: Principal, kind: str) -> Select[ImportBatch]:
    """Return a select of the imports of a kind that the caller's units uploaded; nobody else sees them."""
    return select(ImportBatch).where(ImportBatch.kind == kind, ImportBatch.owner.in_(principal.units))


async def load_import(
    session: AsyncSession, principal: Principal, kind: str, import_id: UUID, *beside: str, lock: bool = False
) -> ImportBatch:
    """Return a visible import, with the deferred columns `beside`, its row locked when asked; raises NotFound."""
    found = visible_to(principal, kind).where(ImportBatch.id == import_id)
    found = found.options(*(undefer(getattr(ImportBatch, name)) for name in beside))
    batch = (await session.scalars(found.with_for_update() if lock else found)).one_or_none()
    if batch is None:
        raise NotFound()
    return batch


async def load_imports(
    session: AsyncSession, principal: Principal, kind: str, page: PageRequest
) -> Sequence[ImportBatch]:
    """Return up to one import more than the page holds, the newest first."""
    after = page.after(NEWEST_FIRST, {"kind": kind}, CREATED)
    found = keyset(
        visible_to(principal, kind), NEWEST_FIRST, CREATED, ImportBatch.id.expression, goes_on=after is not None
    )
    values = page.start(after)
    return (await session.scalars(found, values)).all()


async def find_same(session: AsyncSession, kind: str, owner: str, sha256: str) -> ImportBatch | None:
    """Return the import of the very same file that stands, if there is one."""
    same = select(ImportBatch).where(
        ImportBatch.kind == kind,
        ImportBatch.owner == owner,
        ImportBatch.sha256 == sha256,
        ImportBatch.state.in_(HOLDING),
    )
    return (await session.scalars(same)).one_or_none()


async def save_import(session: AsyncSession, batch: ImportBatch) -> None:
    """Write a new or changed row."""
    session.add(batch)
    await session.flush()


async def load_upload(session: AsyncSession, import_id: UUID) -> ImportBatch | None:
    """Return an import that still waits to be read, with its file, for the job that reads it."""
    waiting = select(ImportBatch).where(ImportBatch.id == import_id, ImportBatch.state == UPLOADED)
    return (await session.scalars(waiting.options(undefer(ImportBatch.content)))).one_or_none()


async def save_outcome(session: AsyncSession, import_id: UUID, **outcome: Any) -> bool:  # noqa: ANN401 - columns by name
    """Write what came of reading a file, unless the import has moved on meanwhile; returns whether it was written."""
    mine = (ImportBatch.id == bindparam("import_id"), ImportBatch.state == UPLOADED)
    change = update(ImportBatch).where(*mine).values(version=ImportBatch.version + 1, **outcome)
    written = await session.execute(change.returning(ImportBatch.id), {"import_id": import_id})
    return written.scalar_one_or_none() is not None
