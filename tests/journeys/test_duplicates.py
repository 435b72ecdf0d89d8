"""A province asks in other words for what a department does itself, and hears of it before it submits."""

import httpx
import pytest

from tests.budget.duplicates.projects import BUREAU, PROJECTS, VERDICTS, new_name, project, pushed, verdict_on
from tests.budget.requests.lists import REQUESTS, desk
from tests.conftest import As
from tests.contract.world import World

DPT = "department:DPT"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_a_request_with_slips_finds_the_departments_own_project_and_what_was_judged_lasts_until_it_changes(
    world: World,
) -> None:
    # The department's system pushes what it means to do itself.
    name = new_name()
    wall = f"ก่อสร้างเขื่อนป้องกันตลิ่งริมแม่น้ำ{name}"
    titles = [f"{wall} หมู่ที่ 3 ตำบลต้นเปา กม.1+000 - 1+400", f"{wall} หมู่ที่ 7 ตำบลต้นเปา"]
    place = "ต.ต้นเปา อ.สันกำแพง จ.เชียงใหม่"
    own, other_village = await pushed(
        world, *(project(title_th=title, place_th=place) for title in titles), grant=DPT, function_code="DPT"
    )

    # The province asks for the same with slips, an abbreviation, Thai digits and another order of words.
    at = await desk(world)
    asked = f"โครงการก่อสร้างเขือนป้องกันตลิงริมแมน้ำ{name} ม.๓ ต.ต้นเปา กม.๑+๑๐๐ ถึง ๑+๔๐๐ ปีงบประมาณ"
    body = at.request_body(await at.list(), await at.project(title_th=asked))
    request = (await world.create(REQUESTS, body, at.officer)).json()
    path = f"{REQUESTS}/{request['id']}"
    found = await at.read(f"{path}/similar")
    first = found["items"][0]
    assert (first["id"], first["is_likely"], first["unit_name_th"]) == (own["id"], True, "กรมโยธาธิการและผังเมือง")
    assert "ช่วง กม. ซ้อนกัน 0.3 กม. จาก 0.3" in {each["text"]["th"] for each in first["reasons"]}
    assert other_village["id"] not in {each["id"] for each in found["items"] if each["is_likely"]}
    codes = {each["code"] for each in (await at.read(f"{path}/checks"))["findings"]}
    assert "likely_duplicate" in codes

    # It judges them different; neither is it asked again, nor shown it, but under what was told apart.
    await world.create(VERDICTS, verdict_on(found, first), at.officer)
    found = await at.read(f"{path}/similar")
    assert own["id"] not in {each["id"] for each in found["items"]}
    assert [each["verdict"]["reason_th"] for each in found["told_apart"]] == ["คนละตอนของทางสายเดียวกัน"]
    codes = {each["code"] for each in (await at.read(f"{path}/checks"))["findings"]}
    assert "likely_duplicate" not in codes

    # The title of its project changes: it is shown again, with the verdict of then and what changed since.
    project_path = f"/v1/projects/{request['project_id']}"
    changed = await at.on_project(await at.read(project_path), "withdraw")
    headers = {**world.as_(at.officer), "If-Match": f'"{changed["version"]}"'}
    patch = {"title_th": titles[0].replace("1+000", "1+200")}
    assert (await world.api.patch(project_path, json=patch, headers=headers)).status_code == 200
    await at.on_project(changed, "submit")
    await at.done(request, "refresh-snapshot", {"accept": True})
    found = await at.read(f"{path}/similar")
    again = next(each for each in found["items"] if each["id"] == own["id"])
    assert (again["verdict"]["verdict"], again["verdict"]["stands"]) == ("different", False)
    assert again["verdict"]["changes"] == {"this": {"title_th": [asked, patch["title_th"]]}}

    # Submitted, the reviewer sees both and says which should take the other in; the department is told on its side.
    await at.done(request, "submit")
    seen = await at.read(f"{path}/similar", BUREAU)
    match = next(each for each in seen["items"] if each["id"] == own["id"])
    await world.create(VERDICTS, verdict_on(seen, match, "same"), BUREAU)
    tasks = (await at.read("/v1/tasks", DPT))["items"]
    assert own["id"] in {each["object_id"] for each in tasks if each["kind"] == "duplicate_verdict.consider"}
    assert (await at.read(f"{PROJECTS}/{own['id']}", DPT))["content_hash"] == own["content_hash"]
