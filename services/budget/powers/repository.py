"""The two statements about what was used of a delegated power."""

from typing import cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.powers.models import DelegatedUse

_USE = cast("Table", DelegatedUse.__table__)
UNLIMITED = 2**63 - 1


async def use(session: AsyncSession, delegation_id: UUID, fiscal_year: int, amount: int, limit: int | None) -> bool:
    """Add satang to what was used of a year unless that passes its limit; returns whether they were added.

    One guarded statement: however many decide at once, the limit is never passed. The first use has no row to guard,
    so its amount is not more than the limit already.
    """
    first = insert(_USE).values(delegation_id=delegation_id, fiscal_year=fiscal_year, used=amount)
    after = _USE.c.used + first.excluded.used
    added = first.on_conflict_do_update(
        index_elements=[_USE.c.delegation_id, _USE.c.fiscal_year],
        set_={"used": after},
        where=_USE.c.used <= (UNLIMITED if limit is None else limit) - first.excluded.used,
    )
    return await session.scalar(added.returning(_USE.c.used)) is not None


async def used_of(session: AsyncSession, delegation_id: UUID, fiscal_year: int) -> int:
    """Return how many satang of a year were approved by a delegation."""
    mine = (DelegatedUse.delegation_id == delegation_id, DelegatedUse.fiscal_year == fiscal_year)
    return await session.scalar(select(DelegatedUse.used).where(*mine)) or 0
