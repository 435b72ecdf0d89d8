"""What is said of a draft: by the area, a host agency, those in the hearing, and what they are answered."""

import asyncio
from typing import Any

import httpx

from services.indicators.agreements.schemas.way_examples import COMMENT_IN
from tests.conftest import As
from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, PATH, YEARS, Json, Make, codes, kpi_of
from tests.indicators.agreements.resolving import heard

Do = Any
HOST = "ministry:05"
SAID = {"channel": "meeting", "post_th": "หัวหน้าสำนักงานจังหวัด", "text_th": "ขอปรับค่าเป้าหมายปี 2558 เป็นร้อยละ 4"}


async def hearing(world: World, new_indicator: Make, new_agreement: Make, area: str, year: int = 2552) -> Json:
    """A draft of ก.พ.ร. with two KPIs, before the hearing of a year without rules."""
    kpis = [kpi_of(await new_indicator(), year=year), kpi_of(await new_indicator(host_function_code=None), year=year)]
    return await heard(world, await new_agreement(*kpis, area=area, year=year, grant=KEEPER))


async def test_everybody_in_the_hearing_is_heard_and_answered(
    world: World, new_indicator: Make, new_agreement: Make, act: Do, patch: Do
) -> None:
    shown = await hearing(world, new_indicator, new_agreement, "53")
    first, second = (kpi["indicator_id"] for kpi in shown["kpis"])
    said = {
        "province:53": SAID | {"indicator_id": second},
        HOST: SAID | {"indicator_id": first, "post_th": "ผู้อำนวยการกอง"},
        "department:PRD": SAID | {"post_th": "ประชาสัมพันธ์เขต"},
        "interior": SAID | {"post_th": "ผู้อำนวยการสำนัก"},
        KEEPER: {**COMMENT_IN, "indicator_id": None},
    }
    made = {grant: (await act(shown, "comments", body, grant)).json() for grant, body in said.items()}
    told = {grant: (each["unit"], each["unit_name_th"], each["is_host"]) for grant, each in made.items()}
    assert told == {
        "province:53": ("area:53", "อุตรดิตถ์", False),
        HOST: ("function:05", "กระทรวงการท่องเที่ยวและกีฬา", True),
        "department:PRD": ("function:PRD", told["department:PRD"][1], False),
        "interior": (None, "interior", False),
        KEEPER: (None, COMMENT_IN["unit_name_th"], False),
    }
    assert {(each["step_code"], each["agreement_version"], each["round"]) for each in made.values()} == {
        ("hearing", shown["version"], 1)
    }
    again = await act(shown, "comments", said[HOST], HOST)
    assert (again.status_code, again.json()["code"]) == (409, "agreement_comment_exists")
    unknown = await act(shown, "comments", SAID | {"indicator_id": shown["id"]}, "province:53")
    assert codes(unknown) == [("/indicator_id", "kpi_unknown")]

    comment = made[HOST]
    answer = {"disposition": "accepted", "answer_th": "ปรับแล้ว"}
    path = f"comments/{comment['id']}/answer"
    assert (await act(shown, path, answer, HOST)).status_code == 403
    both = await asyncio.gather(act(shown, path, answer), act(shown, path, answer, KEEPER))
    assert sorted(each.status_code for each in both) == [200, 409]
    assert (await act(shown, f"comments/{shown['id']}/answer", answer)).status_code == 404

    async def listed(**filters: Any) -> list[str]:
        params = {"limit": 2, **filters}
        pages = [(await world.api.get(f"{PATH}/{shown['id']}/comments", params=params, headers=world.as_(HOST))).json()]
        while pages[-1]["next_cursor"]:
            more = {**params, "cursor": pages[-1]["next_cursor"]}
            found = await world.api.get(f"{PATH}/{shown['id']}/comments", params=more, headers=world.as_(HOST))
            pages.append(found.json())
        return [each["id"] for page in pages for each in page["items"]]

    assert await listed() == [each["id"] for each in made.values()]
    assert await listed(is_answered=True) == [comment["id"]]
    assert await listed(indicator_id=second) == [made["province:53"]["id"]]
    assert await listed(step_code="draft") == await listed(round=2) == []
    # What was heard is changed, taken over and submitted; what was said stays with the version it was said of.
    changed = (await patch(shown, {"note_th": "ปรับตามข้อคิดเห็น"})).json()
    await act(changed, "submit")
    late = await act(shown, "comments", SAID, "province:53")
    assert (late.status_code, late.json()["code"]) == (409, "state_does_not_allow")
    assert len(await listed()) == 5


async def test_the_area_comments_on_what_was_drafted_for_it_and_nobody_else_sees_it(
    world: World, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year = next(YEARS)
    draft = await new_agreement(kpi_of(await new_indicator(), year=year), year=year, grant=KEEPER)
    tasks = (await world.api.get("/v1/tasks", headers=world.as_("province:50"))).json()["items"]
    assert [task["kind"] for task in tasks if task["object_id"] == draft["id"]] == ["performance_agreement.take_over"]
    made = await act(draft, "comments", SAID)
    assert (made.status_code, made.json()["step_code"]) == (201, "draft")
    for grant in (HOST, "province:51", "interior"):
        assert (await act(draft, "comments", SAID, grant)).status_code == 404, grant
        headers = world.as_(grant)
        assert (await world.api.get(f"{PATH}/{draft['id']}/comments", headers=headers)).status_code == 404
    assert (await act(draft, "submit")).json()["drafted_by"] == KEEPER


async def test_what_was_said_is_not_told_to_the_public(
    api: httpx.AsyncClient, as_: As, world: World, new_indicator: Make, new_agreement: Make
) -> None:
    shown = await hearing(world, new_indicator, new_agreement, "54")
    for rest in ("comments", "consultations", "analyses"):
        assert (await api.get(f"{PATH}/{shown['id']}/{rest}")).status_code == 401
        assert (await api.get(f"{PATH}/{shown['id']}/{rest}", headers=as_("operator"))).status_code == 403
        assert (await api.get(f"{PATH}/{shown['id']}/{rest}", headers=as_("auditor"))).json()["items"] == []
