"""What is said of requests before they are decided, and what follows: notices, rounds, opinions, needs."""

from itertools import count
from typing import Any

from tests.budget.requests.lists import NATIONAL, REQUESTS, Desk, carried_out, confirmed, desk, item_on
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World

MINISTRY = "ministry:05"
NUMBERS = count(1)


def notice_body(at: Desk, project: Json) -> Json:
    """What tells the Ministry of Tourism and Sports of a project."""
    return {
        "area_code": at.place.area_code,
        "fiscal_year": at.place.fiscal_year,
        "project_id": project["id"],
        "estimated_amount": "500.00",
        "why_th": "จะเสนอคำขอรอบแรก",
        "function_codes": ["05"],
        "answer_by": "2013-10-31",
    }


async def new_notice(world: World) -> Specimen:
    """An early notice that is not sent yet."""
    at = await desk(world)
    return Specimen(at.officer, json=notice_body(at, await at.project()))


def on_notice(grant: str = MINISTRY, json: Json | None = None) -> Make:
    """A specimen on an early notice."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        made = await world.create("/v1/early-notices", notice_body(at, await at.project()), at.officer)
        return Specimen(grant, {"notice_id": made.json()["id"]}, json=json)

    return make


ASKED: Json = {"function_codes": ["05"], "question_th": "ผลผลิตใดของกระทรวงรองรับได้", "answer_by": None}
OPINION: Json = {
    "supports": True,
    **dict.fromkeys(("strategy_fit", "need", "priority"), "high"),
    **{f"{name}_th": "ตรงกับยุทธศาสตร์ของกระทรวง" for name in ("strategy_fit", "need", "priority")},
    "output_th": "ผลผลิต: แหล่งท่องเที่ยวได้รับการพัฒนา",
}


async def to_ask(world: World) -> Specimen:
    """A submitted request of which nobody was asked."""
    at = await desk(world)
    return Specimen(at.committee, {"request_id": (await at.submitted())["id"]}, json=ASKED)


def on_opinion(json: Json | None = None) -> Make:
    """A specimen on an opinion that was asked for."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        request = await at.submitted()
        asked = await world.create(f"{REQUESTS}/{request['id']}/opinions", ASKED, at.committee)
        path = {"request_id": request["id"]}
        return Specimen(MINISTRY, path | {"opinion_id": asked.json()["items"][0]["id"]} if json else path, json=json)

    return make


def round_body(at: Desk, project: Json) -> Json:
    """What records a round of the ministry with the province over one project."""
    shares = [{"unit": f"area:{at.place.area_code}", "amount": "300.00"}, {"unit": "function:05", "amount": "200.00"}]
    item = {"project_id": project["id"], "title_th": project["title_th"], "amount": "500.00", "shares": shares}
    return {
        "fiscal_year": at.place.fiscal_year,
        "function_code": "05",
        "number": next(NUMBERS) % 99 + 1,
        "area_codes": [at.place.area_code],
        "held_on": "2013-11-12",
        "title_th": "ประชุมจัดทำงบประมาณร่วม",
        "items": [item],
    }


async def new_round(world: World) -> Specimen:
    """A round that is not recorded yet."""
    at = await desk(world)
    return Specimen(MINISTRY, json=round_body(at, await at.project()))


def on_round(*, replaces: bool = False, confirms: bool = False) -> Make:
    """A specimen on a round that the ministry recorded."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        body = round_body(at, await at.project())
        made = (await world.create("/v1/joint-rounds", body, MINISTRY)).json()
        path, tag = {"round_id": made["id"]}, f'"{made["version"]}"'
        if replaces:
            known = {name: body[name] for name in ("area_codes", "held_on", "title_th")}
            return Specimen(MINISTRY, path, json={**known, "items": []}, tag=tag)
        if confirms:
            return Specimen(at.officer, path, json={"content_hash": made["content_hash"]})
        return Specimen(MINISTRY, path)

    return make


async def resolved(at: Desk, request: Json, decision: str, **item: Any) -> Json:
    """A request on which ก.น.จ. resolved something, once its own committee had endorsed it."""
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"
    items = [item_on(await at.again(request), decision, **item)]
    result = await carried_out(at.world, await confirmed(at.world, NATIONAL, items))
    assert result["counts"]["applied"] == 1, result
    return await at.again(request)


def on_resolution(grant: str = MINISTRY, json: Json | None = None) -> Make:
    """A specimen on the notice of a resolution that referred a request to the ministry."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        await resolved(at, await at.submitted(), "refer")
        found = await at.read("/v1/resolution-notices?function_code=05&is_acknowledged=false", MINISTRY)
        return Specimen(grant, {"notice_id": found["items"][0]["id"]}, json=json)

    return make


async def rejected(at: Desk, **changed: Any) -> Json:
    """A request within the ceiling that ก.น.จ. rejected."""
    return await resolved(at, await at.submitted(**changed), "reject")


async def new_need(world: World) -> Specimen:
    """A rejected request whose need is not kept yet."""
    at = await desk(world)
    return Specimen(at.officer, json={"request_id": (await rejected(at))["id"], "reason_th": "วงเงินไม่พอ"})


def on_need(json: Json | None = None) -> Make:
    """A specimen on a need that was kept."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        body = {"request_id": (await rejected(at))["id"], "reason_th": "วงเงินไม่พอ"}
        made = await world.create("/v1/unfunded-needs", body, at.officer)
        return Specimen(at.officer, {"need_id": made.json()["id"]}, json=json)

    return make


async def carried(world: World) -> Specimen:
    """A need, and a list and project of the next year to ask in."""
    at = await desk(world)
    body = {"request_id": (await rejected(at))["id"], "reason_th": "วงเงินไม่พอ"}
    need = (await world.create("/v1/unfunded-needs", body, at.officer)).json()
    return Specimen(at.officer, {"need_id": need["id"]}, json=await next_year_of(at))


async def next_year_of(at: Desk) -> Json:
    """A list of the year after, and the project as it is planned for then."""
    later = Desk(at.world, type(at.place)(at.place.fiscal_year + 40, at.place.fund_code, at.place.area_code), {})
    submission = await later.list(round=next(NUMBERS) % 99 + 1)
    return {"submission_id": submission["id"], "project_id": (await later.project())["id"]}


SPECIMENS: dict[str, Make] = {
    "listEarlyNotices": on_notice(),
    "createEarlyNotice": new_notice,
    "getEarlyNotice": on_notice(),
    "answerEarlyNotice": on_notice(json={"function_code": "05", "answer": "joins", "reason_th": "ร่วมสมทบ"}),
    "listBudgetRequestOpinions": on_opinion(),
    "askBudgetRequestOpinions": to_ask,
    "giveBudgetRequestOpinion": on_opinion(OPINION),
    "listJointRounds": on_round(),
    "createJointRound": new_round,
    "getJointRound": on_round(),
    "replaceJointRound": on_round(replaces=True),
    "confirmJointRound": on_round(confirms=True),
    "listResolutionNotices": on_resolution(),
    "getResolutionNotice": on_resolution(),
    "acknowledgeResolutionNotice": on_resolution(json={"acknowledgement_th": "รับเรื่องไว้พิจารณา"}),
    "listUnfundedNeeds": on_need(),
    "createUnfundedNeed": new_need,
    "getUnfundedNeed": on_need(),
    "referUnfundedNeed": on_need({"function_code": "05", "reason": "เป็นภารกิจของกระทรวง"}),
    "carryUnfundedNeed": carried,
    "closeUnfundedNeed": on_need({"outcome": "given_up", "reason": "โครงการไม่จำเป็นแล้ว"}),
}
