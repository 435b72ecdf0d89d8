"""Statements of quarter reports: three, however many accounts and payments a year has.

A rank is among all units of a level, so the whole year is read as the service itself; who sees which unit is asked
of the caller's scope before anything is shown.
"""

from dataclasses import fields
from typing import Any

from sqlalchemy import BigInteger, Select, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.repository import visible_to as visible_accounts
from services.budget.ledger.rules import BRING_FORWARD
from services.budget.requests.models import Request, RequestLine
from services.budget.requests.repository import visible_to as visible_requests
from services.budget.requests.rules.request import APPROVED
from services.budget.spending.rules.reports import Books, Ledger, Paid, ledger_of
from services.shared.decisions.access import CLERK


def accounts_of(fiscal_year: int, fund_code: str | None) -> Select[Account]:
    """Return a select of every account of a year, of one fund or of all."""
    found = visible_accounts(CLERK).where(Account.fiscal_year == fiscal_year)
    return found.where(Account.fund_code == fund_code) if fund_code else found


def payments_of(fiscal_year: int, fund_code: str | None, quarter: int) -> Select[Any]:
    """Return a select of what was recorded up to a quarter, added up by account, kind and class; from one index."""
    seen = accounts_of(fiscal_year, fund_code).subquery()
    made = aliased(Transfer)
    settles = Transfer.commitment_id.is_not(None).label("settles")
    is_brought = (func.coalesce(made.kind, Transfer.kind) == BRING_FORWARD).label("is_brought")
    by: tuple[Any, ...] = (Transfer.account_id, Transfer.kind, Transfer.expenditure_class, settles, is_brought)
    found = select(*by, sql_cast(func.sum(Transfer.amount), BigInteger)).select_from(seen)
    found = found.join(Transfer, Transfer.account_id == seen.c.id)
    found = found.outerjoin(made, made.id == Transfer.commitment_id)
    return found.where(Transfer.paid_on.is_not(None), Transfer.quarter <= quarter).group_by(*by)


def posted_by_class(fiscal_year: int, fund_code: str | None) -> Select[Any]:
    """Return a select of posted money by account and class, of requests approved in full.

    Of one that was approved for less than it asked nobody said which of its lines was cut.
    """
    asked = visible_requests(CLERK).where(Request.fiscal_year == fiscal_year, Request.state == APPROVED)
    asked = asked.where(Request.posted_id.is_not(None), Request.approved_amount == Request.asked_amount)
    if fund_code:
        asked = asked.where(Request.fund_code == fund_code)
    seen = asked.subquery()
    amount = sql_cast(func.sum(RequestLine.amount), BigInteger)
    found = select(seen.c.account_id, RequestLine.expenditure_class, amount).select_from(seen)
    found = found.join(RequestLine, RequestLine.request_id == seen.c.id)
    return found.group_by(seen.c.account_id, RequestLine.expenditure_class)


async def load_ledger(session: AsyncSession, fiscal_year: int, fund_code: str | None, quarter: int) -> Ledger:
    """Return all accounts of a year with what was recorded on each up to a quarter."""
    columns = accounts_of(fiscal_year, fund_code).subquery().c
    names = [each.name for each in fields(Books)]
    rows = await session.execute(select(*(columns[name] for name in names)))
    accounts = [Books(*row) for row in rows]
    payments = await session.execute(payments_of(fiscal_year, fund_code, quarter))
    posted = await session.execute(posted_by_class(fiscal_year, fund_code))
    posted_of = {(account_id, name): amount for account_id, name, amount in posted}
    return ledger_of(accounts, (Paid(*row) for row in payments), posted_of)
