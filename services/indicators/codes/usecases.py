"""What a reporter does with its own codes."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.repository import load_measured
from services.indicators.codes import access, errors, repository
from services.indicators.codes.models import ExternalCode
from services.indicators.codes.rules import Kind
from services.indicators.codes.schemas import ExternalCodeCreate, ExternalCodeTarget
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

OBJECT = "external_code"
SUBJECT = Subject("")


async def map_code(session: AsyncSession, principal: Principal, once: Once, body: ExternalCodeCreate) -> ExternalCode:
    """Say what a code of the caller's client stands for. Raises Invalid, CodeMapped."""
    authorise(principal, access.CREATE)
    await once.begin(session, principal)
    await refuse_target(session, principal, body.kind, body)
    at = now()
    mapped = ExternalCode(
        id=new_id(),
        client=principal.client,
        mapped_by=principal.subject,
        created_at=at,
        updated_at=at,
        **body.model_dump(),
    )
    await save(session, principal, mapped, "mapped", None)
    return mapped


async def remap_code(
    session: AsyncSession, principal: Principal, kind: Kind, code: str, tag: str, body: ExternalCodeTarget
) -> ExternalCode:
    """Let a code stand for something else from now on; values that came in under it stay. Raises VersionStale."""
    mapped = await repository.load_code(session, principal, kind, code, lock=True)
    authorise(principal, access.CHANGE, SUBJECT)
    check_version(tag, mapped.version)
    await refuse_target(session, principal, kind, body)
    before = target_of(mapped)
    mapped.indicator_id, mapped.area_code = body.indicator_id, body.area_code
    mapped.mapped_by, mapped.updated_at = principal.subject, now()
    await save(session, principal, mapped, "remapped", before)
    return mapped


async def refuse_target(session: AsyncSession, principal: Principal, kind: Kind, body: ExternalCodeTarget) -> None:
    """Raise Invalid unless the code has the one target of its kind, and it is there."""
    has = {Kind.INDICATOR: body.indicator_id is not None, Kind.AREA: body.area_code is not None}
    if has != {each: each is kind for each in Kind}:
        raise Invalid(errors.TARGET_MISSING)
    if body.indicator_id and not await load_measured(session, principal, [body.indicator_id]):
        raise Invalid(errors.INDICATOR_UNKNOWN)


async def show_history(session: AsyncSession, principal: Principal, kind: Kind, code: str) -> HistoryPage:
    """Return what a code stood for, since when and by whom; raises NotFound."""
    mapped = await repository.load_code(session, principal, kind, code)
    return await history_of(session, OBJECT, mapped.id)


async def save(
    session: AsyncSession, principal: Principal, mapped: ExternalCode, verb: str, before: str | None
) -> None:
    """Write the row under its next version and the event beside it, which tells others no code."""
    await repository.save_code(session, mapped)
    changes: dict[str, Any] = {"code": mapped.code, "target": [before, target_of(mapped)]}
    audience, payload = frozenset(principal.units), {"kind": mapped.kind}
    change = Change(f"{OBJECT}.{verb}", OBJECT, mapped.id, mapped.version, audience, payload, changes)
    await record(session, principal, change)


def target_of(mapped: ExternalCode) -> str:
    """Return what a code stands for, as text."""
    target: UUID | str | None = mapped.indicator_id or mapped.area_code
    return str(target)
