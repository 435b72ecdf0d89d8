"""A ministry and four provinces of the north agree on tourism income for 2558, and both report what came of it."""

from typing import Any

import httpx
import pytest

from services.indicators.catalogue.schemas.indicators import CREATE_EXAMPLE as INDICATOR
from services.indicators.joint.schemas.bodies import CREATE_EXAMPLE as PROPOSAL
from tests.conftest import As, key
from tests.contract.specimens.catalogue import indicator_body
from tests.contract.specimens.joint import days_ahead, evaluation_resolution, settle
from tests.contract.world import World
from tests.stack import Stack

Json = dict[str, Any]
MINISTRY, OPDC = "ministry:05", "opdc"
PATH = "/v1/joint-indicators"


@pytest.fixture
def send(api: httpx.AsyncClient, as_: As) -> Any:
    """Send a request as somebody, with a fresh key; the answer must be the one expected."""

    async def request(grant: str, method: str, path: str, body: Json | None = None, status: int = 200) -> Json:
        answer = await api.request(method, path, json=body, headers={**as_(grant), **key()})
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    return request


async def test_four_of_seventy_six_agree_and_the_side_of_record_counts_once(
    send: Any, stack: Stack, api: httpx.AsyncClient, as_: As
) -> None:
    assert (INDICATOR["unit_name_th"], INDICATOR["area_aggregation"]) == ("ล้านบาท", "sum")
    indicator = await send(MINISTRY, "POST", "/v1/indicators", indicator_body(), 201)
    await send(OPDC, "POST", f"/v1/indicators/{indicator['id']}/publish")
    days = {"answer_by": days_ahead(30), "unassigned_zero_by": days_ahead(90)}
    body = {**PROPOSAL, **days, "indicator_id": indicator["id"], "tolerance_percent": 2.5}
    joint = await send(MINISTRY, "POST", PATH, body, 201)
    one = f"{PATH}/{joint['id']}"
    assert await offers_go_out(send, one) == 28947.37
    await the_north_answers(send, one)
    joint = await send("province:58", "GET", one)
    assert (joint["agreement"]["agreed"], joint["agreement"]["areas"]) == (4, 76)
    assert joint["cascade"]["unassigned"] == 2947.37
    await it_reconciles(send, one)
    await both_sides_report(send, indicator["id"])
    await it_counts_once(send, one)
    await what_differs_is_settled(World(api, as_), send, one)
    matrix = f"{stack.service_url('indicators')}/internal/joint-matrix?fiscal_year=2558&function=05&area_code=58"
    rows = (await send("nesdc", "GET", matrix))["joint_indicators"]
    row = next(each for each in rows if each["id"] == joint["id"])
    assert [each["status"] for each in row["cells"]] == ["achieved"]


async def offers_go_out(send: Any, one: str) -> float:
    """Send the offers; returns what เชียงใหม่ is asked."""
    sent = await send(MINISTRY, "POST", f"{one}/offer")
    assert (sent["state"], sent["agreement"]["offered"], sent["cascade"]["unassigned"]) == ("offered", 76, 0)
    offers = (await send("province:50", "GET", f"{one}/offers"))["items"]
    assert len(offers) == 76
    # 2,200,000 / 76 = 28,947.368…: rounding down leaves 64 units of the last decimal, which go to 64 areas.
    assert sum(each["has_residue"] for each in offers) == 64
    tasks = (await send("province:58", "GET", "/v1/tasks"))["items"]
    assert [task["kind"] for task in tasks if one in task["link"]] == ["joint_offer.answer"]
    return float(next(each["target"] for each in offers if each["area_code"] == "50"))


async def the_north_answers(send: Any, one: str) -> None:
    """Three provinces sign; แม่ฮ่องสอน asks for less, the ministry meets it, and it signs."""
    read = {"definition_version": 1, "offer_version": 1}
    for code in ("50", "51", "52"):
        signed = await send(f"province:{code}", "POST", f"{one}/offers/{code}/sign", read)
        assert signed["state"] == "agreed"
    counter = {
        **read,
        "target": 25000,
        "conditions_th": "ขอสนับสนุนถนนสาย 1095",
        "reason": "เส้นทางเข้าจังหวัดปิดซ่อมถึงไตรมาสที่ 2",
    }
    await send("province:58", "POST", f"{one}/offers/58/counter", counter)
    assert (await send(MINISTRY, "GET", one))["cascade"]["unassigned"] == 3947.37
    revision = {"target": 26000, "conditions_th": "ประสานกรมทางหลวงให้เสร็จในไตรมาสที่ 1", "reason": "ปรับตามระยะเวลาปิดถนน"}
    await send(MINISTRY, "POST", f"{one}/offers/58/revise", revision)
    signed = await send("province:58", "POST", f"{one}/offers/58/sign", {**read, "offer_version": 2})
    assert {each["side"] for each in signed["signatures"]} == {"function", "area"}


async def it_reconciles(send: Any, one: str) -> None:
    """Targets and the unassigned line are the national target, to the last decimal."""
    offers = (await send(MINISTRY, "GET", f"{one}/offers"))["items"]
    cascade = (await send(MINISTRY, "GET", one))["cascade"]
    in_hundredths = [round(each["target"] * 100) for each in offers] + [round(cascade["unassigned"] * 100)]
    assert sum(in_hundredths) == 220_000_000


async def both_sides_report(send: Any, indicator_id: str) -> None:
    """The ministry pushes in bulk, one row of an area that there is none of; each province reports its own."""
    known = {"indicator_id": indicator_id, "fiscal_year": 2558, "period": "year", "status": "final"}
    values = (("50", 29500), ("51", 29000), ("99", 1), ("52", 28000), ("58", 27500))
    rows = [{**known, "area_code": code, "value": value} for code, value in values]
    pushed = await send(MINISTRY, "POST", "/v1/observations", {"rows": rows})
    assert (pushed["counts"]["added"], pushed["counts"]["failed"]) == (4, 1)
    assert [each["index"] for each in pushed["failures"]] == [2]
    for code, value in (("50", 29600), ("51", 28500), ("52", 30000), ("58", 27500)):
        body = {"rows": [{**known, "area_code": code, "value": value}]}
        await send(f"province:{code}", "POST", "/v1/observations", body)


async def it_counts_once(send: Any, one: str) -> None:
    """The provinces are the side of record; ลำปาง differs from the ministry by more than the tolerance."""
    results = await send("evaluator", "GET", f"{one}/results")
    assert (results["national"]["value"], results["national"]["value_state"]) == (115600, "derived")
    assert (results["national"]["counted_areas"], results["national"]["standing_areas"]) == (4, 4)
    areas = {each["area_code"]: each for each in results["areas"]}
    assert {code: areas[code]["actual_status"] for code in ("50", "51", "52", "58")} == {
        "50": "reported",
        "51": "reported",
        "52": "disputed",
        "58": "reported",
    }
    assert areas["51"]["status"] == "below_target"
    assert (areas["52"]["actual"], areas["52"]["of_other"]["value"]) == (30000, 28000)
    assert (areas["57"]["status"], areas["57"]["actual"]) == ("not_agreed", None)


async def what_differs_is_settled(world: World, send: Any, one: str) -> None:
    """Both sides say why ลำปาง differs, the secretariat proposes a joint survey's value, the committee settles it."""
    await send("province:52", "POST", f"{one}/disputes/review")  # the service does so by itself, some moments later
    listed = f"{PATH}/disputes?joint_indicator_id={one.rsplit('/', 1)[1]}"
    (opened,) = (await send("evaluator", "GET", listed))["items"]
    assert (opened["area_code"], opened["difference"]) == ("52", 2000)
    dispute = f"{PATH}/disputes/{opened['id']}"
    tasks = (await send("province:52", "GET", "/v1/tasks"))["items"]
    assert [task["kind"] for task in tasks if task["link"] == dispute] == ["joint_dispute.state"]
    for grant in ("province:52", MINISTRY):
        await send(grant, "POST", f"{dispute}/state", {"reason_th": "วิธีสำรวจต่างกัน", "evidence_th": ["แบบสำรวจ ทท.1"]})
    proposal = {"outcome": "committee", "value": 29000, "reason_th": "ผลการสำรวจร่วมของทั้งสองฝ่าย"}
    proposed = await send("opdc", "POST", f"{dispute}/propose", proposal)
    made = await evaluation_resolution(world, settle(proposed, object_type="joint_dispute"))
    await send("evaluation_committee", "POST", f"{PATH}/disputes/decisions", {"resolution_id": made["id"]})
    settled = await send("province:52", "GET", dispute)
    assert (settled["state"], settled["settlement"]["value"]) == ("settled", 29000)
    national = (await send("nesdc", "GET", f"{one}/results"))["national"]
    assert (national["value"], national["disputed_areas"], national["settled_areas"]) == (114600, 0, 1)
    cascade = await send("nesdc", "GET", f"{one}/cascade")
    assert (cascade["reconciles"], cascade["provinces"]["areas"]) == (True, 76)
