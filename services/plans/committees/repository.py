"""Every SQL statement about committees. Their register is public, so every row is visible to everyone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.plans.committees.models import Committee, CommitteeMember
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset
from services.shared.text import search_key

SORTS = {"name_th": SortKey(Committee.name_sort.expression)}


def visible_to(_principal: Principal) -> Select[Committee]:
    """Return a select of the committees that a caller may see: all of them, by whose orders they were published."""
    return select(Committee)


async def load_committee(
    session: AsyncSession, principal: Principal, committee_id: UUID, *, lock: bool = False
) -> Committee:
    """Return a committee with all its members, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Committee.id == committee_id).options(selectinload(Committee.members))
    if lock:
        found = found.with_for_update(of=Committee)
    committee = (await session.scalars(found)).one_or_none()
    if committee is None:
        raise NotFound()
    return committee


async def load_committees(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Committee]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Committee.id.expression, goes_on=after is not None)
    for name in ("kind", "area_code"):
        if filters[name] is not None:
            found = found.where(getattr(Committee, name) == filters[name])
    if day := filters["on"]:
        found = found.where(Committee.valid_from <= day, or_(Committee.valid_to.is_(None), Committee.valid_to >= day))
    if filters["q"] is not None:
        found = found.where(Committee.name_search.like(f"%{search_key(filters['q'])}%"))
    return (await session.scalars(found.params(**page.start(after)))).all()


async def add_committee(session: AsyncSession, committee: Committee) -> None:
    """Add a new committee; a code taken already is refused here."""
    session.add(committee)
    await session.flush()


async def add_member(session: AsyncSession, committee: Committee, member: CommitteeMember) -> None:
    """Seat a member."""
    committee.members.append(member)
    await session.flush()
