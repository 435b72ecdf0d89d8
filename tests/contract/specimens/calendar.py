"""Budget calendars: a fiscal year has one, so those who only read or change one share it."""

import datetime as dt

from services.budget.calendar.schemas import CREATE_EXAMPLE, EXCEPTION_EXAMPLE, REPLACE_EXAMPLE
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

BUREAU = "budget_bureau"
# Far from the years that other tests submit in.
SHARED_YEAR = 2699
FIRST_FREE_YEAR = 2600


async def free_year(world: World) -> int:
    """Return the first fiscal year without a calendar."""
    found = await world.api.get("/v1/budget-calendar", params={"limit": 200})
    taken = {calendar["fiscal_year"] for calendar in found.json()["items"]}
    return next(year for year in range(FIRST_FREE_YEAR, SHARED_YEAR) if year not in taken)


async def shared_calendar(world: World) -> Json:
    """The calendar of the shared year, made by whoever asks first."""
    path = f"/v1/budget-calendar/{SHARED_YEAR}"
    found = await world.api.get(path)
    if found.status_code == 404:
        found = await world.create("/v1/budget-calendar", {**CREATE_EXAMPLE, "fiscal_year": SHARED_YEAR}, BUREAU)
    calendar: Json = found.json()
    return calendar


def on_calendar(grant: str | None = None, **known: Json) -> Make:
    """A specimen on the shared calendar."""

    async def make(world: World) -> Specimen:
        calendar = await shared_calendar(world)
        body = known.get("json")
        return Specimen(grant, {"fiscal_year": str(SHARED_YEAR)}, json=body, tag=f'"{calendar["version"]}"')

    return make


async def new_calendar(world: World) -> Specimen:
    """The calendar of the first year that has none: requests that are refused use no year up."""
    return Specimen(BUREAU, json={**CREATE_EXAMPLE, "fiscal_year": await free_year(world)})


async def new_exception(world: World) -> Specimen:
    """An exception until a day that no other in the shared calendar ends on, for a step that makes nobody's task."""
    calendar = await shared_calendar(world)
    until = dt.date(2155, 12, 13) + dt.timedelta(days=len(calendar["exceptions"]))
    body = {**EXCEPTION_EXAMPLE, "step": "screening", "until": until.isoformat()}
    return Specimen(BUREAU, {"fiscal_year": str(SHARED_YEAR)}, json=body)


SPECIMENS: dict[str, Make] = {
    "listBudgetCalendars": fixed(),
    "listBudgetCalendarTemplates": fixed(),
    "listOpenBudgetSteps": fixed(grant="province:50"),
    "createBudgetCalendar": new_calendar,
    "getBudgetCalendar": on_calendar(),
    "replaceBudgetCalendarWindows": on_calendar(BUREAU, json=REPLACE_EXAMPLE),
    "createBudgetCalendarException": new_exception,
    "listBudgetCalendarHistory": on_calendar(),
}
