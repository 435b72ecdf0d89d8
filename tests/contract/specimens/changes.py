"""Change requests: each on a KPI of its own in an approved agreement that has many."""

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from typing_extensions import override

from services.indicators.agreements.schemas import examples as agreement_examples
from services.indicators.changes.schemas import examples
from tests.contract.operations import Json
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.agreements import PLACES
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.specimens.decisions import Body, carried_out, confirmed, item_on
from tests.contract.world import Make, Specimen, World, fixed, new_pdf
from tests.indicators.agreements.resolving import decided as agreed_on
from tests.indicators.agreements.resolving import heard as presented

PATH = "/v1/change-requests"
KPIS_AT_ONCE = 12
# Years of which no other test sets a closing date.
CLOSING_YEARS = count(2640)
CLOSING = {**examples.CLOSING_IN, "closes_on": "2099-09-30"}
REASON = {"reason": "โปรดแนบหลักฐานเพิ่ม"}


class WorkingGroup(Body):
    """The working group on the KPIs of provinces, whose records ก.พ.ร. keeps."""

    @property
    @override
    def office(self) -> str:
        """The grant of its secretariat."""
        return KEEPER


WORKING_GROUP = WorkingGroup("working_group")


async def approved_agreement(
    world: World, year: int, area: str, kpis: int = 1, *, indicators: Sequence[Json] = (), **changed: Any
) -> Json:
    """An approved agreement of a province, its KPIs on given indicators or on so many that the ministry hosts."""
    found = indicators or [await published(world) for _ in range(kpis)]
    targets = [{"fiscal_year": year, "value": 5}, {"fiscal_year": year + 1, "value": 6}]
    fields = {"targets": targets, "stated_total": 11, "participating_area_codes": [], **changed}
    body = {
        "area_code": area,
        "fiscal_year": year,
        "kpis": [{**agreement_examples.KPI_IN, **fields, "indicator_id": each["id"]} for each in found],
    }
    owner = f"province:{area}"
    made = await presented(world, (await world.create(AGREEMENTS, body, owner)).json())
    submitted: Json = (await world.act(f"{AGREEMENTS}/{made['id']}/submit", owner)).json()
    return await agreed_on(world, submitted)


async def published(world: World, **changed: Any) -> Json:
    """A published indicator."""
    made = await world.create("/v1/indicators", {**indicator_body(), **changed}, KEEPER)
    indicator: Json = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    return indicator


_untouched: list[tuple[Json, str]] = []


async def untouched_kpi(world: World) -> tuple[Json, str]:
    """An approved agreement, and a KPI of it that nobody has asked to change, by its indicator."""
    if not _untouched:
        year, area = next(PLACES)
        agreement = await approved_agreement(world, year, area, KPIS_AT_ONCE)
        _untouched.extend((agreement, kpi["indicator_id"]) for kpi in agreement["kpis"])
    return _untouched.pop()


def request_body(agreement: Json, indicator_id: str, **changed: Any) -> Json:
    """A request to lower the target of the year, with the rubric that goes with it."""
    year = agreement["fiscal_year"]
    targets = [{"fiscal_year": year, "value": 3}, {"fiscal_year": year + 1, "value": 6}]
    return {
        "agreement_id": agreement["id"],
        "indicator_id": indicator_id,
        "target": {"targets": targets, "stated_total": 9},
        "scoring_criteria": examples.SCORING,
        "event": examples.EVENT,
        **changed,
    }


async def drafted(world: World, **changed: Any) -> Json:
    """A draft that lacks nothing but evidence."""
    agreement, indicator_id = await untouched_kpi(world)
    return await drafted_for(world, agreement, indicator_id, **changed)


async def drafted_for(world: World, agreement: Json, indicator_id: str, **changed: Any) -> Json:
    """A draft on a KPI of an agreement."""
    body = request_body(agreement, indicator_id, **changed)
    draft: Json = (await world.create(PATH, body, f"province:{agreement['area_code']}")).json()
    return draft


async def attach(world: World, request: Json) -> Json:
    """Put a file of evidence on a draft."""
    headers = {**world.as_(owner_of(request)), "Idempotency-Key": str(uuid4()), "Content-Type": "application/pdf"}
    path = f"{PATH}/{request['id']}/attachments"
    answer = await world.api.post(path, params={"name": "รายงานสถานการณ์"}, content=new_pdf(), headers=headers)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "etag": answer.headers["etag"]}


async def submitted(world: World, draft: Json | None = None, **changed: Any) -> Json:
    """A request that was submitted with its evidence."""
    request = draft or await drafted(world, **changed)
    await attach(world, request)
    return await act(world, request, "submit")


async def analysed(world: World, request: Json, **changed: Any) -> Json:
    """A submitted request that ก.พ.ร. analysed."""
    return await act(world, request, "analysis", KEEPER, {**examples.ANALYSIS_IN, **changed})


async def proposed(world: World, request: Json | None = None, **changed: Any) -> Json:
    """A request before the working group, its host agency heard."""
    found = request or await submitted(world)
    if found["opinion"]["state"] == "waiting":
        await act(world, found, "opinion", MINISTRY, examples.OPINION_IN)
    await analysed(world, found, **changed)
    return await act(world, found, "propose", KEEPER, {"host_silence_th": None})


async def decided(world: World, request: Json, decision: str = "approve", **changed: Any) -> Json:
    """A request after the working group decided on it."""
    await outcome_of(world, request, decision, **changed)
    return await read(world, request)


async def outcome_of(world: World, request: Json, decision: str = "approve", **changed: Any) -> Json:
    """What came of the working group's decision on a request as it was read."""
    item = decision_item(request, decision, **changed)
    (outcome,) = (await carried_out(world, PATH, WORKING_GROUP, item))["items"]
    found: Json = outcome
    return found


def decision_item(request: Json, decision: str = "approve", **changed: Any) -> Json:
    """An item of a resolution on a request as it was read."""
    return item_on(request, decision, object_type="change_request", service="indicators", **changed)


async def act(world: World, request: Json, verb: str, grant: str | None = None, body: Json | None = None) -> Json:
    """Do something with a request, as its area unless another grant is named."""
    answer = await world.act(f"{PATH}/{request['id']}/{verb}", grant or owner_of(request), body)
    found: Json = answer.json()
    return found


async def read(world: World, request: Json, grant: str | None = None) -> Json:
    """Read a request, as its area unless another grant is named."""
    answer = await world.api.get(f"{PATH}/{request['id']}", headers=world.as_(grant or owner_of(request)))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def owner_of(request: Json) -> str:
    """The grant of the area that asks."""
    return f"{request['level']}:{request['area_code']}"


def on(make: Any, grant: str | None = None, **known: Any) -> Make:
    """A specimen on a request that `make` makes, of its own area unless another grant is named."""

    async def specimen(world: World) -> Specimen:
        found = await make(world)
        path = {"request_id": found["id"]}
        return Specimen(grant or owner_of(found), path, tag=f'"{found["version"]}"', **known)

    return specimen


async def new_request(world: World) -> Specimen:
    """A request for a KPI that has none."""
    agreement, indicator_id = await untouched_kpi(world)
    return Specimen(f"province:{agreement['area_code']}", json=request_body(agreement, indicator_id))


async def rebase(world: World) -> Specimen:
    """The yes to a KPI that did not change: it may be said at any time."""
    found = await drafted(world)
    path, body = {"request_id": found["id"]}, {"content_hash": found["base"]["current_hash"]}
    return Specimen(owner_of(found), path, json=body)


async def ready(world: World) -> Json:
    """A draft that lacks nothing."""
    found = await drafted(world)
    await attach(world, found)
    return found


async def heard(world: World) -> Json:
    """A submitted request that was analysed, its host agency heard."""
    found = await submitted(world)
    await act(world, found, "opinion", MINISTRY, examples.OPINION_IN)
    return await analysed(world, found)


async def open_to_all(world: World) -> Specimen:
    """A rejected request, which everyone may read."""
    found = await decided(world, await proposed(world), "reject", reason_th="ยังบรรลุเป้าหมายเดิมได้")
    return Specimen(path={"request_id": found["id"]})


async def told(world: World) -> Json:
    """A rejected request that its area has not taken note of."""
    return await decided(world, await proposed(world), "reject", reason_th="ยังบรรลุเป้าหมายเดิมได้")


async def decision(world: World) -> Specimen:
    """A confirmed resolution on a request before the working group."""
    resolution = await confirmed(world, WORKING_GROUP, decision_item(await proposed(world)))
    return Specimen(KEEPER, json={"resolution_id": resolution["id"]})


async def revisions(world: World) -> Specimen:
    """A KPI of an approved agreement."""
    agreement, indicator_id = await untouched_kpi(world)
    return Specimen(path={"agreement_id": agreement["id"], "indicator_id": indicator_id})


def on_closing_date(**known: Any) -> Make:
    """A specimen on the closing date of a year."""

    async def specimen(world: World) -> Specimen:
        year = next(CLOSING_YEARS)
        await world.create(f"{PATH}/closing-dates", {"fiscal_year": year, **CLOSING}, KEEPER)
        return Specimen(path={"fiscal_year": str(year)}, **known)

    return specimen


async def new_closing_date(_world: World) -> Specimen:
    """The closing date of a year that has none."""
    return Specimen(KEEPER, json={"fiscal_year": next(CLOSING_YEARS), **CLOSING})


def on_evidence() -> Make:
    """A specimen on a file of a draft."""

    async def specimen(world: World) -> Specimen:
        found = await drafted(world)
        file = await attach(world, found)
        return Specimen(owner_of(found), {"request_id": found["id"], "attachment_id": file["id"]}, tag=file["etag"])

    return specimen


async def new_evidence(world: World) -> Specimen:
    """A file that is not on a draft yet."""
    found = await drafted(world)
    path, query = {"request_id": found["id"]}, {"name": "ภาพถ่ายความเสียหาย"}
    return Specimen(owner_of(found), path, query, content=new_pdf(), media="application/pdf")


SPECIMENS: dict[str, Make] = {
    "listChangeRequests": fixed(),
    "createChangeRequest": new_request,
    "getChangeRequest": open_to_all,
    "updateChangeRequest": on(drafted, json={"scoring_criteria": None}),
    "rebaseChangeRequest": rebase,
    "submitChangeRequest": on(ready),
    "withdrawChangeRequest": on(drafted, json=REASON),
    "acknowledgeChangeRequest": on(told),
    "listChangeRequestHistory": on(drafted),
    "giveChangeRequestOpinion": on(submitted, MINISTRY, json=examples.OPINION_IN),
    "analyseChangeRequest": on(submitted, KEEPER, json=examples.ANALYSIS_IN),
    "proposeChangeRequest": on(heard, KEEPER, json={"host_silence_th": None}),
    "recallChangeRequest": on(proposed, KEEPER, json=REASON),
    "returnChangeRequest": on(submitted, KEEPER, json=REASON),
    "decideChangeRequests": decision,
    "getChangeRequestStatistics": fixed(query={"fiscal_year": 2565}),
    "listAgreementKpiRevisions": revisions,
    "listChangeClosingDates": fixed(),
    "createChangeClosingDate": new_closing_date,
    "getChangeClosingDate": on_closing_date(),
    "moveChangeClosingDate": on_closing_date(grant=KEEPER, json={**CLOSING, **REASON}),
    "listChangeClosingDateHistory": on_closing_date(),
    "addChangeRequestAttachment": new_evidence,
    "listChangeRequestAttachments": on(ready),
    "downloadChangeRequestAttachment": on_evidence(),
    "removeChangeRequestAttachment": on_evidence(),
}
