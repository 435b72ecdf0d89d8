"""Every SQL statement about unfunded needs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.needs.models import UnfundedNeed
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {
    "updated_at": SortKey(UnfundedNeed.updated_at.expression, parse_instant),
    "amount": SortKey(UnfundedNeed.amount.expression, int),
}


def visible_to(principal: Principal) -> Select[UnfundedNeed]:
    """Return a select of the needs that `principal` may see: those of requests that it may see, which are decided."""
    scope = scope_of(principal)
    found = select(UnfundedNeed).params(**scope.values())
    if scope.is_nationwide:
        return found
    in_sight = is_in_sight(UnfundedNeed.area_code.expression, UnfundedNeed.fiscal_year.expression)
    return found.where(or_(any_of(UnfundedNeed.area_code.expression, "insider_areas"), in_sight))


async def load_need(session: AsyncSession, principal: Principal, need_id: UUID, *, lock: bool = False) -> UnfundedNeed:
    """Return a visible need, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(UnfundedNeed.id == need_id)
    if lock:
        found = found.with_for_update(of=UnfundedNeed).execution_options(populate_existing=True)
    need = (await session.scalars(found)).one_or_none()
    if need is None:
        raise NotFound()
    return need


async def lock_answered_by(session: AsyncSession, request_id: UUID) -> Sequence[UnfundedNeed]:
    """Return the needs that a request answers, each row locked: the one it carries on, and its own."""
    answered = or_(UnfundedNeed.next_request_id == request_id, UnfundedNeed.request_id == request_id)
    found = visible_to(CLERK).where(answered).order_by(UnfundedNeed.id).with_for_update(of=UnfundedNeed)
    return (await session.scalars(found)).all()


async def find_like(session: AsyncSession, request_id: UUID) -> UUID | None:
    """Return the need that is kept of a request: the business key of needs."""
    return await session.scalar(select(UnfundedNeed.id).where(UnfundedNeed.request_id == request_id))


async def load_needs(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[UnfundedNeed]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(UnfundedNeed, name) == value for name, value in filters.items() if value is not None]
    found = keyset(
        visible_to(principal).where(*wanted), sort, key, UnfundedNeed.id.expression, goes_on=after is not None
    )
    return (await session.scalars(found.params(**page.start(after)))).all()


async def save_need(session: AsyncSession, need: UnfundedNeed) -> None:
    """Add or write a need; a second one of a request is refused here."""
    session.add(need)
    await session.flush()
