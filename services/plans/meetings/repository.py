"""Every SQL statement about meetings. Whoever holds a role may read them; the public may not."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.plans.committees.models import Committee
from services.plans.meetings.models import Meeting
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset


def _day(text: Any) -> dt.date:  # noqa: ANN401 - the value comes out of decoded JSON
    return dt.date.fromisoformat(str(text))


SORTS = {"held_on": SortKey(Meeting.held_on.expression, _day)}


def visible_to(principal: Principal) -> Select[Meeting]:
    """Return a select of the meetings that `principal` may see: none for the public, all for who holds a role."""
    found = select(Meeting)
    return found.where(false()) if principal.is_public else found


async def load_meeting(session: AsyncSession, principal: Principal, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """Return a meeting with its attendance and its committee's members, locked when asked; raises NotFound."""
    whole = (selectinload(Meeting.attendance), selectinload(Meeting.committee).selectinload(Committee.members))
    found = visible_to(principal).where(Meeting.id == meeting_id).options(*whole)
    if lock:
        found = found.with_for_update(of=Meeting)
    meeting = (await session.scalars(found)).one_or_none()
    if meeting is None:
        raise NotFound()
    return meeting


async def load_meetings(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Meeting]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Meeting.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(getattr(Meeting, name) == value)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def save_meeting(session: AsyncSession, meeting: Meeting) -> None:
    """Add or write a meeting; a number taken already is refused here."""
    session.add(meeting)
    await session.flush()
