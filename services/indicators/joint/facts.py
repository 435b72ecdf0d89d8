"""What joint indicators answer to the bulk questions of composites and of other services."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint.models import JointIndicator
from services.indicators.joint.repository import joints_by_ids, offers_of_areas
from services.indicators.joint.rules.states import OUT, STANDING
from services.shared.access import Principal
from services.shared.numbers import number_of


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, the offers it has in a fiscal year with their targets, and how many stand."""
    offers: dict[str, list[Any]] = {code: [] for code in area_codes}
    for offer in await offers_of_areas(session, principal, area_codes, fiscal_year):
        offers[offer.area_code].append(offer)
    return {code: _shown(found) for code, found in offers.items()}


def _shown(offers: list[Any]) -> dict[str, Any]:
    asked = [offer for offer in offers if offer.state not in OUT]
    return {
        "count": len(asked),
        "standing": sum(offer.state in STANDING for offer in asked),
        "offers": [
            {
                "joint_indicator_id": str(offer.joint_indicator_id),
                "indicator_id": str(offer.indicator_id),
                "function_code": offer.function_code,
                "name_th": offer.name_th,
                "state": offer.state,
                "target": number_of(offer.target),
            }
            for offer in offers
        ],
    }


async def object_facts(session: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    """Return, by id, what a snapshot of a joint indicator holds: its definition, its areas and where they stand."""
    return {str(joint.id): _snapshot(joint) for joint in await joints_by_ids(session, principal, ids)}


def _snapshot(joint: JointIndicator) -> dict[str, Any]:
    return {
        "id": str(joint.id),
        "version": joint.version,
        "content_hash": joint.content_hash,
        "state": joint.state,
        "indicator_id": str(joint.indicator_id),
        "indicator_code": joint.indicator.code,
        "name_th": joint.frozen.definition["name_th"],
        "function_code": joint.function_code,
        "fiscal_year": joint.fiscal_year,
        "definition_version": joint.definition_version,
        "areas": {offer.area_code: {"state": offer.state, "target": number_of(offer.target)} for offer in joint.offers},
    }
