"""What the ledger answers to the bulk questions of composites."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.repository import facts_by_area
from services.budget.ledger.rules import rate_of
from services.shared.access import Principal
from services.shared.money import amount_or_none

QUARTERS = (1, 2, 3, 4)
BALANCES = ("cap", "pending", "posted", "disbursed", "committed", "carried")


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, the money of its visible accounts of a fiscal year, of all funds together.

    Where no account is seen every field is null: that is not known to be zero.
    """
    rows: dict[str, list[Any]] = {code: [] for code in area_codes}
    for row in await facts_by_area(session, principal, area_codes, fiscal_year):
        rows[row.area_code].append(row)
    return {code: _shown(found) for code, found in rows.items()}


def _shown(rows: Sequence[Any]) -> dict[str, Any]:
    accounts = {row.id: row for row in rows}
    sums = {name: sum(getattr(row, name) for row in accounts.values()) for name in BALANCES} if rows else {}
    spent = sums["disbursed"] + sums["committed"] + sums["carried"] if rows else None
    quarters = {quarter: sum(row.paid for row in rows if row.quarter == quarter) for quarter in QUARTERS}
    return {
        "cap_amount": amount_or_none(sums.get("cap")),
        "held_amount": amount_or_none(sums.get("pending")),
        "posted_amount": amount_or_none(sums.get("posted")),
        "disbursed_amount": amount_or_none(sums.get("disbursed")),
        "disbursement_rate": rate_of(sums["disbursed"], sums["posted"]) if rows else None,
        "committed_amount": amount_or_none(sums.get("committed")),
        "spent_amount": amount_or_none(spent),
        "spent_rate": rate_of(spent, sums["posted"]) if spent is not None else None,
        "disbursed_by_quarter": {f"q{each}": amount_or_none(paid if rows else None) for each, paid in quarters.items()},
    }
