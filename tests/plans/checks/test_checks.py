"""`/v1/plans/{plan_id}/checks` through the gateway."""

from typing import Any

from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.plans import PATH, approve, endorse, owner_of, plan, plan_body
from tests.contract.world import World


async def checks(world: World, plan_id: str, grant: str) -> Json:
    answer = await world.api.get(f"{PATH}/{plan_id}/checks", headers=world.as_(grant))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def codes(found: Json) -> list[tuple[str, Any]]:
    return [(each["code"], each["number"] or each["dimension"]) for each in found["findings"]]


async def strategy_of(world: World, made: Json) -> Json:
    answer = await world.api.get(f"{PATH}/{made['id']}/strategy", headers=world.as_(owner_of(made)))
    found: Json = answer.json()["issues"][0]["strategies"][0]
    return found


async def project_under(world: World, made: Json, strategy_id: str, year: int) -> Json:
    """A project of the plan's area that carries out a strategy in a year (Buddhist Era)."""
    area = made["area_code"]
    return await world.project(
        grant=owner_of(made),
        owner_area_code=area,
        shares=[{"area_code": area, "amount": "1250000.00"}],
        strategy_id=strategy_id,
        fiscal_year=year,
        start_on=f"{year - 544}-11-01",
        end_on=f"{year - 543}-08-31",
    )


BALANCE_GAPS = [("dimension_without_issue", "infrastructure"), ("dimension_without_issue", "environment")]


async def test_gaps_close_when_a_project_carries_the_strategy_out(world: World) -> None:
    made = await plan(world)
    owner, strategy = owner_of(made), await strategy_of(world, made)
    before = await checks(world, made["id"], owner)
    assert codes(before) == [("strategy_without_project", "1.1"), *BALANCE_GAPS]
    assert before["findings"][0]["subject_id"] == strategy["id"]
    project = await project_under(world, made, strategy["id"], made["first_fiscal_year"])
    after = await checks(world, made["id"], owner)
    assert codes(after) == BALANCE_GAPS
    shares = {each["dimension"]: (each["issues"], each["projects"], each["amount"]) for each in after["balance"]}
    assert shares == {
        "infrastructure": (0, 0, "0.00"),
        "economy_society": (1, 1, "1250000.00"),
        "environment": (0, 0, "0.00"),
    }
    headers = {**world.as_(owner), "If-Match": '"1"'}
    assert (await world.api.delete(f"/v1/projects/{project['id']}", headers=headers)).status_code == 204
    assert ("strategy_without_project", "1.1") in codes(await checks(world, made["id"], owner))


async def test_a_draft_project_is_counted_only_for_those_who_see_it(world: World) -> None:
    made = await plan(world, "submitted")
    strategy = await strategy_of(world, made)
    await project_under(world, made, strategy["id"], made["first_fiscal_year"])
    assert ("strategy_without_project", "1.1") not in codes(await checks(world, made["id"], owner_of(made)))
    assert ("strategy_without_project", "1.1") in codes(await checks(world, made["id"], "opdc"))
    assert (await world.api.get(f"{PATH}/{made['id']}/checks")).status_code == 401


async def test_the_projects_of_a_strategy_are_its_own_through_the_editions(world: World) -> None:
    made = await plan(world, "approved")
    owner, strategy = owner_of(made), await strategy_of(world, made)
    await project_under(world, made, strategy["id"], made["first_fiscal_year"])
    body = {"trigger": "policy", "reason": "นโยบายเร่งด่วนของรัฐบาล"}
    answer = await world.api.post(f"{PATH}/{made['id']}/revise", json=body, headers={**world.as_(owner), **key()})
    edition = answer.json()
    assert codes(await checks(world, edition["id"], owner)) == BALANCE_GAPS


async def test_an_action_plan_is_checked_by_its_parents_strategy_and_the_projects_of_its_year(world: World) -> None:
    parent = await plan(world, "submitted")
    await endorse(world, parent["id"])
    await approve(world, parent["id"])
    owner, strategy, year = owner_of(parent), await strategy_of(world, parent), parent["first_fiscal_year"]
    await project_under(world, parent, strategy["id"], year)
    for offset, expected in ((0, BALANCE_GAPS), (1, [("strategy_without_project", "1.1"), *BALANCE_GAPS])):
        body = {
            **plan_body(),
            "kind": "action",
            "area_code": parent["area_code"],
            "parent_id": parent["id"],
            "first_fiscal_year": year + offset,
            "last_fiscal_year": year + offset,
        }
        action = (await world.create(PATH, body, owner)).json()
        found = await checks(world, action["id"], owner)
        assert (codes(found), found["strategy_of_id"]) == (expected, parent["id"])


async def test_an_empty_plan_has_every_gap_and_may_still_be_read(world: World) -> None:
    made = await plan(world, strategy={"missions": [], "goals": [], "issues": []}, vision_th=None)
    found = codes(await checks(world, made["id"], owner_of(made)))
    assert [code for code, _ in found] == [
        "vision_missing",
        "missions_missing",
        "goals_missing",
        *["dimension_without_issue"] * 3,
    ]
