"""Every SQL statement about joint rounds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.joint_rounds.models import JointRound, JointRoundConfirmation, JointRoundItem
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import scope_of

SORTS = {"updated_at": SortKey(JointRound.updated_at.expression, parse_instant)}
CONFIRMED = selectinload(JointRound.confirmations)
WHOLE = (CONFIRMED, selectinload(JointRound.items).selectinload(JointRoundItem.shares))


def visible_to(principal: Principal) -> Select[JointRound]:
    """Return a select of the rounds that `principal` may see: those at the table, and who sees the whole country."""
    scope = scope_of(principal)
    found = select(JointRound).params(**scope.values())
    if scope.is_nationwide:
        return found
    at_the_table = [
        JointRound.area_codes.overlap(bindparam(name, type_=ARRAY(Text))) for name in ("insider_areas", "scope_areas")
    ]
    return found.where(or_(*at_the_table))


async def load_round(session: AsyncSession, principal: Principal, round_id: UUID, *, lock: bool = False) -> JointRound:
    """Return a visible round with its items and confirmations, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(JointRound.id == round_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=JointRound).execution_options(populate_existing=True)
    held = (await session.scalars(found)).one_or_none()
    if held is None:
        raise NotFound()
    return held


async def load_rounds(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[JointRound]:
    """Return up to one row more than the page holds, in order, each with its confirmations."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    same = {name: value for name, value in filters.items() if value is not None and name != "area_code"}
    found = visible_to(principal).where(*(getattr(JointRound, name) == value for name, value in same.items()))
    if filters["area_code"] is not None:
        found = found.where(JointRound.area_codes.contains([filters["area_code"]]))
    found = keyset(found, sort, key, JointRound.id.expression, goes_on=after is not None)
    return (await session.scalars(found.options(CONFIRMED).params(**page.start(after)))).all()


async def save(session: AsyncSession, *rows: JointRound | JointRoundConfirmation) -> None:
    """Add or write rows; a second round of a number is refused here."""
    session.add_all(rows)
    await session.flush()
