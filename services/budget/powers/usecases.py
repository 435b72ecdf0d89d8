"""Using a delegated power: once for each thing that is decided by it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.powers import repository
from services.budget.powers.errors import PowerExceeded
from services.budget.powers.rules import APPROVE_REQUEST, is_within
from services.shared.decisions.rules import ConfirmedResolution, DelegatedPower
from services.shared.money import format_amount


def may_approve(resolution: ConfirmedResolution, committee_kind: str, area_code: str, fiscal_year: int) -> bool:
    """Return whether a resolution is of an area's own committee, and approving that year's requests delegated to it."""
    return resolution.is_of(committee_kind, area_code) and bool(resolution.powers_for(APPROVE_REQUEST, fiscal_year))


async def use_to_approve(
    session: AsyncSession, resolution: ConfirmedResolution, fiscal_year: int, amount: int
) -> DelegatedPower:
    """Use the first power that has room for satang, and return it. Raises PowerExceeded, of the last one asked."""
    refusal: PowerExceeded | None = None
    for power in resolution.powers_for(APPROVE_REQUEST, fiscal_year):
        asked = (power.id, fiscal_year, amount, power.limit_per_year)
        if is_within(power, 0, amount) and await repository.use(session, *asked):
            return power
        refusal = exceeded(power, fiscal_year, await repository.used_of(session, power.id, fiscal_year), amount)
    assert refusal is not None  # asked only where there is a power
    raise refusal


def exceeded(power: DelegatedPower, fiscal_year: int, used: int, amount: int) -> PowerExceeded:
    """Return the refusal that names the limits, what was used and what was asked."""
    item, year = (
        None if each is None else format_amount(each) for each in (power.limit_per_item, power.limit_per_year)
    )
    return PowerExceeded(
        document_number=power.document_number,
        limit_per_item=item or "-",
        limit_per_year=year or "-",
        fiscal_year=fiscal_year,
        used=format_amount(used),
        asked=format_amount(amount),
    )
