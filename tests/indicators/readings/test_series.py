"""Series, comparison, ranking and matrix through the gateway, and whose value counts in each."""

import datetime as dt
from typing import Any

import pytest

from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.indicators.agreements.conftest import act, kpi_of, new_agreement  # noqa: F401 - fixtures
from tests.indicators.agreements.resolving import decided
from tests.indicators.joint.conftest import offered
from tests.indicators.readings.conftest import NORTH, House


async def test_both_sides_stand_in_a_series_and_the_side_asked_for_counts(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 100})
    await house.push(known, {"area_code": "50", "value": 90}, {"area_code": "51", "value": 70})
    for side, reporter, value in (
        ("record", "area:50", 100),
        ("area", "area:50", 100),
        ("function", "function:05", 90),
    ):
        found = await house.read(known, "series", area_code="50", side=side, first_year=2558, last_year=2558)
        (year,) = found["years"]
        assert (year["standing"]["reporter"], year["standing"]["value"]) == (reporter, value)
        assert {each["reporter"]: each["counts"] for each in year["reporters"]} == {
            each: each == reporter for each in ("area:50", "function:05")
        }
    # Without the area's own value the host function's counts, unless only the area's is asked for.
    for side, only in (("record", "function:05"), ("area", None)):
        found = await house.read(known, "series", area_code="51", side=side, first_year=2558, last_year=2558)
        assert found["years"][0]["standing"]["reporter"] == only
    assert found["years"][0]["standing"]["status"] == "not_reported"
    assert found["years"][0]["standing"]["value"] is None


async def test_without_a_host_agency_the_owner_is_a_side_and_stands_in_for_no_area(house: House) -> None:
    known = await house.indicator(host_function_code=None)
    await house.push(known, {"area_code": "50", "value": 90})
    for side, reporter in (("record", None), ("function", "function:05")):
        found = await house.read(known, "series", area_code="50", side=side, first_year=2558, last_year=2558)
        assert found["years"][0]["standing"]["reporter"] == reporter


async def test_a_standing_joint_indicator_names_whose_value_counts_and_a_target(house: House) -> None:
    known = await house.indicator()
    sides = await offered(house.world, "50", "51", measured={"id": known}, side_of_record="function")
    await house.own(known, {"50": 1100, "51": 1100})
    asked: Json = {"area_code": "50", "first_year": 2558, "last_year": 2558}
    assert (await house.read(known, "series", **asked))["years"][0]["standing"]["reporter"] == "area:50"
    assert (await sides.sign("50")).status_code == 200
    standing = (await house.read(known, "series", **asked))["years"][0]["standing"]
    # The area's value counts no more, and the function has not reported.
    assert (standing["reporter"], standing["value"], standing["status"]) == (None, None, "not_reported")
    await house.push(known, {"area_code": "50", "value": 900})
    standing = (await house.read(known, "series", **asked))["years"][0]["standing"]
    assert (standing["reporter"], standing["value"], standing["status"]) == ("function:05", 900, "below_target")
    assert (standing["target"]["source"], standing["target"]["value"]) == ("joint_indicator", 1000)
    public = (await house.read(known, "series", None, **asked))["years"][0]
    assert (public["standing"]["reporter"], public["standing"]["status"]) == ("function:05", "no_target")
    assert (public["targets"], public["standing"]["target"]) == ([], None)


async def test_an_approved_agreement_is_held_against_with_its_baseline(
    house: House,
    act: Any,  # noqa: F811
    new_agreement: Any,  # noqa: F811
) -> None:
    known, year = await house.indicator(), 2566
    baseline = {"value": 4, "fiscal_year": 2565, "source": "รายงานประจำปีของจังหวัด"}
    # The target of the year after is for the agreement of that year.
    targets = [{"fiscal_year": year, "value": 5}, {"fiscal_year": year + 1, "value": 9}]
    kpi = kpi_of({"id": known}, baseline=baseline, targets=targets)
    made = await new_agreement(kpi, area="57", year=year)
    await house.own(known, {"57": 4.8}, fiscal_year=year)
    asked: Json = {"area_code": "57", "first_year": year, "last_year": year}
    assert (await house.read(known, "series", **asked))["years"][0]["targets"] == []
    submitted = (await act(made, "submit")).json()
    await decided(house.world, submitted)
    for grant in ("opdc", None):
        year_read = (await house.read(known, "series", grant, **asked))["years"][0]
        standing = year_read["standing"]
        assert year_read["targets"] == [
            {"source": "performance_agreement", "id": made["id"], "value": 5, "baseline": 4},
        ]
        assert standing["status"] == "below_target"
        assert {each["method"]: (each["percent"], each["band"]) for each in standing["achievements"]} == {
            "of_target": (96, "near"),
            "from_baseline": (80, "below"),
        }


async def test_the_public_reads_what_is_final(house: House) -> None:
    known = await house.indicator()
    await house.push(
        known,
        {"area_code": "50", "value": 5, "period": "q1"},
        {"area_code": "50", "value": 7, "period": "q2", "status": "provisional"},
    )
    await house.push(known, {"area_code": "51", "value": 3, "status": "provisional"})
    for grant, periods, year in (("opdc", ["q1", "q2"], 12), (None, ["q1"], 5)):
        found = await house.read(known, "series", grant, area_code="50", first_year=2558, last_year=2558)
        (reporter,) = found["years"][0]["reporters"]
        assert [each["period"] for each in reporter["values"]] == periods
        assert reporter["year_value"] == year
        matrix = await house.read(known, "matrix", grant, fiscal_year=2558)
        assert [each["area_code"] for each in matrix["areas"]] == (["50", "51"] if grant else ["50"])
        assert matrix["areas"][0]["values"][:4] == [None, 5, 7 if grant else None, None]
    public = await house.read(known, "roll-up", None, area_code="C52-15", fiscal_year=2558)
    assert (public["value"], public["not_reported"]) == (5, ["51", "52", "58"])


async def test_a_new_definition_is_a_break(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 5}, period="q1")
    path, headers = f"/v1/indicators/{known}", house.world.as_("opdc")
    tag = (await house.get(path)).headers["etag"]
    body = {"definition_th": "รายได้ของผู้เยี่ยมเยือนที่พักค้างคืนเท่านั้น", "reason": "ปรับตามนิยามใหม่ของกระทรวง"}
    answer = await house.world.api.patch(path, json=body, headers={**headers, "If-Match": tag})
    assert answer.status_code == 200, answer.text
    await house.own(known, {"50": 6}, period="q2")
    found = await house.read(known, "series", area_code="50", first_year=2557, last_year=2558)
    assert found["breaks"] == [
        {
            "reporter": "area:50",
            "fiscal_year": 2558,
            "period": "q2",
            "definition_version_before": 1,
            "definition_version_after": 2,
        }
    ]
    assert [each["definition_version"] for each in found["definitions"]] == [1, 2]
    assert [each["standing"]["fiscal_year"] for each in found["years"]] == [2557, 2558]


async def test_an_area_is_compared_with_its_peers(house: House) -> None:
    known = await house.indicator()
    await house.push(
        known, *({"area_code": code, "value": value} for code, value in zip(NORTH[:3], (5, 9, 7), strict=True))
    )
    asked: Json = {"area_code": "50", "first_year": 2558, "last_year": 2558}
    cluster = await house.read(known, "comparison", **asked)
    assert (cluster["group_code"], [each["area_code"] for each in cluster["areas"]]) == ("C52-15", list(NORTH))
    assert cluster["summary"] == [
        {"fiscal_year": 2558, "areas": 4, "reported": 3, "lowest": 5, "median": 7, "highest": 9, "place": 3}
    ]
    named = await house.read(known, "comparison", **asked, peers="named", named=["51", "83"])
    assert [each["area_code"] for each in named["areas"]] == ["50", "51", "83"]
    assert len((await house.read(known, "comparison", **asked, peers="all"))["areas"]) == 76
    later: Json = {"area_code": "50", "first_year": 2562, "last_year": 2562}
    region = await house.read(known, "comparison", **later, peers="region")
    assert (region["group_code"], len(region["areas"])) == ("R60-N", 17)
    clusters = await house.read(known, "comparison", **{**asked, "area_code": "C52-15"}, peers="all")
    assert len(clusters["areas"]) == 18


@pytest.mark.parametrize(
    ("reading", "query", "pointer", "code"),
    [
        ("comparison", {"area_code": "50", "peers": "region", "last_year": 2558}, "?peers", "group_unknown"),
        ("comparison", {"area_code": "50", "peers": "named"}, "?named", "missing"),
        ("comparison", {"area_code": "50", "named": ["51"]}, "?named", "without_use"),
        ("series", {"area_code": "50", "first_year": 2559, "last_year": 2558}, "?first_year", "years_reversed"),
        ("ranking", {"fiscal_year": 2558, "by": "of_target", "period": "q1"}, "?by", "whole_year_only"),
        ("roll-up", {"area_code": "50", "fiscal_year": 2558}, "?area_code", "not_a_larger_area"),
        ("roll-up", {"area_code": "TH", "fiscal_year": 2558, "structure": "later"}, "?structure", "structure_unknown"),
        (
            "roll-up",
            {"area_code": "TH", "fiscal_year": 2558, "structure": "2557-11-17"},
            "?structure",
            "day_in_buddhist_era",
        ),
        ("roll-up", {"area_code": "C60-15", "fiscal_year": 2558}, None, "area_not_in_structure"),
        ("roll-up", {"area_code": "R60-N", "fiscal_year": 2558}, None, "area_not_in_structure"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name(
    house: House, reading: str, query: Json, pointer: str | None, code: str
) -> None:
    known = await house.indicator()
    answer = await house.get(f"/v1/indicators/{known}/{reading}", **query)
    problem = answer.json()
    assert answer.status_code == 422, answer.text
    found = [(each["pointer"], each["code"]) for each in problem["errors"]] or [(None, problem["code"])]
    assert found == [(pointer, code)]
    assert problem["detail"]


async def test_areas_are_put_in_order_and_nobody_is_last_for_being_silent(house: House) -> None:
    known = await house.indicator(direction="lower")
    await house.push(
        known, *({"area_code": code, "value": value} for code, value in (("50", 5), ("51", 3), ("52", 5), ("57", 0)))
    )
    await house.push(known, {"area_code": "58", "value": 1, "period": "q1"})
    found = await house.read(known, "ranking", fiscal_year=2558)
    assert [(each["place"], each["standing"]["area_code"], each["is_shared"]) for each in found["places"]] == [
        (1, "57", False),
        (2, "51", False),
        (3, "50", True),
        (3, "52", True),
    ]
    assert len(found["not_ranked"]) == 72
    assert {each["reason"] for each in found["not_ranked"] if each["area_code"] != "58"} == {"not_reported"}
    assert {"area_code": "58", "reason": "incomplete"} in found["not_ranked"]
    quarter = await house.read(known, "ranking", fiscal_year=2558, period="q1", within="C52-15")
    assert [(each["standing"]["area_code"], each["value"]) for each in quarter["places"]] == [("58", 1)]
    assert [each["area_code"] for each in quarter["not_ranked"]] == ["50", "51", "52"]
    by_target = await house.read(known, "ranking", fiscal_year=2558, by="of_target", within="C52-15")
    assert by_target["places"] == []
    assert {each["area_code"]: each["reason"] for each in by_target["not_ranked"]}["50"] == "no_target"


async def test_clusters_are_put_in_order_by_themselves(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"C52-15": 7, "C52-16": 9})
    found = await house.read(known, "ranking", fiscal_year=2558, level="cluster")
    assert [each["standing"]["area_code"] for each in found["places"]] == ["C52-16", "C52-15"]
    assert len(found["not_ranked"]) == 16


async def test_a_draft_and_nothing_answer_alike(house: House) -> None:
    body = {**(await house.get(f"/v1/indicators/{await house.indicator()}")).json()}
    draft = {name: body[name] for name in ("name_th", "unit_code", "unit_name_th", "decimals", "direction", "level")}
    draft |= {name: body[name] for name in ("frequency", "time_aggregation", "area_aggregation", "topic_codes")}
    draft |= {"code": f"{body['code']}-D"[:40], "owner_function_code": "05"}
    made = await house.world.api.post("/v1/indicators", json=draft, headers={**house.world.as_(MINISTRY), **key()})
    assert made.status_code == 201, made.text
    for reading in ("ranking", "matrix"):
        for indicator_id in (made.json()["id"], "0193a1de-7a10-7c3e-8f00-000000000000"):
            answer = await house.get(f"/v1/indicators/{indicator_id}/{reading}", MINISTRY, fiscal_year=2558)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_years_go_to_this_one_unless_told_otherwise(house: House) -> None:
    known = await house.indicator()
    found = await house.read(known, "series", area_code="50")
    years = [each["standing"]["fiscal_year"] for each in found["years"]]
    assert len(years) == 5
    assert years[-1] >= dt.datetime.now(dt.UTC).year + 543
