"""The same data, different analyses: each unit's own, side by side, every version kept."""

import asyncio

import httpx

from services.indicators.datasets.schemas.analyses import CREATE_EXAMPLE as ANALYSIS
from tests.indicators.datasets.conftest import ANALYSES, MINISTRY, OWNER, PATH, UPDATES, Json, Registry, ago, faults

PRICE: Json = {"name_th": "ราคาลำไยลดลงจากปีก่อน", "unit_th": "ร้อยละ"}


def of_ministry(value: float) -> Json:
    """What the ministry reads in the data."""
    figures = [{**PRICE, "value": value}, {"name_th": "ผลผลิต", "unit_th": "ตัน", "value": 310_000}]
    return {"function_code": "05", "text_th": "ราคาลดลงตามตลาดโลก", "figures": figures}


async def data_of(registry: Registry, state: str = "shared") -> Json:
    """Data that came into a dataset of เชียงใหม่."""
    return await registry.refresh(await registry.make(state), ago(1))


async def revise(registry: Registry, analysis: Json, body: Json, grant: str = OWNER) -> httpx.Response:
    """Revise an analysis as it was last read."""
    headers = {**registry.as_(grant), "If-Match": f'"{analysis["version"]}"'}
    return await registry.api.patch(f"{ANALYSES}/{analysis['id']}", json=body, headers=headers)


async def test_a_ministry_and_a_province_read_the_same_data_differently(registry: Registry) -> None:
    data = await data_of(registry)
    path = f"{UPDATES}/{data['id']}/analyses"
    ours = await registry.done(path, OWNER, ANALYSIS)
    assert (ours["unit"], ours["as_of"], ours["revision"], ours["version"]) == ("area:50", ago(1), 1, 1)
    await registry.done(path, MINISTRY, of_ministry(8))
    both = await registry.get(path, "nesdc")
    assert [each["unit"] for each in both["items"]] == ["area:50", "function:05"]
    assert both["figures"][0] == {
        **PRICE,
        "values": [{"unit": "area:50", "value": 12.5}, {"unit": "function:05", "value": 8}],
        "differs": True,
        "spread": 4.5,
    }
    assert [(each["name_th"], each["differs"]) for each in both["figures"][1:]] == [("ผลผลิต", False)]
    second = await registry.post(path, OWNER, ANALYSIS)
    assert (second.status_code, second.json()["code"]) == (409, "dataset_analysis_exists")


async def test_what_an_analysis_said_before_stays(registry: Registry) -> None:
    data = await data_of(registry)
    first = await registry.done(f"{UPDATES}/{data['id']}/analyses", OWNER, ANALYSIS)
    silent = await revise(registry, first, {"text_th": "อื่น"})
    assert faults(silent) == [("/reason_th", "missing")]
    changed = {"figures": [{**PRICE, "value": 9.25}], "reason_th": "ตรวจสอบราคารายอำเภอแล้ว"}
    second = (await revise(registry, first, changed)).json()
    assert (second["version"], second["text_th"]) == (2, first["text_th"])
    stale = await revise(registry, first, changed)
    assert stale.status_code == 412
    versions = (await registry.get(f"{ANALYSES}/{first['id']}/versions"))["items"]
    assert [each["analysis_version"] for each in versions] == [2, 1]
    assert [each["figures"][0]["value"] for each in versions] == [9.25, 12.5]
    assert [each["reason_th"] for each in versions] == ["ตรวจสอบราคารายอำเภอแล้ว", None]
    assert await registry.get(f"{ANALYSES}/{first['id']}") == second


async def test_an_analysis_is_of_the_data_it_read_and_not_of_newer_ones(registry: Registry) -> None:
    dataset = await registry.make()
    old, new = await registry.refresh(dataset, ago(40)), await registry.refresh(dataset, ago(1))
    await registry.done(f"{UPDATES}/{old['id']}/analyses", OWNER, ANALYSIS)
    assert (await registry.get(f"{UPDATES}/{new['id']}/analyses"))["items"] == []
    await registry.done(f"{UPDATES}/{new['id']}/analyses", OWNER, ANALYSIS)


async def test_a_unit_speaks_for_itself_and_only_of_what_it_sees(registry: Registry) -> None:
    data = await data_of(registry)
    path = f"{UPDATES}/{data['id']}/analyses"
    foreign = await registry.post(path, "province:51", ANALYSIS)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_permitted")
    nobody = await registry.post(path, OWNER, {**ANALYSIS, "area_code": None})
    assert faults(nobody) == [("/area_code", "one_unit")]
    twice = await registry.post(path, OWNER, {**ANALYSIS, "figures": [{**PRICE, "value": 1}] * 2})
    assert faults(twice) == [("/figures", "figure_twice")]
    ours = await registry.done(path, OWNER, ANALYSIS)
    theirs = await revise(registry, ours, {"text_th": "x", "reason_th": "x"}, MINISTRY)
    assert theirs.status_code == 403
    hidden = await registry.refresh(await registry.make(sharing="named_units", shared_area_codes=["51"]), ago(1))
    named = await registry.post(
        f"{UPDATES}/{hidden['id']}/analyses", "province:51", {**ANALYSIS, "area_code": "51", "figures": []}
    )
    assert named.status_code == 201
    unnamed = await registry.post(f"{UPDATES}/{hidden['id']}/analyses", MINISTRY, of_ministry(8))
    assert unnamed.status_code == 404
    unseen = await registry.api.get(f"{ANALYSES}/{named.json()['id']}", headers=registry.as_(MINISTRY))
    assert unseen.status_code == 404


async def test_analyses_of_public_data_are_not_public(registry: Registry) -> None:
    data = await data_of(registry, "published")
    ours = await registry.done(f"{UPDATES}/{data['id']}/analyses", OWNER, ANALYSIS)
    assert (await registry.api.get(f"{UPDATES}/{data['id']}")).status_code == 200
    for path in (f"{UPDATES}/{data['id']}/analyses", f"{ANALYSES}/{ours['id']}", f"{ANALYSES}/{ours['id']}/versions"):
        assert (await registry.api.get(path)).status_code == 401
        assert (await registry.api.get(path, headers=registry.as_("local_government:57"))).status_code == 200


async def test_of_a_retired_dataset_nothing_more_is_said(registry: Registry) -> None:
    dataset = await registry.make()
    data = await registry.refresh(dataset, ago(1))
    ours = await registry.done(f"{UPDATES}/{data['id']}/analyses", OWNER, ANALYSIS)
    await registry.done(f"{PATH}/{dataset['id']}/retire", OWNER, {"reason": "เลิกจัดเก็บ"})
    late = await registry.post(f"{UPDATES}/{data['id']}/analyses", MINISTRY, of_ministry(8))
    revised = await revise(registry, ours, {"text_th": "x", "reason_th": "x"})
    assert [late.json()["code"], revised.json()["code"]] == ["state_does_not_allow"] * 2
    assert len((await registry.get(f"{UPDATES}/{data['id']}/analyses"))["items"]) == 1


async def test_of_many_at_once_a_unit_has_one_analysis_and_each_version_one_author(registry: Registry) -> None:
    data = await data_of(registry)
    path = f"{UPDATES}/{data['id']}/analyses"
    answers = await asyncio.gather(*(registry.post(path, OWNER, ANALYSIS) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    ours = (await registry.get(path))["items"][0]
    bodies = [{"text_th": f"ฉบับที่ {number}", "reason_th": "ปรับปรุง"} for number in range(4)]
    revised = await asyncio.gather(*(revise(registry, ours, body) for body in bodies))
    assert sorted(answer.status_code for answer in revised) == [200, 412, 412, 412]
    assert len((await registry.get(f"{ANALYSES}/{ours['id']}/versions"))["items"]) == 2
