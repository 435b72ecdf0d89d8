"""What of a request is compared with what others ask for, kept where duplicates are looked for."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.rules.things import BUDGET_REQUEST, DESK, GONE, OPEN, SETTLED, Thing, activity_of
from services.budget.duplicates.usecases.keeping import keep
from services.budget.duplicates.usecases.looking import Similar, similar_to
from services.budget.requests import repository
from services.budget.requests.models import Request
from services.budget.requests.rules.request import DRAFT, MERGED, REFERRED, REJECTED, WITHDRAWN
from services.shared.access import Principal
from services.shared.jobs.worker import Sessions

# Every other state still asks, or was granted.
STANDINGS = {DRAFT: DESK, WITHDRAWN: GONE, **dict.fromkeys((MERGED, REJECTED, REFERRED), SETTLED)}
# How many requests that stood before are taken in at a time.
AT_A_TIME = 500


def thing_of(request: Request) -> Thing:
    """Return a request as it is compared."""
    return Thing(
        id=request.id,
        kind=BUDGET_REQUEST,
        unit=request.owner,
        area_code=request.area_code,
        function_code=None,
        fiscal_year=request.fiscal_year,
        title_th=request.title_th,
        place_th=request.project.place_th,
        stretch_th=None,
        project_kind=request.project_kind,
        activity_th=activity_of(line.title_th for line in request.lines),
        amount=request.asked_amount,
        state=request.state,
        standing=STANDINGS.get(request.state, OPEN),
    )


async def keep_comparable(session: AsyncSession, *requests: Request) -> None:
    """Have requests found as they are now by whoever asks for the like."""
    await keep(session, *(thing_of(each) for each in requests))


async def show_similar(session: AsyncSession, principal: Principal, request_id: UUID) -> Similar:
    """Return what is like a visible request, its owner's draft too; raises NotFound."""
    request = await repository.load_request(session, principal, request_id)
    return await similar_to(session, principal, thing_of(request))


async def catch_up(sessions: Sessions) -> None:
    """Take in requests that left their desks before there was anything to compare them in; done twice it adds none."""
    while True:
        async with sessions.begin() as session:
            found = await repository.load_uncompared(session, AT_A_TIME)
            await keep_comparable(session, *found)
        if len(found) < AT_A_TIME:
            return
