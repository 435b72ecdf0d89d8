"""Performance agreements: an area has one for a fiscal year, so each stands in an area and year of its own."""

from itertools import product
from typing import Any

from services.indicators.agreements.schemas import examples, way_examples
from services.shared import reference
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import KEEPER, indicator_body
from tests.contract.world import Make, Specimen, World, fixed
from tests.indicators.agreements.resolving import LETTER, analysed, analysis_of, decided, item_on, recorded

PATH = "/v1/performance-agreements"
# Years of which no document gives rules, and provinces whose agreements other tests leave alone in them.
PLACES = product(range(2620, 2700), [area.code for area in reference.provinces(2620) if area.code > "52"])
RULED_AREA, HEARD_AREA, RULED_YEAR = "93", "94", 2558
HOST, SET_YEAR = "ministry:05", 2551
# Provinces and years whose agreements other tests leave alone, and of which values can be reported.
REPORTED = product((2566, 2567), [area.code for area in reference.provinces(2567) if area.code > "70"])
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


async def agreement(world: World, *, submitted: bool = False, by: str | None = None) -> Json:
    """A complete agreement, drafted by its province or whoever is named, or submitted by its province."""
    body = await agreement_body(world)
    owner = f"province:{body['area_code']}"
    made: Json = (await world.create(PATH, body, by or owner)).json()
    if submitted:
        made = (await world.act(f"{PATH}/{made['id']}/submit", owner)).json()
    return made


async def ruled_agreement(world: World, area: str = RULED_AREA) -> Json:
    """A draft of 2558, in place of the one that stood there, which lacks monitoring indicators."""
    known: Json = {"area_code": area, "fiscal_year": RULED_YEAR}
    owner = f"province:{area}"
    found = await world.api.get(PATH, params=known, headers=world.as_(owner))
    for standing in found.json()["items"]:
        if standing["state"] in ("draft", "hearing"):
            headers = {**world.as_(owner), "If-Match": f'"{standing["version"]}"'}
            await world.api.delete(f"{PATH}/{standing['id']}", headers=headers)
    made: Json = (await world.create(PATH, known, owner)).json()
    return made


def on_agreement(*, submitted: bool = False, by: str | None = None, **known: Any) -> Make:
    """A specimen on a draft, or on a submitted agreement, of its own province or by whoever is named."""

    async def make(world: World) -> Specimen:
        found = await agreement(world, submitted=submitted)
        owner, path = f"province:{found['area_code']}", {"agreement_id": found["id"]}
        return Specimen(by or owner, path, tag=f'"{found["version"]}"', **known)

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


async def draft_to_be_heard(world: World) -> Specimen:
    """A draft of a year whose chain has a hearing."""
    found = await ruled_agreement(world, HEARD_AREA)
    return Specimen(KEEPER, {"agreement_id": found["id"]})


async def analysis(world: World) -> Specimen:
    """An agreement that waits for its analysis."""
    found = await agreement(world, submitted=True)
    return Specimen(KEEPER, {"agreement_id": found["id"]}, json=analysis_of(found))


async def notice(world: World) -> Specimen:
    """An approved agreement whose area was not told yet."""
    found = await decided(world, await agreement(world, submitted=True))
    return Specimen(KEEPER, {"agreement_id": found["id"]}, json=LETTER)


async def acknowledgement(world: World) -> Specimen:
    """An approved agreement whose area was told."""
    told = await notice(world)
    found = (await world.act(f"{PATH}/{told.path['agreement_id']}/notify", KEEPER, LETTER)).json()
    return Specimen(f"province:{found['area_code']}", told.path)


async def comment(world: World) -> Specimen:
    """A comment of the area on what ก.พ.ร. drafted for it."""
    found = await agreement(world, by=KEEPER)
    body = {**way_examples.COMMENT_IN, "indicator_id": found["kpis"][0]["indicator_id"]}
    return Specimen(f"province:{found['area_code']}", {"agreement_id": found["id"]}, json=body)


async def comment_answer(world: World) -> Specimen:
    """A comment that nobody answered."""
    said = await comment(world)
    path = f"{PATH}/{said.path['agreement_id']}/comments"
    made = (await world.create(path, said.json or {}, said.grant or KEEPER)).json()
    answer = {"disposition": "accepted", "answer_th": "ปรับแล้ว"}
    return Specimen(KEEPER, {**said.path, "comment_id": made["id"]}, json=answer)


async def consultation(world: World) -> Specimen:
    """A host agency that was not asked."""
    found = await agreement(world, submitted=True)
    body = {**way_examples.CONSULTATION_IN, "indicator_id": found["kpis"][0]["indicator_id"]}
    return Specimen(KEEPER, {"agreement_id": found["id"]}, json=body)


async def host_opinion(world: World) -> Specimen:
    """A host agency that was asked."""
    asked = await consultation(world)
    path = f"{PATH}/{asked.path['agreement_id']}/consultations"
    made = (await world.create(path, asked.json or {}, KEEPER)).json()
    opinion = {"opinion": "agree", "text_th": "เห็นด้วย", "post_th": "ผู้อำนวยการกอง"}
    return Specimen(HOST, {**asked.path, "consultation_id": made["id"]}, json=opinion)


async def baselines(world: World) -> Specimen:
    """A draft whose KPI was reported in the year before."""
    year, area = next(REPORTED)
    stated = await kpi(world, year)
    body = {"area_code": area, "fiscal_year": year, "kpis": [stated]}
    owner, indicator_id = f"province:{area}", stated["indicator_id"]
    made = (await world.create(PATH, body, owner)).json()
    key = {"area_code": area, "indicator_id": indicator_id, "fiscal_year": year - 1, "period": "year"}
    rows = {"rows": [{**key, "value": 5, "status": "final"}], "reason": "รายงานประจำปี"}
    pushed = await world.act("/v1/observations", owner, rows)
    assert pushed.json()["counts"]["added"] == 1, pushed.text
    return Specimen(owner, {"agreement_id": made["id"]}, json={"indicator_ids": [indicator_id]})


def on_deadlines(grant: str | None = None, **known: Any) -> Make:
    """A specimen on the days of a year that nobody else sets; set once already, so that 0 is no version of theirs."""

    async def make(world: World) -> Specimen:
        path, headers = f"{PATH}/deadlines/{SET_YEAR}", {**world.as_(KEEPER), "If-Match": '"0"'}
        await world.api.put(path, json=way_examples.DEADLINES_IN, headers=headers)
        standing = await world.api.get(path)
        return Specimen(grant, {"fiscal_year": str(SET_YEAR)}, tag=standing.headers["etag"], **known)

    return make


async def decision(world: World) -> Specimen:
    """A confirmed resolution on an agreement that was analysed."""
    resolution = await recorded(
        world, item_on(await analysed(world, await agreement(world, submitted=True)), "endorse")
    )
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
    "listPerformanceAgreementChains": fixed(query={"fiscal_year": 2566}),
    "getPerformanceAgreementDeadlines": on_deadlines(),
    "replacePerformanceAgreementDeadlines": on_deadlines(KEEPER, json=way_examples.DEADLINES_IN),
    "presentPerformanceAgreement": draft_to_be_heard,
    "listPerformanceAgreementAnalyses": on_agreement(submitted=True),
    "createPerformanceAgreementAnalysis": analysis,
    "returnPerformanceAgreement": on_agreement(submitted=True, by=KEEPER, json={"reason_th": "โปรดระบุข้อมูลพื้นฐาน"}),
    "notifyPerformanceAgreement": notice,
    "acknowledgePerformanceAgreement": acknowledgement,
    "listPerformanceAgreementComments": on_agreement(),
    "createPerformanceAgreementComment": comment,
    "answerPerformanceAgreementComment": comment_answer,
    "listPerformanceAgreementConsultations": on_agreement(submitted=True),
    "createPerformanceAgreementConsultation": consultation,
    "answerPerformanceAgreementConsultation": host_opinion,
    "getPerformanceAgreementGroundwork": approved,
    "takePerformanceAgreementBaselines": baselines,
}
