"""Projects and strategic issues of a KPI: asked of the plans service, as whoever drafts the agreement sees them."""

from typing import Any
from uuid import uuid4

import httpx

from tests.conftest import As, key
from tests.contract.specimens.plans import plan
from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, PATH, PROVINCES, RULED, YEARS, Make, codes, kpi_of

Do = Any


async def test_projects_support_a_kpi(world: World, new_indicator: Make, new_agreement: Make, patch: Do) -> None:
    area = next(PROVINCES)
    shares = [{"area_code": area, "amount": "1250000.00"}]
    grant = f"province:{area}"
    project = await world.project(grant=grant, owner_area_code=area, estimated_amount="1250000.00", shares=shares)
    indicator = await new_indicator()
    made = await new_agreement(kpi_of(indicator), area=area, year=RULED)

    async def support() -> str:
        checks = (await world.api.get(f"{PATH}/{made['id']}/checks", headers=world.as_(grant))).json()["rules"]
        state: str = next(check["state"] for check in checks if check["code"] == "project_and_budget_support")
        return state

    assert await support() == "not_ok"
    carried = await patch(made, {"kpis": [kpi_of(indicator, project_ids=[project["id"]])]})
    assert carried.json()["kpis"][0]["project_ids"] == [project["id"]], carried.text
    assert await support() == "ok"
    kept = await patch(carried.json(), {"note_th": "ไม่แตะตัวชี้วัด"})
    assert kept.json()["kpis"][0]["project_ids"] == [project["id"]]


async def test_a_project_that_is_not_there_given_up_or_not_seen_is_named(
    world: World, api: httpx.AsyncClient, as_: As, new_indicator: Make
) -> None:
    own, cancelled = await world.project(), await world.project()
    headers = {**as_("province:50"), "If-Match": f'"{cancelled["version"]}"'}
    assert (await api.delete(f"/v1/projects/{cancelled['id']}", headers=headers)).status_code == 204
    indicator, year = await new_indicator(), next(YEARS)
    ids = [own["id"], cancelled["id"], str(uuid4())]
    body = {"area_code": "50", "fiscal_year": year, "kpis": [kpi_of(indicator, year=year, project_ids=ids)]}
    refused = await api.post(PATH, json=body, headers={**as_("province:50"), **key()})
    assert codes(refused) == [(f"/kpis/0/project_ids/{place}", "project_unknown") for place in (1, 2)]
    # A draft of the province is not open to ก.พ.ร., which drafts for it.
    refused = await api.post(PATH, json=body, headers={**as_(KEEPER), **key()})
    assert codes(refused) == [(f"/kpis/0/project_ids/{place}", "project_unknown") for place in (0, 1, 2)]
    doubled = {**body, "kpis": [kpi_of(indicator, year=year, project_ids=[own["id"], own["id"]])]}
    assert codes(await api.post(PATH, json=doubled, headers={**as_("province:50"), **key()})) == [
        ("/kpis/0/project_ids", "project_twice")
    ]


async def test_a_kpi_stands_under_an_issue_of_its_areas_plan_which_is_kept_with_it(
    api: httpx.AsyncClient, as_: As, world: World, new_indicator: Make, new_agreement: Make, patch: Do
) -> None:
    area, grant = "56", "province:56"
    made_plan = await plan(world, area_code=area, first_fiscal_year=2690, last_fiscal_year=2693)
    tree = (await api.get(f"/v1/plans/{made_plan['id']}/strategy", headers=as_(grant))).json()
    issue = tree["issues"][0]
    officer = {"responsible_unit": "สำนักงานจังหวัดพะเยา", "responsible_post": "หัวหน้ากลุ่มงานยุทธศาสตร์"}
    indicator, officers = await new_indicator(), [{"strategic_issue_id": issue["id"], **officer}]
    kpi = kpi_of(indicator, year=2691, strategic_issue_id=issue["id"])
    made = await new_agreement(kpi, area=area, year=2691, issue_officers=officers)
    names = ("number", "title_th", "lead_host_unit", "lead_host_post")
    of_plan = {"plan_id": made_plan["id"], "edition": made_plan["edition"]}
    assert made["kpis"][0]["strategic_issue"] == {**{name: issue[name] for name in names}, **of_plan}
    assert made["issue_officers"] == officers

    async def refused(area: str, year: int, issue_id: str) -> list[tuple[str, str]]:
        kpi = kpi_of(indicator, year=year, strategic_issue_id=issue_id)
        body = {"area_code": area, "fiscal_year": year, "kpis": [kpi]}
        return codes(await api.post(PATH, json=body, headers={**as_(f"province:{area}"), **key()}))

    pointer = "/kpis/0/strategic_issue_id"
    assert await refused(area, 2692, indicator["id"]) == [(pointer, "strategic_issue_unknown")]
    assert await refused(area, 2694, issue["id"]) == [(pointer, "strategic_issue_of_another_period")]
    # The plan is a draft: for another province it is not there. Submitted, it is there and not its own.
    assert await refused("57", 2692, issue["id"]) == [(pointer, "strategic_issue_unknown")]
    await world.act(f"/v1/plans/{made_plan['id']}/submit", grant)
    assert await refused("57", 2692, issue["id"]) == [(pointer, "strategic_issue_of_another_area")]
    bare = kpi_of(indicator, year=2691)
    gone = await patch(made, {"kpis": [bare]})
    assert codes(gone) == [("/issue_officers/0/strategic_issue_id", "issue_without_kpi")]
    changed = (await patch(made, {"kpis": [bare], "issue_officers": []})).json()
    assert (changed["issue_officers"], changed["kpis"][0]["strategic_issue"]) == ([], None)
