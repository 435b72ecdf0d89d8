"""Agencies' own projects: pushed in bulk by the agency's own code, all of them or none."""

from tests.budget.duplicates.projects import BUREAU, DOH, PROJECTS, new_name, project, push_body, pushed
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World
from tests.stack import Stack
from tests.statements import counted


async def push(world: World, body: Json, grant: str = DOH) -> tuple[int, Json]:
    """Push, whatever comes of it."""
    answer = await world.api.post(PROJECTS, json=body, headers={**world.as_(grant), **key()})
    return answer.status_code, answer.json()


async def test_a_project_sent_again_is_changed_or_stays_as_it_is(world: World) -> None:
    one, other = project(), project()
    (stands, _) = await pushed(world, one, other)
    changed = {**one, "title_th": f"ปรับปรุงสะพาน{new_name()}", "state": "approved"}
    status, answer = await push(world, push_body(changed, other, project(code=f"{one['code']}-2")))
    assert (status, answer) == (
        200,
        {"created": [f"{one['code']}-2"], "changed": [one["code"]], "unchanged": [other["code"]]},
    )
    found = await world.api.get(f"{PROJECTS}/{stands['id']}", headers=world.as_("province:50"))
    shown = found.json()
    assert (shown["version"], shown["title_th"], shown["state"]) == (2, changed["title_th"], "approved")
    assert shown["content_hash"] != stands["content_hash"]
    in_next_year = push_body(one, fiscal_year=2559)
    assert (await push(world, in_next_year))[1]["created"] == [one["code"]]


async def test_only_the_agency_pushes_and_a_wrong_row_is_named_by_its_place(world: World) -> None:
    for grant in ("ministry:08", "department:DRR", "ministry:05"):
        status, refused = await push(world, push_body(), grant)
        assert (status, refused["code"]) == (403, "agency_projects_not_yours")
    for grant in ("province:50", BUREAU):
        assert (await push(world, push_body(), grant))[0] == 403
    one = project()
    status, refused = await push(world, push_body(one, project(), one))
    assert (status, [each["pointer"] for each in refused["errors"]]) == (422, ["/projects/2/code"])
    status, refused = await push(world, push_body(one, project(amount="0.00")))
    assert (status, refused["errors"][0]["pointer"]) == (422, "/projects/1/amount")
    found = await world.api.get(PROJECTS, params={"code": one["code"]}, headers=world.as_(DOH))
    assert found.json()["items"] == []


async def test_a_hundred_take_as_many_statements_as_one_and_each_is_told_of_once(world: World, stack: Stack) -> None:
    counts = []
    for many in (1, 100):
        with counted(stack, "budget") as sent:
            status, _ = await push(world, push_body(*(project() for _ in range(many))))
        assert status == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] < 12


async def test_pages_go_on_where_they_ended(world: World) -> None:
    await pushed(world, project(), project(), project(), fiscal_year=2571)
    query: dict[str, str | int] = {"fiscal_year": 2571, "function_code": "DOH", "limit": 2}
    first = (await world.api.get(PROJECTS, params=query, headers=world.as_("opdc"))).json()
    rest = (
        await world.api.get(PROJECTS, params={**query, "cursor": first["next_cursor"]}, headers=world.as_("opdc"))
    ).json()
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert len({each["id"] for page in (first, rest) for each in page["items"]}) == 3
