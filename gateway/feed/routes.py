"""`/v1/events` over HTTP."""

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic.json_schema import SkipJsonSchema

from gateway.feed import access, schemas, usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import DEFAULT_LIMIT, LARGEST_LIMIT, PageRequest

TAG = "events"
TAGS = {TAG: "เหตุการณ์: what happened in all services, in one order, for those whom it concerns."}

router = new_router(TAG)


async def place_in_feed(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="events on a page")] = DEFAULT_LIMIT,
    after: Annotated[
        str | SkipJsonSchema[None],
        Query(max_length=2000, description="next_cursor of the reading before; without it the feed starts anew"),
    ] = None,
) -> PageRequest:
    """Return from where the feed is to be read."""
    return PageRequest(limit, after, request.app.state.house.cursor_secret)


@router.get("/v1/events", **operation("listEvents", access.READ, "Read the feed of events", refuses=[CursorInvalid]))
async def list_events(
    session: Session,
    principal: Caller,
    page: Annotated[PageRequest, Depends(place_in_feed)],
    filters: Annotated[schemas.FeedFilter, Query()],
) -> schemas.FeedPage:
    """Read what happened since `after`: public events, those of the caller's units and those of its roles.

    An event may come late but never out of place: whoever reads on with `next_cursor`, always with the same filters,
    misses none. Without a token only public events are shown.
    """
    return await usecases.read_feed(session, principal, filters, page)
