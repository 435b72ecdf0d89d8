"""What the tests of spending share: books of a fund that nobody else has, seen by one session and never committed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import effect_of
from services.budget.ledger.usecases.accounts import set_cap
from services.budget.ledger.usecases.books import Entry, carry_out
from services.budget.ledger.usecases.transfers import hold, post
from services.budget.spending.schemas.reports import QuarterReportQuery
from services.budget.spending.usecases.reports import Report, Reports, reports_of
from services.shared import fiscal, reference
from services.shared.access import Grant, Principal
from services.shared.columns import new_id, now
from tests.budget.ledger.books import NATIONAL
from tests.stack import Stack

FUND, YEAR = "SPENDING-TEST", 2565
NEW_FUND = f"""INSERT INTO fund
    SELECT (jsonb_populate_record(fund, '{{"code": "{FUND}"}}')).* FROM fund WHERE code = 'AREA'"""
BUREAU = Principal("test", "test", (Grant.parse("budget_bureau"),))


@dataclass
class Treasury:
    """The books of one fund, written by the ledger itself."""

    session: AsyncSession

    async def account(self, owner: str, above: Account | None = None, *, posted: int = 0) -> Account:
        """Open an account of `area:50` or `function:05` with a ceiling of 1,000 baht, so many satang posted."""
        kind, _, code = owner.partition(":")
        area = reference.area(code) if kind == "area" else None
        own, at = new_id(), now()
        account = Account(
            id=own,
            version=0,
            fiscal_year=YEAR,
            fund_code=FUND,
            level=str(area.kind) if area else "ministry",
            area_code=code if area else None,
            function_code=None if area else code,
            parent_id=above.id if above else None,
            path=[*(above.path if above else []), own],
            **dict.fromkeys(("cap", "pending", "posted", "disbursed", "committed", "carried"), 0),
            created_at=at,
            updated_at=at,
        )
        self.session.add(account)
        await self.session.flush()
        await set_cap(self.session, NATIONAL, account, 100_000, f"open:{own}", None)
        if posted:
            held = await hold(self.session, NATIONAL, account, posted, f"test:{uuid4()}", None)
            await post(self.session, NATIONAL, held, posted, f"test:{uuid4()}", None)
        return account

    async def record(
        self, account: Account, kind: str, amount: int, quarter: int = 1, *, of: UUID | None = None, **more: Any
    ) -> Transfer:
        """Record a payment or commitment of a quarter; capital unless told otherwise, and `of` a commitment."""
        effect = effect_of(kind, amount, settled=amount if of else 0)
        known: dict[str, Any] = {
            "reason": None,
            "document_number": str(uuid4()),
            "paid_on": fiscal.quarter_days(YEAR, quarter).first,
            "quarter": quarter,
            "expenditure_class": "capital",
            "commitment_id": of,
            **more,
        }
        entry = Entry(kind, account, amount, effect, f"test:{uuid4()}", known)
        return (await carry_out(self.session, NATIONAL, entry)).transfer

    async def reports(self, principal: Principal = BUREAU, **asked: Any) -> Reports:
        """Read reports of the fund, to the third quarter unless told otherwise."""
        query = QuarterReportQuery.model_validate({"fiscal_year": YEAR, "quarter": 3, "fund_code": FUND, **asked})
        return await reports_of(self.session, principal, query)

    async def report(self, code: str, **asked: Any) -> Report:
        """Read the report of one unit."""
        found = (await self.reports(**asked)).found
        return next(each for each in found if code in (each.unit.area_code, each.unit.function_code))


@pytest.fixture
async def treasury(stack: Stack) -> AsyncIterator[Treasury]:
    """Books that only this test sees."""
    engine = create_async_engine(
        make_url(stack.dsn).set(drivername="postgresql+asyncpg"),
        connect_args={"server_settings": {"search_path": "budget, public"}},
    )
    try:
        async with AsyncSession(engine) as session:
            await session.execute(text(NEW_FUND))
            yield Treasury(session)
            await session.rollback()
    finally:
        await engine.dispose()
