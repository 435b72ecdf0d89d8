"""What of a request to an agency is compared with what others ask for, kept where duplicates are looked for."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.agency_requests import repository
from services.budget.agency_requests.models import AgencyRequest
from services.budget.agency_requests.rules import DECLINED, DRAFT, REFERRED, RELEASED, WITHDRAWN
from services.budget.duplicates.rules.things import AGENCY_REQUEST, DESK, GONE, OPEN, SETTLED, Thing, activity_of
from services.budget.duplicates.usecases.keeping import keep
from services.shared.jobs.worker import Sessions

# Every other state still asks, or was granted.
STANDINGS = {DRAFT: DESK, WITHDRAWN: GONE, **dict.fromkeys((DECLINED, REFERRED, RELEASED), SETTLED)}
# How many requests that stood before are taken in at a time.
AT_A_TIME = 500


def thing_of(request: AgencyRequest) -> Thing:
    """Return a request as it is compared."""
    return Thing(
        id=request.id,
        kind=AGENCY_REQUEST,
        unit=request.owner,
        area_code=request.area_code,
        function_code=request.function_code,
        fiscal_year=request.fiscal_year,
        title_th=request.title_th,
        place_th=request.project.place_th,
        stretch_th=None,
        project_kind=None,
        activity_th=activity_of(line.title_th for line in request.lines),
        amount=request.asked_amount,
        state=request.state,
        standing=STANDINGS.get(request.state, OPEN),
    )


async def keep_comparable(session: AsyncSession, *requests: AgencyRequest) -> None:
    """Have requests found as they are now by whoever asks for the like."""
    await keep(session, *(thing_of(each) for each in requests))


async def catch_up(sessions: Sessions) -> None:
    """Take in requests that were sent before there was anything to compare them in; done twice it adds none."""
    while True:
        async with sessions.begin() as session:
            found = await repository.load_uncompared(session, AT_A_TIME)
            await keep_comparable(session, *found)
        if len(found) < AT_A_TIME:
            return
