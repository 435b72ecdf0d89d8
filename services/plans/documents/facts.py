"""What plans, their strategic issues and strategies answer to the bulk questions of others."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.documents.models import Plan
from services.plans.documents.repository import issues_by_id, plans_of_areas, strategies_by_id
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


async def issue_facts(session: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    """Return, by id, what another service keeps of a strategic issue in a visible plan: its title, its lead host."""
    return {
        str(row.id): {
            "number": row.number,
            "title_th": row.title_th,
            "lead_host_unit": row.lead_host_unit,
            "lead_host_post": row.lead_host_post,
            "plan_id": str(row.plan_id),
            "area_code": row.area_code,
            "first_fiscal_year": row.first_fiscal_year,
            "last_fiscal_year": row.last_fiscal_year,
            "edition": row.edition,
            "state": row.state,
        }
        for row in await issues_by_id(session, principal, ids)
    }


async def strategy_facts(session: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    """Return, by id, what another service shows of a strategy in a visible plan: its title, and whose issue it is."""
    return {
        str(row.id): {
            "number": row.number,
            "title_th": row.title_th,
            "plan_id": str(row.plan_id),
            "issue_id": str(row.issue_id),
            "issue_number": row.issue_number,
            "issue_title_th": row.issue_title_th,
        }
        for row in await strategies_by_id(session, principal, ids)
    }
