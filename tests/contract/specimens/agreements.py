"""Performance agreements: an area has one for a fiscal year, so each stands in an area and year of its own."""

from itertools import product
from typing import Any

from services.indicators.agreements.schemas import examples
from services.shared import reference
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import KEEPER, indicator_body
from tests.contract.world import Make, Specimen, World, fixed
from tests.indicators.agreements.resolving import decided, item_on, recorded

PATH = "/v1/performance-agreements"
# Years of which no document gives rules, and provinces whose agreements other tests leave alone in them.
PLACES = product(range(2620, 2700), [area.code for area in reference.provinces(2620) if area.code > "52"])
RULED_AREA, RULED_OWNER, RULED_YEAR = "93", "province:93", 2558
WAIVER = {**examples.WAIVER_IN, "rule_code": "monitoring_count"}


async def kpi(world: World, year: int) -> Json:
    """A KPI on an indicator of its own."""
    made = await world.create("/v1/indicators", indicator_body(), KEEPER)
    await world.act(f"{made.headers['location']}/publish", KEEPER)
    targets = [{"fiscal_year": year, "value": 5}]
    fields = {"indicator_id": made.json()["id"], "targets": targets, "participating_area_codes": []}
    body: Json = {**examples.KPI_IN, **fields, "stated_total": 5}
    return body


async def agreement_body(world: World) -> Json:
    """A complete agreement of an area that has none for its year."""
    year, area = next(PLACES)
    return {"area_code": area, "fiscal_year": year, "kpis": [await kpi(world, year)]}


async def agreement(world: World, *, submitted: bool = False) -> Json:
    """A complete agreement, drafted or submitted by its province."""
    body = await agreement_body(world)
    owner = f"province:{body['area_code']}"
    made: Json = (await world.create(PATH, body, owner)).json()
    if submitted:
        made = (await world.act(f"{PATH}/{made['id']}/submit", owner)).json()
    return made


async def ruled_agreement(world: World) -> Json:
    """A draft of 2558, in place of the one that stood there, which lacks monitoring indicators."""
    known: Json = {"area_code": RULED_AREA, "fiscal_year": RULED_YEAR}
    drafts = await world.api.get(PATH, params={**known, "state": "draft"}, headers=world.as_(RULED_OWNER))
    for standing in drafts.json()["items"]:
        headers = {**world.as_(RULED_OWNER), "If-Match": f'"{standing["version"]}"'}
        await world.api.delete(f"{PATH}/{standing['id']}", headers=headers)
    made: Json = (await world.create(PATH, known, RULED_OWNER)).json()
    return made


def on_agreement(*, submitted: bool = False, **known: Any) -> Make:
    """A specimen on a draft, or on a submitted agreement, of its own province."""

    async def make(world: World) -> Specimen:
        found = await agreement(world, submitted=submitted)
        owner, path = f"province:{found['area_code']}", {"agreement_id": found["id"]}
        return Specimen(owner, path, tag=f'"{found["version"]}"', **known)

    return make


async def new_agreement(world: World) -> Specimen:
    """An agreement that is not there yet."""
    body = await agreement_body(world)
    return Specimen(f"province:{body['area_code']}", json=body)


async def waiver(world: World) -> Specimen:
    """A rule that a draft of 2558 breaks."""
    found = await ruled_agreement(world)
    return Specimen(KEEPER, {"agreement_id": found["id"]}, json=WAIVER)


async def approved(world: World) -> Specimen:
    """An agreement that is open to everyone."""
    found = await decided(world, await agreement(world, submitted=True))
    return Specimen(path={"agreement_id": found["id"]})


async def decision(world: World) -> Specimen:
    """A confirmed resolution on a submitted agreement."""
    resolution = await recorded(world, item_on(await agreement(world, submitted=True)))
    path = f"/v1/resolutions/{resolution['id']}/confirm"
    headers = {**world.as_("evaluation_committee", subject="person:chair"), "Idempotency-Key": resolution["id"]}
    assert (await world.api.post(path, headers=headers)).status_code == 200
    return Specimen("evaluation_committee", json={"resolution_id": resolution["id"]})


SPECIMENS: dict[str, Make] = {
    "listPerformanceAgreementRules": fixed(query={"fiscal_year": 2558}),
    "listPerformanceAgreements": fixed(),
    "createPerformanceAgreement": new_agreement,
    "getPerformanceAgreement": approved,
    "updatePerformanceAgreement": on_agreement(json={"note_th": "ปรับตามข้อหารือกับ ก.พ.ร."}),
    "cancelPerformanceAgreement": on_agreement(),
    "submitPerformanceAgreement": on_agreement(),
    "withdrawPerformanceAgreement": on_agreement(submitted=True),
    "createPerformanceAgreementWaiver": waiver,
    "getPerformanceAgreementChecks": approved,
    "getPerformanceAgreementResults": approved,
    "listPerformanceAgreementHistory": on_agreement(),
    "decidePerformanceAgreements": decision,
}
