"""What people judged of pairs. Who sees both sides sees the verdict; a draft's stays with its owner."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.models import Comparable, DuplicateVerdict
from services.budget.duplicates.repository import comparables
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

SORTS = {"given_at": SortKey(DuplicateVerdict.given_at.expression, parse_instant)}


def visible_to(principal: Principal) -> Select[DuplicateVerdict]:
    """Return a select of the verdicts whose two sides `principal` may both see."""
    sides = [
        comparables.visible_to(principal).where(Comparable.id == side).exists()
        for side in (DuplicateVerdict.left_id, DuplicateVerdict.right_id)
    ]
    return select(DuplicateVerdict).where(*sides)


async def load_verdict(session: AsyncSession, principal: Principal, verdict_id: UUID) -> DuplicateVerdict:
    """Return a verdict; raises NotFound."""
    verdict = (await session.scalars(visible_to(principal).where(DuplicateVerdict.id == verdict_id))).one_or_none()
    if verdict is None:
        raise NotFound()
    return verdict


async def verdicts_on(
    session: AsyncSession, principal: Principal, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], DuplicateVerdict]:
    """Return the last verdict on each pair that has one, by the pair in its order."""
    ordered = [tuple(sorted(pair)) for pair in pairs]
    named = or_(
        *(and_(DuplicateVerdict.left_id == left, DuplicateVerdict.right_id == right) for left, right in ordered)
    )
    found = await session.scalars(visible_to(principal).where(named).order_by(DuplicateVerdict.number))
    return {(each.left_id, each.right_id): each for each in found}


async def load_verdicts(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[DuplicateVerdict]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = visible_to(principal)
    if thing_id := filters["thing_id"]:
        found = found.where(or_(DuplicateVerdict.left_id == thing_id, DuplicateVerdict.right_id == thing_id))
    if verdict := filters["verdict"]:
        found = found.where(DuplicateVerdict.verdict == verdict)
    found = keyset(found, sort, key, DuplicateVerdict.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def add_verdict(session: AsyncSession, verdict: DuplicateVerdict) -> None:
    """Add a verdict; another of the same number on the pair is refused here."""
    session.add(verdict)
    await session.flush()
