"""A frame as large as that of FY2563, divided 70 to 30 among 76 provinces and 18 clusters, through the gateway.

The split is a fact (A3.4). No weight is official (B2.1): criteria and inputs here are examples, and say so.
"""

import httpx
import pytest

from services.shared import reference
from services.shared.money import parse_amount
from tests.budget.allocation.rounds import ACCOUNTS, ROUNDS, YEARS, Bureau, amounts_of, criterion, inputs, round_body
from tests.budget.ledger.books import Place
from tests.budget.requests.lists import Desk
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.world import World

DATA_YEAR = 2562
SPLIT = "bangkokbiznews.com/business/812213"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def population(world: World, provinces: list[str]) -> str:
    """An indicator of which a ministry reported the year of every province but one."""
    made = await world.create("/v1/indicators", indicator_body(), MINISTRY)
    indicator = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    known = {"indicator_id": indicator["id"], "fiscal_year": DATA_YEAR, "period": "year", "status": "final"}
    rows = [{**known, "area_code": code, "value": 1000 + 7.25 * place} for place, code in enumerate(provinces[:-1])]
    pushed = (await world.act("/v1/observations", MINISTRY, {"rows": rows})).json()
    assert pushed["counts"]["failed"] == 0
    return str(indicator["id"])


def pool_of(level: str, percent: int, codes: list[str], indicator_id: str | None) -> Json:
    """A pool with four criteria: alike, by people, by the inverse of income, by the quality of the plan."""
    people = {"indicator": {"indicator_id": indicator_id, "fiscal_year": DATA_YEAR}, "missing": "average"}
    given = {"inputs": inputs({code: 100 + place for place, code in enumerate(codes)})}
    income = inputs({code: 50_000.5 + 1_000 * place for place, code in enumerate(codes)})
    quality = inputs({code: 55 + place % 40 for place, code in enumerate(codes)})
    bands = [{"at_least": 60, "points": 1}, {"at_least": 80, "points": 2}]
    return {
        "level": level,
        "percent": percent,
        "source": SPLIT,
        "criteria": [
            criterion("equal", "equal", 25),
            criterion("population", "direct", 25, **(people if indicator_id else given)),
            criterion("income", "inverse", 30.5, inputs=income),
            criterion("plan_quality", "score", 19.5, inputs=quality, bands=bands),
        ],
        "bounds": {"least_amount": "120000000.00"},
    }


async def the_frame_is_simulated(bureau: Bureau, year: int) -> tuple[Json, Json]:
    """The Budget Bureau drafts the round, tries other weights, and keeps to what it drafted."""
    provinces = sorted(area.code for area in reference.provinces(year))
    clusters = sorted(area.code for area in reference.clusters(year))
    assert (len(provinces), len(clusters)) == (76, 18)
    indicator_id = await population(bureau.world, provinces)
    pools = [pool_of("province", 70, provinces, indicator_id), pool_of("cluster", 30, clusters, None)]
    frame = {"frame_amount": "28000000000.00", "unit_amount": "100.00", "fiscal_year": year}
    draft = (await bureau.world.create(ROUNDS, round_body(**frame, pools=pools), "budget_bureau")).json()
    tried = [{"key": "equal", "weight": 50}, {"key": "population", "weight": 0.5}, {"key": "income", "weight": 30}]
    await bureau.run(draft, name_th="แบ่งเท่ากันครึ่งหนึ่ง", pools=[{"level": "province", "criteria": tried}])
    run = await bureau.run(draft)
    assert [each["amount"] for each in run["result"]["pools"]] == ["19600000000.00", "8400000000.00"]
    amounts = amounts_of(run)
    assert sum(map(parse_amount, amounts.values())) == 28_000_000_000_00
    assert sorted(amounts) == sorted([*provinces, *clusters])
    return draft, run


async def everybody_can_compute_it_again(bureau: Bureau, one: str, code: str) -> None:
    """Whose value it was, why each criterion counts, every satang, and the same bytes once more."""
    snapshot = await bureau.read(f"{one}/snapshot", None)
    people = snapshot["pools"][0]["criteria"][1]
    assert len(people["inputs"]) == 75
    first = people["inputs"][0]
    assert (first["value"], first["reporter"], first["made_of"]) == (
        "1000",
        "function:05",
        [{"period": "year", "revision": 1}],
    )
    assert [each["reason"] for each in people["unknown"]] == ["not_reported"]
    share = await bureau.read(f"{one}/areas/{code}", None)
    area = share["area"]
    told = [*(each["amount"] for each in area["contributions"]), area["bounds_amount"], area["rounding_amount"]]
    assert sum(map(parse_amount, told)) == parse_amount(area["amount"])
    assert [each["why_th"] for each in share["criteria"]] == ["ทดสอบ"] * 4
    assert (await bureau.read(f"{one}/verification", None))["is_same"] is True


async def test_a_frame_is_divided_and_a_province_asks_for_its_part(world: World) -> None:
    bureau, year = Bureau(world), next(YEARS)
    draft, run = await the_frame_is_simulated(bureau, year)
    one = f"{ROUNDS}/{draft['id']}"
    officer = "province:50"
    assert (await bureau.get(one, officer)).status_code == 404
    published = await bureau.resolved(await bureau.propose(draft, run), "approve")
    assert published["state"] == "published"
    await everybody_can_compute_it_again(bureau, f"{one}/runs/{run['id']}", "50")

    # The officer of เชียงใหม่ reads the ceiling, finds it in the ledger, and what is asked is held against it.
    listed = (await bureau.read(f"{ROUNDS}?fiscal_year={year}", officer))["items"]
    share = await bureau.read(f"{one}/runs/{listed[0]['run_id']}/areas/50", officer)
    query = f"{ACCOUNTS}?fiscal_year={year}&fund_code=AREA&area_code=50"
    [account] = (await bureau.read(query, officer))["items"]
    assert account["cap_amount"] == share["area"]["amount"] == amounts_of(run)["50"]
    assert len(await bureau.caps(draft)) == 94
    at = Desk(world, Place(year, "AREA", "50"), account)
    await at.submitted("500000.00")
    left = await bureau.read(f"{ACCOUNTS}/{account['id']}", officer)
    assert left["held_amount"] == "500000.00"
    whole = await at.request(await at.list(round=2), account["cap_amount"])
    refused = await at.act(whole, "submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "ceiling_exceeded")
