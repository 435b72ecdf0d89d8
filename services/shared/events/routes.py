"""The pull of events by the other services and the gateway: by position, so that nothing is skipped."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.errors import NotAuthenticated, NotPermitted
from services.shared.events.models import Event, EventPosition
from services.shared.events.sweeper import sealed
from services.shared.roles import Role

router = APIRouter(prefix="/internal", include_in_schema=False)

LARGEST_PULL = 500


@router.get("/events")
async def pull_events(
    session: Session,
    principal: Caller,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PULL)] = LARGEST_PULL,
) -> dict[str, Any]:
    """Answer `{"items": [event with position and hash], "last_position": n}`, in order; services only."""
    if principal.is_public:
        raise NotAuthenticated()
    if not principal.holds({Role.SERVICE}):
        raise NotPermitted(action="events.pull", roles=Role.SERVICE)
    statement = (
        select(EventPosition, Event)
        .join(Event, Event.id == EventPosition.event_id)
        .where(EventPosition.position > after)
        .order_by(EventPosition.position)
        .limit(limit)
    )
    rows = (await session.execute(statement)).all()
    items = [{**sealed(event), "position": place.position, "hash": place.hash} for place, event in rows]
    return {"items": items, "last_position": items[-1]["position"] if items else after}
