"""Until when requests of a fiscal year are taken: data that ก.พ.ร. sets, with its document; no year has one unset."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.changes import access, repository
from services.indicators.changes.errors import ClosingDateExists
from services.indicators.changes.models import ChangeClosingDate
from services.indicators.changes.schemas.bodies import (
    ChangeClosingDateCreate,
    ChangeClosingDateIn,
    ChangeClosingDateMove,
)
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import NotFound
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.schemas import Json

OBJECT = "change_closing_date"
# A closing date is nobody's own: who sets one sets them all.
SUBJECT = Subject("")


async def create_closing_date(
    session: AsyncSession, principal: Principal, once: Once, body: ChangeClosingDateCreate
) -> ChangeClosingDate:
    """Give a fiscal year its closing date. Raises ClosingDateExists."""
    authorise(principal, access.SET_CLOSING)
    await once.begin(session, principal)
    if await repository.find_closing_date(session, body.fiscal_year):
        raise ClosingDateExists()
    at = now()
    closing = ChangeClosingDate(id=new_id(), created_at=at, updated_at=at, **body.model_dump())
    changes = {name: [None, value] for name, value in content_of(closing).items()}
    await save(session, principal, closing, "created", changes)
    return closing


async def load_closing_date(session: AsyncSession, fiscal_year: int, *, lock: bool = False) -> ChangeClosingDate:
    """Return the closing date of a fiscal year; raises NotFound where none is set."""
    closing = await repository.find_closing_date(session, fiscal_year, lock=lock)
    if closing is None:
        raise NotFound()
    return closing


async def move_closing_date(
    session: AsyncSession, principal: Principal, fiscal_year: int, tag: str, body: ChangeClosingDateMove
) -> ChangeClosingDate:
    """Move the closing date of a fiscal year, and say why. Raises NotFound, VersionStale."""
    closing = await load_closing_date(session, fiscal_year, lock=True)
    authorise(principal, access.MOVE_CLOSING, SUBJECT)
    check_version(tag, closing.version)
    before = content_of(closing)
    for name in ChangeClosingDateIn.model_fields:
        setattr(closing, name, getattr(body, name))
    changes = difference(before, content_of(closing)) | {"reason": body.reason}
    await save(session, principal, closing, "moved", changes)
    return closing


async def show_history(session: AsyncSession, fiscal_year: int) -> HistoryPage:
    """Return what happened to the closing date of a fiscal year; raises NotFound."""
    closing = await load_closing_date(session, fiscal_year)
    return await history_of(session, OBJECT, closing.id)


def content_of(closing: ChangeClosingDate) -> Json:
    """Return what a closing date says, as JSON values."""
    body = ChangeClosingDateIn.model_validate(
        {name: getattr(closing, name) for name in ChangeClosingDateIn.model_fields}
    )
    return body.model_dump(mode="json")


async def save(
    session: AsyncSession, principal: Principal, closing: ChangeClosingDate, verb: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it; everyone may know of it."""
    closing.updated_at = now()
    await repository.save_closing_date(session, closing)
    payload = {"fiscal_year": closing.fiscal_year, "closes_on": closing.closes_on.isoformat()}
    everyone = frozenset({EVERYONE})
    change = Change(f"{OBJECT}.{verb}", OBJECT, closing.id, closing.version, everyone, payload, changes)
    await record(session, principal, change)
