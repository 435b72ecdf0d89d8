"""`/v1/indicators/uses` over HTTP."""

from typing import Annotated

from fastapi import Query

from services.indicators.catalogue.routes import TAG, TAGS
from services.indicators.uses import access, views
from services.indicators.uses.repository import load_uses
from services.indicators.uses.schemas import IndicatorUseFilter, IndicatorUsePage
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import Paging

__all__ = ["TAGS", "router"]

router = new_router(TAG)


@router.get(
    "/v1/indicators/uses",
    response_model=IndicatorUsePage,
    **operation("listIndicatorUses", access.READ, "List where indicators are used", refuses=[CursorInvalid]),
)
async def list_indicator_uses(
    session: Session, principal: Caller, page: Paging, filters: Annotated[IndicatorUseFilter, Query()]
) -> IndicatorUsePage:
    """List at which level an indicator is really used, in which years and by whom, as far as the caller sees it."""
    wanted = filters.model_dump()
    return views.page_of(await load_uses(session, principal, wanted, page), page, wanted)
