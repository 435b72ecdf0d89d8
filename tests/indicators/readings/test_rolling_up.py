"""Roll-ups through the gateway: what they are made of, under which structure, and as known when."""

import datetime as dt
from typing import Any

from services.shared import reference
from tests.contract.operations import Json
from tests.indicators.joint.conftest import offered
from tests.indicators.joint.measuring import results
from tests.indicators.readings.conftest import NORTH, PERCENT, House


async def test_a_cluster_is_made_of_its_provinces_and_says_who_is_missing(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 10.25, "51": 20, "58": 0})
    await house.own(known, {"C52-15": 99})
    found = await house.read(known, "roll-up", area_code="C52-15", fiscal_year=2558)
    assert (found["value"], found["value_state"]) == (30.25, "partial")
    assert (found["areas"], found["counted"], found["not_reported"]) == (4, 3, ["52"])
    assert [(each["area_code"], each["reporter"], each["value"]) for each in found["parts"]] == [
        ("50", "area:50", 10.25),
        ("51", "area:51", 20),
        ("58", "area:58", 0),
    ]
    # What was reported for the cluster itself stands beside, and is not mixed in.
    assert [(each["reporter"], each["value"]) for each in found["stated"]] == [("area:C52-15", 99)]
    await house.own(known, {"52": 1})
    assert (await house.read(known, "roll-up", area_code="C52-15", fiscal_year=2558))["value_state"] == "derived"


async def test_the_nation_is_the_sum_of_its_clusters_and_of_its_provinces(house: House) -> None:
    known, codes = await house.indicator(), [each.code for each in reference.provinces(2562)]
    await house.push(known, *({"area_code": code, "value": int(code) + 0.25} for code in codes), fiscal_year=2562)
    nation = await house.read(known, "roll-up", area_code="TH", fiscal_year=2562)
    assert (nation["value"], nation["value_state"], nation["areas"]) == (sum(map(int, codes)) + 19, "derived", 76)
    for kind in ("region", "cluster"):
        larger = [each.code for each in reference.areas() if each.kind == kind and reference.in_fiscal_year(each, 2562)]
        rolled = [await house.read(known, "roll-up", area_code=code, fiscal_year=2562) for code in larger]
        assert sum(each["value"] for each in rolled) == nation["value"]
        assert sum(each["areas"] for each in rolled) == 76


async def test_the_structure_is_that_of_the_values_or_of_today_or_of_a_day(house: House) -> None:
    known = await house.indicator()
    await house.push(known, *({"area_code": each.code, "value": 1} for each in reference.provinces(2558)))

    async def members(**query: Any) -> set[str]:
        found = await house.read(known, "roll-up", fiscal_year=2558, **query)
        return {each["area_code"] for each in found["parts"]}

    assert await members(area_code="C52-15") == set(NORTH) == await members(area_code="C60-15", structure="now")
    # Of the structures of 2552 and 2560 สงขลา and สตูล went from the southern border to the gulf and the Andaman.
    assert {"90", "91"} <= await members(area_code="C52-08")
    assert not {"90", "91"} & await members(area_code="C60-07", structure="now")
    assert {"90", "91"} <= await members(area_code="C52-08", structure="2017-11-16")
    assert "90" in await members(area_code="C60-05", structure="2017-11-17")
    assert len(await members(area_code="R60-N", structure="now")) == 17


async def test_a_value_from_before_a_split_stays_whole_and_says_whose_ground_it_covers(house: House) -> None:
    known = await house.indicator()
    await house.push(known, *({"area_code": code, "value": 10} for code in ("39", "41", "42", "43")), fiscal_year=2554)
    for query in ({"area_code": "C52-10"}, {"area_code": "C60-10", "structure": "now"}):
        found = await house.read(known, "roll-up", fiscal_year=2554, **query)
        covers = {each["area_code"]: each["covers"] for each in found["parts"]}
        assert covers["43"] == ["43", "38"]
        assert (found["value"], found["areas"]) == (10 * len(covers), len(covers))
        assert found["covered"] == (["38"] if "structure" in query else [])
        assert (found["without_value"], found["covers_beyond"]) == ([], [])
    assert found["value_state"] == "derived"
    nation = await house.read(known, "roll-up", area_code="TH", fiscal_year=2554)
    assert (nation["areas"], nation["counted"], nation["value"]) == (75, 4, 40)
    series = await house.read(known, "series", area_code="43", first_year=2554, last_year=2555)
    assert [each["standing"]["covers"] for each in series["years"]] == [["43", "38"], ["43"]]


async def test_under_a_structure_from_before_the_split_the_new_province_stands_where_it_was_made(house: House) -> None:
    known = await house.indicator()
    await house.push(known, *({"area_code": code, "value": 10} for code in ("38", "43")))
    found = await house.read(known, "roll-up", area_code="C52-10", fiscal_year=2558, structure="2010-10-01")
    assert {"38", "43"} <= {each["area_code"] for each in found["parts"]}
    assert found["value"] == 20


async def test_as_of_is_what_the_system_knew_then(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 10, "51": 20})
    between = dt.datetime.now(dt.UTC).isoformat()
    await house.own(known, {"50": 11, "52": 5})
    now = await house.read(known, "roll-up", area_code="C52-15", fiscal_year=2558)
    assert (now["value"], now["counted"], now["as_of"]) == (36, 3, None)
    then = await house.read(known, "roll-up", area_code="C52-15", fiscal_year=2558, as_of=between)
    assert (then["value"], then["counted"], then["not_reported"]) == (30, 2, ["52", "58"])
    before: Json = {"area_code": "C52-15", "fiscal_year": 2558, "as_of": "2020-01-01T00:00:00Z"}
    assert (await house.read(known, "roll-up", **before))["value_state"] == "not_reported"
    # At this moment both ways of reading say the same.
    same = await house.read(known, "roll-up", **{**before, "as_of": dt.datetime.now(dt.UTC).isoformat()})
    assert {**same, "as_of": None} == now


async def test_a_percentage_is_not_derivable_and_a_ratio_is_made_of_its_parts(house: House) -> None:
    bare = await house.indicator(**PERCENT, area_aggregation="none")
    await house.push(bare, *({"area_code": code, "value": 50} for code in NORTH))
    found = await house.read(bare, "roll-up", area_code="C52-15", fiscal_year=2558)
    assert (found["value"], found["value_state"], found["reason"]) == (None, "not_derivable", "not_aggregated")
    assert len(found["parts"]) == 4
    above, below = await house.indicator(), await house.indicator()
    parts = {"numerator_indicator_id": above, "denominator_indicator_id": below}
    ratio = await house.indicator(**PERCENT, area_aggregation="ratio", **parts)
    rows = [{"area_code": code, "numerator": 1, "denominator": at + 2} for at, code in enumerate(NORTH)]
    await house.push(ratio, *rows)
    found = await house.read(ratio, "roll-up", area_code="C52-15", fiscal_year=2558)
    assert (found["value"], found["value_state"]) == (28.57, "derived")  # 4 of 14, not the mean of 50, 33, 25 and 20


async def test_a_weighted_average_weighs_by_the_other_indicator(house: House) -> None:
    weight = await house.indicator(unit_code="person", unit_name_th="คน")
    known = await house.indicator(area_aggregation="weighted_average", denominator_indicator_id=weight)
    await house.push(known, *({"area_code": code, "value": 10 * (at + 1)} for at, code in enumerate(NORTH)))
    asked: Json = {"area_code": "C52-15", "fiscal_year": 2558}
    assert (await house.read(known, "roll-up", **asked))["reason"] == "weight_unknown"
    await house.push(
        weight, *({"area_code": code, "value": value} for code, value in zip(NORTH, (70, 10, 10, 10), strict=True))
    )
    found = await house.read(known, "roll-up", **asked)
    assert found["value"] == 16
    assert [each["weight"] for each in found["parts"]] == [70, 10, 10, 10]


async def test_the_nation_of_a_joint_indicator_and_of_a_roll_up_are_one(house: House) -> None:
    known = await house.indicator()
    overlap = {"overlap_value": 150, "overlap_reason_th": "นักท่องเที่ยวที่พักสองจังหวัด"}
    sides = await offered(house.world, *NORTH, measured={"id": known}, **overlap)
    for code in NORTH:
        assert (await sides.sign(code)).status_code == 200
    await house.own(known, dict.fromkeys(NORTH, 1000.0))
    answer = await house.get(f"/v1/joint-indicators/{sides.id}/results")
    national: Json = answer.json()["national"]
    cluster = await house.read(known, "roll-up", area_code="C52-15", fiscal_year=2558)
    assert national["value"] == cluster["value"] - 150 == 3850
    nation = await house.read(known, "roll-up", area_code="TH", fiscal_year=2558)
    assert (nation["overlap_value"], nation["is_overlap_subtracted"], nation["value_state"]) == (150, False, "partial")
    public = await house.read(known, "roll-up", None, area_code="TH", fiscal_year=2558)
    assert public["overlap_value"] is None


async def test_a_joint_indicator_weighs_as_a_roll_up_does(house: House) -> None:
    weight = await house.indicator()
    known = await house.indicator(area_aggregation="weighted_average", denominator_indicator_id=weight)
    same = {"cascade_way": "same_for_all", "area_target": 15, "national_target": 15, "unassigned_limit_percent": None}
    sides = await offered(
        house.world, "50", "51", measured={"id": known}, side_of_record="function", unassigned_zero_by=None, **same
    )
    for code in ("50", "51"):
        assert (await sides.sign(code)).status_code == 200
    await house.push(known, {"area_code": "50", "value": 10}, {"area_code": "51", "value": 20})
    # Of the weight the provinces' own word counts, whatever the side of record of the joint indicator is.
    await house.own(weight, {"50": 300, "51": 100})
    await house.push(weight, {"area_code": "50", "value": 1}, {"area_code": "51", "value": 1})
    rolled = await house.read(known, "roll-up", area_code="TH", fiscal_year=2558)
    assert (await results(sides))["national"]["value"] == rolled["value"] == 12.5
