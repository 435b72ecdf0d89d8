"""What may still change of an indicator once values were pushed, and what its kinds of values are made of."""

from typing import Any

import httpx
import pytest

from tests.conftest import As, key
from tests.indicators.catalogue.conftest import KEEPER, OWNER, PATH, Json, Make, indicator_body

REASON = {"reason": "ปรับนิยามตามระเบียบใหม่"}
PERCENT: Json = {"unit_code": "percent", "unit_name_th": "ร้อยละ"}


@pytest.fixture
def push(api: httpx.AsyncClient, as_: As) -> Make:
    """Push one value of เชียงใหม่ for the first quarter of 2558; it must be written."""

    async def send(indicator: Json, **changed: Any) -> Json:
        row = {"area_code": "50", "fiscal_year": 2558, "period": "q1", "status": "provisional", "value": 18250.75}
        rows = [{**row, "indicator_id": indicator["id"], **changed}]
        answer = await api.post("/v1/observations", json={"rows": rows}, headers={**as_(OWNER), **key()})
        assert answer.json()["counts"]["added"] == 1, answer.text
        found: Json = (await api.get(f"{PATH}/{indicator['id']}")).json()
        return found

    return send


@pytest.fixture
def change(api: httpx.AsyncClient, as_: As) -> Any:
    """Change an indicator as it was last read, whatever comes of it."""

    async def patch(indicator: Json, **body: Any) -> httpx.Response:
        headers = {**as_(OWNER), "If-Match": f'"{indicator["version"]}"'}
        return await api.patch(f"{PATH}/{indicator['id']}", json=body, headers=headers)

    return patch


async def test_the_first_push_freezes_what_values_rest_on(make_indicator: Make, push: Make, change: Any) -> None:
    indicator = await make_indicator("published")
    free = await change(indicator, decimals=1, frequency="yearly", **REASON)
    assert free.status_code == 200
    back = await change(free.json(), decimals=2, frequency="quarterly", **REASON)
    measured = await push(back.json())
    assert measured["data_since"] is not None
    refused = await change(measured, decimals=1, frequency="yearly", unit_code="baht", **REASON)
    assert (refused.status_code, refused.json()["code"]) == (409, "aggregation_frozen")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/unit_code", "frozen"),
        ("/decimals", "fewer_decimals"),
        ("/frequency", "coarser_frequency"),
    ]
    assert refused.json()["facts"]["fields"] == "unit_code, decimals, frequency"
    finer = await change(measured, decimals=4, frequency="monthly", **REASON)
    assert (finer.status_code, finer.json()["definition_version"]) == (200, 4)
    await push(finer.json(), period="m04", value=1.2345)


async def test_the_decimals_of_a_ratio_stay_so_that_the_same_parts_are_the_same_value(
    make_indicator: Make, push: Make, change: Any
) -> None:
    one, other = await make_indicator("published"), await make_indicator("published")
    parts = {"numerator_indicator_id": one["id"], "denominator_indicator_id": other["id"]}
    ratio = await make_indicator("published", area_aggregation="ratio", **PERCENT, **parts)
    measured = await push(ratio, numerator=1, denominator=3, value=None)
    more = await change(measured, decimals=4, **REASON)
    assert [each["code"] for each in more.json()["errors"]] == ["decimals_of_ratio"]
    for name in parts:
        swapped = await change(measured, **{name: None}, **REASON)
        assert (swapped.status_code, swapped.json()["code"]) == (409, "aggregation_frozen"), name


async def test_a_weighted_average_has_its_weight_and_no_numerator(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, change: Any
) -> None:
    weight = await make_indicator("published")
    mean = await make_indicator(
        "published", area_aggregation="weighted_average", denominator_indicator_id=weight["id"], **PERCENT
    )
    assert mean["national_value_derivable"] is True
    retired = await api.post(
        f"{PATH}/{weight['id']}/retire", json={"reason": "เลิกใช้"}, headers={**as_(KEEPER), **key()}
    )
    assert (retired.status_code, retired.json()["code"]) == (409, "indicator_in_use")
    bare = await change(mean, denominator_indicator_id=None, **REASON)
    assert [(each["pointer"], each["code"]) for each in bare.json()["errors"]] == [
        ("/denominator_indicator_id", "part_missing")
    ]
    plain = await change(mean, denominator_indicator_id=None, area_aggregation="none", **REASON)
    assert (plain.status_code, plain.json()["national_value_derivable"]) == (200, False)


@pytest.mark.parametrize("field", ["definition_th", "data_source", "topic_codes"])
async def test_a_published_indicator_stays_complete(make_indicator: Make, change: Any, field: str) -> None:
    indicator = await make_indicator("published")
    emptied = await change(indicator, **{field: [] if field == "topic_codes" else None}, **REASON)
    assert (emptied.status_code, emptied.json()["code"]) == (422, "indicator_incomplete")
    assert [each["pointer"] for each in emptied.json()["errors"]] == [f"/{field}"]


@pytest.mark.parametrize(
    "field", ["name_th", "unit_code", "decimals", "direction", "frequency", "topic_codes", "use_levels"]
)
async def test_what_an_indicator_must_have_is_not_cleared(make_indicator: Make, change: Any, field: str) -> None:
    indicator = await make_indicator()
    cleared = await change(indicator, **{field: None})
    assert cleared.status_code == 422
    assert [each["pointer"] for each in cleared.json()["errors"]] == [f"/{field}"]


async def test_a_retired_indicator_comes_back_in_no_way(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, change: Any
) -> None:
    retired = await make_indicator("retired")
    for verb in ("publish", "retire"):
        answer = await api.post(f"{PATH}/{retired['id']}/{verb}", json=REASON, headers={**as_(KEEPER), **key()})
        assert (answer.status_code, answer.json()["code"]) == (409, "state_does_not_allow"), verb
    assert (await change(retired, name_en="x")).status_code == 409
    ratio = indicator_body(area_aggregation="weighted_average", denominator_indicator_id=retired["id"], **PERCENT)
    part = await api.post(PATH, json=ratio, headers={**as_(OWNER), **key()})
    assert [each["code"] for each in part.json()["errors"]] == ["part_retired"]
    assert (await api.get(f"{PATH}/{retired['id']}/definitions")).json()["items"] != []


async def test_the_registry_says_at_which_levels_an_indicator_is_used(
    api: httpx.AsyncClient, make_indicator: Make, change: Any
) -> None:
    indicator = await make_indicator("published", use_levels=["province", "cluster"])
    assert indicator["use_levels"] == ["cluster", "province"]
    found = await change(indicator, use_levels=["monitoring"])
    assert (found.status_code, found.json()["use_levels"]) == (200, ["monitoring"])
    assert found.json()["definition_version"] == 1
    twice = await change(found.json(), use_levels=["joint", "joint"])
    assert [(each["pointer"], each["code"]) for each in twice.json()["errors"]] == [("/use_levels", "level_twice")]
    for level, expected in (("monitoring", 1), ("cluster", 0)):
        query = {"use_level": level, "code": indicator["code"]}
        assert len((await api.get(PATH, params=query)).json()["items"]) == expected, level
