"""`/v1/external-codes` through the gateway."""

import httpx
import pytest
from joserfc.jwk import OKPKey

from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.codes import MINISTRY, PATH, code_body
from tests.contract.world import World
from tests.tokens import claims_for, sign


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture
def elsewhere(signing_key: OKPKey) -> dict[str, str]:
    """Headers of the same ministry through another client."""
    return {"Authorization": f"Bearer {sign(signing_key, claims_for(MINISTRY, client_id='another'))}"}


async def test_a_code_is_mapped_once_per_client(world: World, elsewhere: dict[str, str]) -> None:
    body = code_body()
    await world.create(PATH, body, MINISTRY)
    again = await world.api.post(PATH, json=body, headers={**world.as_(MINISTRY), **key()})
    assert (again.status_code, again.json()["code"]) == (409, "external_code_mapped")
    other = await world.api.post(PATH, json={**body, "area_code": "51"}, headers={**elsewhere, **key()})
    assert (other.status_code, other.json()["area_code"]) == (201, "51")


async def test_another_client_knows_nothing_of_it(world: World, elsewhere: dict[str, str]) -> None:
    mapped = (await world.create(PATH, code_body(), MINISTRY)).json()
    path = f"{PATH}/area/{mapped['code']}"
    assert (await world.api.get(path, headers=world.as_(MINISTRY))).status_code == 200
    for hidden in (path, f"{path}/history", f"{PATH}/area/no-such"):
        assert (await world.api.get(hidden, headers=elsewhere)).status_code == 404
    changed = await world.api.put(path, json={"area_code": "51"}, headers={**elsewhere, "If-Match": '"1"'})
    assert changed.status_code == 404
    listed = (await world.api.get(PATH, params={"kind": "area", "limit": 200}, headers=elsewhere)).json()["items"]
    assert mapped["code"] not in {each["code"] for each in listed}


async def test_a_code_may_stand_for_something_else_from_now_on(world: World) -> None:
    mapped = (await world.create(PATH, {**code_body(), "code": f"ชม.{code_body()['code']}"}, MINISTRY)).json()
    path, headers = f"{PATH}/area/{mapped['code']}", world.as_(MINISTRY)
    changed = await world.api.put(path, json={"area_code": "51"}, headers={**headers, "If-Match": '"1"'})
    assert (changed.status_code, changed.json()["area_code"], changed.headers["etag"]) == (200, "51", '"2"')
    stale = await world.api.put(path, json={"area_code": "52"}, headers={**headers, "If-Match": '"1"'})
    assert stale.status_code == 412
    history = (await world.api.get(f"{path}/history", headers=headers)).json()["items"]
    assert [entry["changes"]["target"] for entry in history] == [["50", "51"], [None, "50"]]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"area_code": None}, "external_code_target"),
        ({"kind": "indicator"}, "external_code_target"),
        ({"indicator_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"}, "external_code_target"),
        (
            {"kind": "indicator", "area_code": None, "indicator_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"},
            "indicator_unknown",
        ),
        ({"code": "a/b"}, "string_pattern_mismatch"),
        ({"code": " a"}, "code_malformed"),
        ({"code": ".."}, "code_malformed"),
    ],
)
async def test_a_code_stands_for_one_thing_of_its_kind(world: World, changed: Json, code: str) -> None:
    answer = await world.api.post(PATH, json={**code_body(), **changed}, headers={**world.as_(MINISTRY), **key()})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


@pytest.mark.parametrize("grant", ["opdc", "province_committee:50", "evaluator"])
async def test_who_reports_nothing_has_no_codes(world: World, grant: str) -> None:
    assert (await world.api.get(PATH, headers=world.as_(grant))).status_code == 403
