"""Every SQL statement about delegations. Their orders are published, so every row is visible to everyone."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.delegations.models import Delegation
from services.shared.access import PUBLIC, Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

SORTS = {"updated_at": SortKey(Delegation.updated_at.expression, parse_instant)}


def visible_to(_principal: Principal) -> Select[Delegation]:
    """Return a select of the delegations that a caller may see: all of them."""
    return select(Delegation)


def _holds_on(day: dt.date) -> ColumnElement[bool]:
    return and_(
        Delegation.valid_from <= day,
        or_(Delegation.valid_to.is_(None), Delegation.valid_to >= day),
        or_(Delegation.revoked_on.is_(None), Delegation.revoked_on > day),
    )


async def load_delegation(
    session: AsyncSession, principal: Principal, delegation_id: UUID, *, lock: bool = False
) -> Delegation:
    """Return a delegation, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Delegation.id == delegation_id)
    if lock:
        found = found.with_for_update(of=Delegation)
    delegation = (await session.scalars(found)).one_or_none()
    if delegation is None:
        raise NotFound()
    return delegation


async def load_delegations(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Delegation]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    columns = {name: value for name, value in filters.items() if value is not None and name != "on"}
    found = visible_to(principal).where(*(getattr(Delegation, name) == value for name, value in columns.items()))
    if filters["on"] is not None:
        found = found.where(_holds_on(filters["on"]))
    found = keyset(found, sort, key, Delegation.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def powers_of(
    session: AsyncSession, committee_kind: str, area_code: str | None, day: dt.date
) -> Sequence[Delegation]:
    """Return what a committee may decide by delegation on a day, in one statement."""
    if area_code is None:
        return ()
    mine = (Delegation.committee_kind == committee_kind, Delegation.area_code == area_code)
    found = visible_to(PUBLIC).where(*mine, _holds_on(day)).order_by(Delegation.id)
    return (await session.scalars(found)).all()


async def save_delegation(session: AsyncSession, delegation: Delegation) -> None:
    """Add or write a delegation; a second one by the same order is refused here."""
    session.add(delegation)
    await session.flush()
