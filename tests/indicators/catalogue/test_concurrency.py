"""What two people do at once: one effect of a key, one change of a version, and no part that stops adding up."""

import asyncio

import httpx
import pytest

from tests.conftest import As, key
from tests.indicators.catalogue.conftest import KEEPER, OWNER, PATH, Make, indicator_body


async def test_the_same_key_makes_one_indicator_and_publishes_it_once(api: httpx.AsyncClient, as_: As) -> None:
    body, headers = indicator_body(), {**as_(OWNER), **key()}
    answers = await asyncio.gather(*(api.post(PATH, json=body, headers=headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    replay = await api.post(PATH, json=body, headers=headers)
    assert (replay.status_code, replay.headers["idempotent-replayed"]) == (201, "true")
    path, headers = replay.headers["location"], {**as_(KEEPER), **key()}
    await asyncio.gather(*(api.post(f"{path}/publish", headers=headers) for _ in range(4)))
    versions = (await api.get(f"{path}/definitions")).json()["items"]
    assert [each["definition_version"] for each in versions] == [1]


async def test_of_changes_to_one_version_one_is_made(api: httpx.AsyncClient, as_: As, make_indicator: Make) -> None:
    indicator = await make_indicator("published")
    headers = {**as_(OWNER), "If-Match": f'"{indicator["version"]}"'}
    bodies = [{"formula_th": f"สูตรที่ {number}", "reason": "ปรับสูตร"} for number in range(4)]
    path = f"{PATH}/{indicator['id']}"
    answers = await asyncio.gather(*(api.patch(path, json=body, headers=headers) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert (await api.get(path)).json()["definition_version"] == 2


async def test_a_part_is_not_taken_while_it_stops_adding_up(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    for _ in range(5):
        one, other = await make_indicator("published"), await make_indicator("published")
        parts = {"numerator_indicator_id": one["id"], "denominator_indicator_id": other["id"]}
        ratio = indicator_body(area_aggregation="ratio", unit_code="percent", **parts)
        spoil = {"area_aggregation": "none", "reason": "รวมไม่ได้"}
        headers = {**as_(OWNER), "If-Match": f'"{other["version"]}"'}
        taken, spoilt = await asyncio.gather(
            api.post(PATH, json=ratio, headers={**as_(OWNER), **key()}),
            api.patch(f"{PATH}/{other['id']}", json=spoil, headers=headers),
        )
        assert (taken.status_code, spoilt.status_code) in {(201, 409), (422, 200)}, (taken.text, spoilt.text)


@pytest.mark.parametrize(
    ("change", "period", "value"), [({"decimals": 0}, "q1", 1.25), ({"frequency": "yearly"}, "q1", 1)]
)
async def test_the_first_values_and_what_would_contradict_them_never_both_stand(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, change: dict[str, object], period: str, value: float
) -> None:
    for _ in range(3):
        indicator = await make_indicator("published")
        row = {
            "area_code": "50",
            "indicator_id": indicator["id"],
            "fiscal_year": 2558,
            "period": period,
            "value": value,
            "status": "provisional",
        }
        headers = {**as_(OWNER), "If-Match": f'"{indicator["version"]}"'}
        pushed, changed = await asyncio.gather(
            api.post("/v1/observations", json={"rows": [row]}, headers={**as_(OWNER), **key()}),
            api.patch(f"{PATH}/{indicator['id']}", json={**change, "reason": "ปรับนิยาม"}, headers=headers),
        )
        was_written = pushed.status_code == 200 and pushed.json()["counts"]["added"] == 1
        assert was_written is (changed.status_code in (409, 412)), (pushed.text, changed.text)
        assert was_written or changed.status_code == 200
