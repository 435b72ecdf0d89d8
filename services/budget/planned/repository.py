"""The statements behind an area's money by its plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.repository import spent_by_posting
from services.budget.ledger.repository import visible_to as accounts_visible_to
from services.budget.planned.rules import Balances, Sums
from services.budget.requests.models import Request
from services.budget.requests.repository import visible_to
from services.budget.requests.rules.request import WITHDRAWN
from services.shared.access import Principal

NAMES = ("cap", "pending", "posted", "disbursed")


def _of_area(principal: Principal, area_code: str, fiscal_year: int) -> Select[Request]:
    return visible_to(principal).where(
        Request.area_code == area_code, Request.fiscal_year == fiscal_year, Request.state != WITHDRAWN
    )


async def glimpse_projects(
    session: AsyncSession, principal: Principal, area_code: str, fiscal_year: int
) -> Sequence[UUID]:
    """Return the projects of an area's visible requests, and end the transaction: plans is asked after them next."""
    seen = _of_area(principal, area_code, fiscal_year).subquery()
    project_ids = (await session.scalars(select(seen.c.project_id).distinct())).all()
    await session.rollback()
    return project_ids


async def sums_by_project(
    session: AsyncSession, principal: Principal, area_code: str, fiscal_year: int
) -> list[tuple[UUID, str, Sums]]:
    """Return (project, title, sums) of an area's visible requests that were not withdrawn."""
    seen = _of_area(principal, area_code, fiscal_year).subquery()
    spent = spent_by_posting().where(Transfer.posted_transfer_id.in_(select(seen.c.posted_id))).subquery()
    held = case((seen.c.hold_id.is_not(None), seen.c.asked_amount), else_=0)
    of_request = (seen.c.asked_amount, held, seen.c.approved_amount, spent.c.disbursed, spent.c.spent)
    sums = (cast(func.coalesce(func.sum(each), 0), BigInteger) for each in of_request)
    found = select(seen.c.project_id, func.max(seen.c.title_th), func.count(), *sums)
    found = found.outerjoin_from(seen, spent, seen.c.posted_id == spent.c.posted_transfer_id)
    found = found.group_by(seen.c.project_id)
    rows: Sequence[Any] = (await session.execute(found)).all()
    return [(project, title, Sums(count, *amounts)) for project, title, count, *amounts in rows]


async def balances_of(session: AsyncSession, principal: Principal, area_code: str, fiscal_year: int) -> Balances | None:
    """Return ceiling, held, posted and disbursed of an area's visible accounts together; None where none is seen."""
    mine = accounts_visible_to(principal).where(Account.area_code == area_code, Account.fiscal_year == fiscal_year)
    seen = mine.subquery()
    sums = (cast(func.sum(seen.c[name]), BigInteger) for name in NAMES)
    count, *balances = (await session.execute(select(func.count(), *sums))).one()
    return Balances(*balances) if count else None
