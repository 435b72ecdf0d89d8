"""Every SQL statement about matching funds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.matching.models import MatchingFund, MatchingPledge
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {"updated_at": SortKey(MatchingFund.updated_at.expression, parse_instant)}
WHOLE = selectinload(MatchingFund.pledges).selectinload(MatchingPledge.entries)
SUMS = ("own_amount", "pledged", "paid", "in_kind_pledged", "in_kind_paid")


def visible_to(principal: Principal) -> Select[MatchingFund]:
    """Return a select of the funds that `principal` may see: those of its area and its neighbours, all from above."""
    scope = scope_of(principal)
    if scope.is_nationwide:
        return select(MatchingFund)
    insider = any_of(MatchingFund.area_code.expression, "insider_areas")
    in_sight = is_in_sight(MatchingFund.area_code.expression, MatchingFund.fiscal_year.expression)
    return select(MatchingFund).where(or_(insider, in_sight)).params(**scope.values())


async def load_fund(session: AsyncSession, principal: Principal, fund_id: UUID, *, lock: bool = False) -> MatchingFund:
    """Return a visible fund with its pledges and their entries, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(MatchingFund.id == fund_id).options(WHOLE)
    if lock:
        found = found.with_for_update(of=MatchingFund)
    fund = (await session.scalars(found)).one_or_none()
    if fund is None:
        raise NotFound()
    return fund


async def save_fund(session: AsyncSession, fund: MatchingFund) -> None:
    """Add or write a fund with what came to it; what is there already is refused here."""
    session.add(fund)
    await session.flush()


async def load_funds(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[MatchingFund]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(MatchingFund, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted)
    found = keyset(found, sort, key, MatchingFund.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def totals_by_area(
    session: AsyncSession, principal: Principal, fiscal_year: int, area_code: str | None
) -> Sequence[Any]:
    """Return (area, funds, own, pledged, paid, in kind pledged and received) of the visible funds of a year."""
    found = visible_to(principal).where(MatchingFund.fiscal_year == fiscal_year)
    if area_code is not None:
        found = found.where(MatchingFund.area_code == area_code)
    seen = found.subquery()
    sums = (cast(func.sum(seen.c[name]), BigInteger).label(name) for name in SUMS)
    totals = select(seen.c.area_code, func.count().label("funds"), *sums)
    return (await session.execute(totals.group_by(seen.c.area_code).order_by(seen.c.area_code))).all()
