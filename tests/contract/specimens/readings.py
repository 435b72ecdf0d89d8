"""What reported values come to. None of these writes anything, so one indicator with values serves them all."""

from services.shared.schemas import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.observations import one_row
from tests.contract.world import Make, Specimen, World, fixed

YEAR: Json = {"fiscal_year": 2558}
PLACE: Json = {"area_code": "50", **YEAR}
YEARS: Json = {"area_code": "50", "first_year": 2557, "last_year": 2558}

_measured: list[str] = []


async def measured(world: World) -> str:
    """Return an indicator of which a value is reported, the same one at every call."""
    if not _measured:
        body = await one_row(world)
        await world.act("/v1/observations", MINISTRY, body)
        _measured.append(body["rows"][0]["indicator_id"])
    return _measured[0]


def of_one(query: Json, grant: str | None = None) -> Make:
    """A reading of that indicator."""

    async def make(world: World) -> Specimen:
        return Specimen(grant, {"indicator_id": await measured(world)}, query)

    return make


SPECIMENS: dict[str, Make] = {
    "getIndicatorSeries": of_one(YEARS),
    "compareIndicatorAreas": of_one({**YEARS, "peers": "named", "named": ["51", "52"]}),
    "rankIndicatorAreas": of_one(YEAR),
    "getIndicatorMatrix": of_one(YEAR),
    "projectIndicatorYear": of_one(PLACE),
    "rollUpIndicator": of_one({"area_code": "C52-15", **YEAR}),
    "getIndicatorQuality": of_one(PLACE, KEEPER),
    "listReporterFreshness": fixed(grant=KEEPER, query=YEAR),
    "getReadingScales": fixed(),
    "exportObservations": fixed(query=YEAR),
    "exportIndicatorSeries": of_one(YEARS),
    "exportIndicatorRanking": of_one(YEAR),
    "exportIndicatorMatrix": of_one({**YEAR, "format": "xlsx"}),
}
