"""The bulk questions that others ask every service: facts by area and year, facts by ids, each one statement."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Principal
from services.shared.auth import Caller
from services.shared.columns import now
from services.shared.database import Session
from services.shared.errors import NotFound
from services.shared.schemas import AreaCode, FiscalYear, format_instant

MOST_AREAS = 100
MOST_OBJECTS = 500

# Given who asks, the area codes and the fiscal year: by area code, what this feature has to say of it.
FactQuestion = Callable[[AsyncSession, Principal, list[str], int], Awaitable[dict[str, dict[str, Any]]]]
# Given who asks and ids: by id as text, the facts of those objects that the caller sees.
ObjectQuestion = Callable[[AsyncSession, Principal, list[UUID]], Awaitable[dict[str, dict[str, Any]]]]


router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/facts/areas")
async def show_area_facts(
    request: Request,
    session: Session,
    principal: Caller,
    fiscal_year: FiscalYear,
    area_code: Annotated[list[AreaCode], Query(min_length=1, max_length=MOST_AREAS)],
) -> dict[str, Any]:
    """Answer by area, then by feature; `as_of` is when it was read."""
    as_of = now()
    areas: dict[str, dict[str, Any]] = {code: {} for code in area_code}
    for feature, question in request.app.state.service.facts.items():
        answers = await question(session, principal, area_code, fiscal_year)
        for code in area_code:
            areas[code][feature] = answers.get(code, {})
    return {"as_of": format_instant(as_of), "areas": areas}


@router.get("/facts/objects/{object_type}")
async def show_object_facts(
    request: Request,
    session: Session,
    principal: Caller,
    object_type: Annotated[str, Path(max_length=40)],
    ids: Annotated[list[UUID], Query(alias="id", min_length=1, max_length=MOST_OBJECTS)],
) -> dict[str, Any]:
    """Answer by id what is known of objects of one type; those that the caller does not see are missing."""
    question = request.app.state.service.object_facts.get(object_type)
    if question is None:
        raise NotFound()
    as_of = now()
    return {"as_of": format_instant(as_of), "objects": await question(session, principal, ids)}
