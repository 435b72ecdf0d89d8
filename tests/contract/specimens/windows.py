"""When values are taken: a fiscal year has its windows once, so those who only read or change them share a year."""

from services.indicators.windows.schemas import CREATE_EXAMPLE, EXCEPTION_EXAMPLE, REPLACE_EXAMPLE, REVOKE_EXAMPLE
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

OPDC = "opdc"
PATH = "/v1/observation-windows"
# No value is kept of these years, so that no window shuts another test out.
SHARED_YEAR = 2699
FIRST_FREE_YEAR = 2600
UNTIL = "2155-12-13"


async def free_year(world: World) -> int:
    """Return the first fiscal year without windows."""
    found = await world.api.get(PATH, params={"limit": 200})
    taken = {calendar["fiscal_year"] for calendar in found.json()["items"]}
    return next(year for year in range(FIRST_FREE_YEAR, SHARED_YEAR) if year not in taken)


async def shared_calendar(world: World) -> Json:
    """The windows of the shared year, made by whoever asks first."""
    found = await world.api.get(f"{PATH}/{SHARED_YEAR}")
    if found.status_code == 404:
        found = await world.create(PATH, {**CREATE_EXAMPLE, "fiscal_year": SHARED_YEAR}, OPDC)
    calendar: Json = found.json()
    return calendar


def on_calendar(grant: str | None = None, **known: Json) -> Make:
    """A specimen on the shared year."""

    async def make(world: World) -> Specimen:
        calendar = await shared_calendar(world)
        path = {"fiscal_year": str(SHARED_YEAR)}
        return Specimen(grant, path, json=known.get("json"), tag=f'"{calendar["version"]}"')

    return make


async def new_calendar(world: World) -> Specimen:
    """The windows of the first year that has none."""
    return Specimen(OPDC, json={**CREATE_EXAMPLE, "fiscal_year": await free_year(world)})


async def exception_body(world: World) -> Json:
    """An exception of a unit that has none in the shared year."""
    calendar = await shared_calendar(world)
    taken = {each["reporter"] for each in calendar["exceptions"]}
    reporter = next(unit for number in range(50, 59) if (unit := f"area:{number}") not in taken)
    return {**EXCEPTION_EXAMPLE, "reporter": reporter, "until": UNTIL}


async def new_exception(world: World) -> Specimen:
    """An exception that was not granted yet."""
    return Specimen(OPDC, {"fiscal_year": str(SHARED_YEAR)}, json=await exception_body(world))


async def on_exception(world: World) -> Specimen:
    """An exception that stands."""
    body = await exception_body(world)
    granted = (await world.create(f"{PATH}/{SHARED_YEAR}/exceptions", body, OPDC)).json()["exceptions"][-1]
    return Specimen(OPDC, {"fiscal_year": str(SHARED_YEAR), "exception_id": granted["id"]}, json=REVOKE_EXAMPLE)


SPECIMENS: dict[str, Make] = {
    "listObservationWindows": fixed(),
    "createObservationWindows": new_calendar,
    "listObservationWindowTemplates": fixed(),
    "getObservationWindows": on_calendar(),
    "replaceObservationWindows": on_calendar(OPDC, json=REPLACE_EXAMPLE),
    "createObservationException": new_exception,
    "revokeObservationException": on_exception,
    "remindObservationWindows": on_calendar(OPDC),
    "listObservationWindowsHistory": on_calendar(),
}
