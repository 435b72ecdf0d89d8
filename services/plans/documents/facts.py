"""What plans answer to the bulk questions of composites."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.documents.models import Plan
from services.plans.documents.repository import plans_of_areas
from services.shared.access import Principal


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, the visible plans whose period has the fiscal year, the development plan first."""
    plans: dict[str, list[Plan]] = {code: [] for code in area_codes}
    for plan in await plans_of_areas(session, principal, area_codes, fiscal_year):
        plans[plan.area_code].append(plan)
    return {code: {"plans": [_shown(plan) for plan in found]} for code, found in plans.items()}


def _shown(plan: Plan) -> dict[str, Any]:
    return {
        "id": str(plan.id),
        "kind": plan.kind,
        "title_th": plan.title_th,
        "first_fiscal_year": plan.first_fiscal_year,
        "last_fiscal_year": plan.last_fiscal_year,
        "edition": plan.edition,
        "state": plan.state,
    }
