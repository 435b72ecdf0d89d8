"""Reserves of ministries, and what areas ask of them."""

from typing import Any

from tests.budget.agency_requests.reserves import EARMARKS, REQUESTS, answer_to, next_counter, output
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed, new_pdf

REASON = {"reason": "จังหวัดได้รับงบจากแหล่งอื่นแล้ว"}


async def new_earmark(world: World) -> Specimen:
    """A reserve that is not stated yet."""
    counter = next_counter(world)
    return Specimen(counter.officer, json=counter.statement())


async def on_earmark(world: World) -> Specimen:
    """A reserve that stands, to be raised."""
    counter = next_counter(world)
    earmark = await counter.earmark()
    head = {"fiscal_year", "function_code"}
    revision = {name: value for name, value in counter.statement("2000.00").items() if name not in head}
    return Specimen(counter.officer, {"earmark_id": earmark["id"]}, json={**revision, "reason": "ปรับเพิ่ม"})


async def read_earmark(world: World) -> Specimen:
    """A reserve that the documents tell of."""
    found = await world.api.get(EARMARKS, params={"fiscal_year": 2554}, headers=world.as_(PROVINCE))
    return Specimen(PROVINCE, {"earmark_id": found.json()["items"][0]["id"]})


async def new_request(world: World) -> Specimen:
    """A request that is not made yet."""
    counter = next_counter(world)
    at = counter.desk()
    return Specimen(at.officer, json=counter.ask(at, await at.project()))


def on_request(state: str = "draft", *, by_agency: bool = False, **known: Any) -> Make:
    """A specimen on a request in a state, for the area that asks unless it is for the agency."""

    async def make(world: World) -> Specimen:
        counter = next_counter(world)
        if state == "accepted":
            await counter.earmark()
        make_in = {"draft": counter.draft, "sent": counter.sent, "accepted": counter.accepted}[state]
        at, request = await make_in()
        grant = counter.officer if by_agency else at.officer
        return Specimen(grant, {"request_id": request["id"]}, tag=f'"{request["version"]}"', **known)

    return make


async def decided(world: World) -> Specimen:
    """A request that the agency is to accept."""
    counter = next_counter(world)
    await counter.earmark()
    _, request = await counter.sent()
    body = answer_to(request, accepted_amount="500.00", output=output())
    return Specimen(counter.officer, {"request_id": request["id"]}, json=body)


async def on_attachment(world: World) -> Specimen:
    """A document on a draft."""
    specimen = await on_request()(world)
    request_id = specimen.path["request_id"]
    headers = {**world.as_(specimen.grant or ""), **key(), "Content-Type": "application/pdf"}
    made = await world.api.post(
        f"{REQUESTS}/{request_id}/attachments", params={"name": "หลักฐาน.pdf"}, content=new_pdf(), headers=headers
    )
    assert made.status_code == 201, made.text
    path = {"request_id": request_id, "attachment_id": made.json()["id"]}
    return Specimen(specimen.grant, path, tag=made.headers["etag"])


async def new_attachment(world: World) -> Specimen:
    """A document that is not on the request yet."""
    specimen = await on_request()(world)
    query = {"name": "หลักฐาน.pdf"}
    return Specimen(specimen.grant, specimen.path, query, content=new_pdf(), media="application/pdf")


CHANGED: Json = {"reason_th": "อยู่ในภารกิจของกระทรวงโดยตรง"}
FUNDED: Json = {"funded_amount": "500.00"}

SPECIMENS: dict[str, Make] = {
    "listEarmarks": fixed(grant=PROVINCE),
    "stateEarmark": new_earmark,
    "getEarmark": read_earmark,
    "reviseEarmark": on_earmark,
    "listAgencyRequests": fixed(grant=PROVINCE),
    "createAgencyRequest": new_request,
    "getAgencyRequest": on_request(),
    "updateAgencyRequest": on_request(json=CHANGED),
    "refreshAgencyRequestSnapshot": on_request(json={"accept": False}),
    "sendAgencyRequest": on_request(),
    "withdrawAgencyRequest": on_request(json=REASON),
    "listAgencyRequestHistory": on_request(),
    "listAgencyOutputs": fixed(grant=PROVINCE),
    "decideAgencyRequest": decided,
    "nameAgencyRequestOutput": on_request("sent", by_agency=True, json=output("O-SPECIMEN")),
    "fundAgencyRequest": on_request("accepted", by_agency=True, json=FUNDED),
    "releaseAgencyRequest": on_request("accepted", json=REASON),
    "acknowledgeAgencyRequest": on_request("accepted"),
    "addAgencyRequestAttachment": new_attachment,
    "listAgencyRequestAttachments": on_request(),
    "downloadAgencyRequestAttachment": on_attachment,
    "removeAgencyRequestAttachment": on_attachment,
}
