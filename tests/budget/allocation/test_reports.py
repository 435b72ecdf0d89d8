"""What is read out of runs over HTTP: sentences, the equity report, the sheet, and runs side by side."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from tests.budget.allocation.rounds import ROUNDS, Bureau, criterion, inputs, pool
from tests.contract.operations import Json

PEOPLE: dict[str, float] = {"50": 2, "51": 1}
LINES = ("bounds_amount", "rounding_amount")


def two_pools() -> list[Json]:
    """Three provinces of whom one has no known population, held by a bound; and two clusters."""
    people = criterion("people", "direct", 60, inputs=inputs(PEOPLE), missing="average")
    provinces = pool(
        percent=70,
        criteria=[criterion("equal", "equal", 40), people],
        bounds={"most_amount": "250.00"},
        last_year={
            "kind": "given",
            "source": "ตัวอย่างของระบบ, not official",
            "amounts": [{"area_code": "50", "amount": "200.00"}, {"area_code": "51", "amount": "0.00"}],
        },
    )
    clusters = pool(
        level="cluster", percent=30, areas=["C60-15", "C60-16"], criteria=[criterion("equal", "equal", 100)]
    )
    return [provinces, clusters]


async def divided(bureau: Bureau, **changed: Any) -> tuple[str, Json]:
    """A draft of two pools and the path of its run."""
    draft = await bureau.draft(pools=two_pools(), **changed)
    run = await bureau.run(draft)
    return f"{ROUNDS}/{draft['id']}/runs/{run['id']}", run


async def test_an_area_is_explained_in_sentences(bureau: Bureau) -> None:
    path, _ = await divided(bureau)
    shown = await bureau.read(f"{path}/areas/50")
    assert shown["name_th"] == "เชียงใหม่"
    told = shown["sentences"]
    assert [(each["step"], each["key"], each["amount"]) for each in told] == [
        ("amount", None, None),
        ("criterion", "equal", "93.33"),
        ("criterion", "people", "186.66"),
        ("bounds", None, "-30.00"),
        ("rounding", None, "0.01"),
        ("sum", None, "250.00"),
        ("last_year", None, None),
    ]
    assert told[0]["text_th"].startswith("จังหวัดเชียงใหม่ได้รับจัดสรร 250.00 บาท จากวงเงิน 700.00 บาทที่แบ่งกัน 3 จังหวัด")
    assert "2 คะแนน มากเป็นอันดับที่ 1 จาก 3 พื้นที่" in told[2]["text_th"]
    assert told[3]["text_en"] == "Bounds: held at its most amount of 250.00 baht: 30.00 baht less."
    assert told[6]["text_th"] == "ปีก่อนได้ 200.00 บาท ปีนี้เพิ่มขึ้น 50.00 บาท (ร้อยละ 25)"
    cluster = (await bureau.read(f"{path}/areas/C60-15"))["sentences"][0]["text_th"]
    assert cluster.startswith("กลุ่มจังหวัดภาคเหนือตอนบน 1ได้รับจัดสรร 150.00 บาท")


async def test_the_equity_report_counts_by_the_criterion_that_is_named(bureau: Bureau) -> None:
    path, run = await divided(bureau)
    report = await bureau.read(f"{path}/equity?population=people")
    provinces, clusters = report["pools"]
    assert (report["run_id"], provinces["heads"]["kind"], provinces["heads"]["dated_on"]) == (
        run["id"],
        "criterion",
        "2014-09-30",
    )
    by_code = {each["area_code"]: each for each in provinces["areas"]}
    assert [by_code[code]["amount"] for code in ("50", "51", "52")] == ["250.00", "200.00", "250.00"]
    assert [by_code[code]["per_head_amount"] for code in ("50", "51", "52")] == ["125.00", "200.00", None]
    assert [by_code[code]["change_percent"] for code in ("50", "51", "52")] == [25, None, None]
    assert (by_code["51"]["change_amount"], by_code["52"]["change_amount"]) == ("200.00", None)
    assert (by_code["50"]["cluster_code"], by_code["50"]["region_code"]) == ("C60-15", "R60-N")
    # ลำปาง is in the same cluster: of none of its sums the heads are known.
    [cluster], [region] = provinces["clusters"], provinces["regions"]
    assert (cluster["code"], cluster["area_codes"], cluster["amount"]) == ("C60-15", ["50", "51", "52"], "700.00")
    assert (cluster["heads"], cluster["per_head_amount"], cluster["share_percent"]) == (None, None, 100)
    assert (region["code"], region["name_th"]) == ("R60-N", "ภาคเหนือ")
    assert provinces["without_heads"] == ["52"]
    assert (provinces["most"]["area_code"], provinces["least"]["area_code"], provinces["ratio"]) == ("51", "50", 1.6)
    # 125 and 200 per head: half the areas have 125 of 325; two heads of three have 250 of 450.
    assert provinces["per_head_by_area"] == {
        "gini": 0.115385,
        "lorenz": [{"weight": 0, "value": 0}, {"weight": 0.5, "value": 0.384615}, {"weight": 1, "value": 1}],
    }
    assert provinces["per_head_by_head"]["gini"] == 0.111111
    equal, people = provinces["criteria"]
    assert (equal["moved_amount"], people["moved_amount"], people["moved_percent"]) == ("0.00", "46.67", 11.1122)
    assert (people["gaining"], people["losing"]) == (1, 1)
    for area in provinces["areas"]:
        moved = sum(Decimal(each["amount"]) for each in area["moves"]) + sum(Decimal(area[name]) for name in LINES)
        assert Decimal(area["equal_amount"]) + moved == Decimal(area["amount"])
    assert (clusters["heads"], clusters["per_head_by_head"], clusters["clusters"]) == (None, None, [])
    assert [each["code"] for each in clusters["regions"]] == ["R60-N"]
    assert clusters["amounts"]["gini"] == 0


async def test_heads_may_be_brought_and_what_cannot_be_is_refused(bureau: Bureau) -> None:
    path, _ = await divided(bureau)
    report = await bureau.read(f"{path}/equity?heads=C60-15:3&heads=C60-16:1")
    assert [each["heads"] and each["heads"]["kind"] for each in report["pools"]] == [None, "given"]
    assert report["pools"][1]["whole"]["per_head_amount"] == "75.00"
    assert (await bureau.read(f"{path}/equity"))["pools"][0]["per_head_by_area"] is None
    refused = {
        "population=equal": ("?population", "criterion_without_inputs"),
        "population=people&heads=50:1": ("?heads", "population_named"),
        "heads=34:5": ("?heads", "area_does_not_share"),
        "heads=50:1&heads=50:2": ("?heads", "heads_malformed"),
        "heads=50:0": ("?heads", "heads_malformed"),
    }
    for query, expected in refused.items():
        answer = await bureau.get(f"{path}/equity?{query}")
        assert answer.status_code == 422, query
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["code"]) == expected


async def test_a_criterion_that_weighs_nothing_still_brings_the_heads(bureau: Bureau) -> None:
    draft = await bureau.draft(pools=two_pools())
    weights = [{"key": "equal", "weight": 100}, {"key": "people", "weight": 0}]
    run = await bureau.run(draft, pools=[{"level": "province", "criteria": weights}])
    path = f"{ROUNDS}/{draft['id']}/runs/{run['id']}"
    provinces = (await bureau.read(f"{path}/equity?population=people"))["pools"][0]
    assert [area["per_head_amount"] for area in provinces["areas"]] == ["117.00", "233.00", None]
    assert [provinces["criteria"][1][name] for name in ("amount", "moved_percent", "gaining")] == ["0.00", None, 0]
    assert "(น้ำหนักร้อยละ 0)" in (await bureau.read(f"{path}/areas/50"))["sentences"][2]["text_th"]


async def test_every_row_of_the_sheet_adds_up(bureau: Bureau) -> None:
    path, run = await divided(bureau)
    answer = await bureau.get(f"{path}/export?format=csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["level"], row["area_code"], row["amount"]) for row in rows] == [
        ("province", "50", "250"),
        ("province", "51", "200"),
        ("province", "52", "250"),
        ("cluster", "C60-15", "150"),
        ("cluster", "C60-16", "150"),
    ]
    for row in rows:
        lines = [row[name] for name in row if name.startswith("criterion_") and name.endswith("_amount")]
        lines += [row[name] for name in LINES]
        assert sum(Decimal(each) for each in lines if each) == Decimal(row["amount"])
        assert row["explained_th"].count("\n") >= 4
    # An input that is not known, and a criterion that the pool has not, are empty cells.
    assert (rows[2]["criterion_people_value"], rows[2]["criterion_people_share"]) == ("", "33.333333")
    assert (rows[3]["criterion_people_amount"], rows[0]["bound_by"]) == ("", "most_amount")
    answer = await bureau.get(f"{path}/export")
    assert f"%E0%B8%97%E0%B8%B5%E0%B9%88%20{run['number']}.xlsx" in answer.headers["content-disposition"]
    titles, first, *_ = openpyxl.load_workbook(BytesIO(answer.content)).active.values
    assert dict(zip(titles, first, strict=True))["ได้รับจัดสรร (บาท)"] == 250


async def test_runs_are_set_side_by_side(bureau: Bureau) -> None:
    draft = await bureau.draft()
    path = f"{ROUNDS}/{draft['id']}"
    first = await bureau.run(draft)
    weights = [{"key": "equal", "weight": 100}, {"key": "poor", "weight": 0.01}]
    tried = {"pools": [{"level": "province", "criteria": weights, "bounds": {"least_amount": "300.00"}}]}
    answer = await bureau.act(draft, "runs", tried)
    assert answer.status_code == 422
    weights[:] = [{"key": "equal", "weight": 99}, {"key": "poor", "weight": 1}]
    second = await bureau.run(draft, **tried)
    shown = await bureau.read(f"{path}/comparison?run={first['id']}&run={second['id']}")
    assert [run["number"] for run in shown["runs"]] == [1, 2]
    assert shown["runs"][0]["changes"] == []
    assert [
        (each["criterion"], each["field"], each["before"], each["after"]) for each in shown["runs"][1]["changes"]
    ] == [
        ("equal", "weight", "40", "99"),
        ("poor", "weight", "60", "1"),
        (None, "bounds/least_amount", None, "300.00"),
    ]
    assert [(area["area_code"], *(each["amount"] for each in area["standings"])) for area in shown["areas"]] == [
        ("50", "234.00", "332.00"),
        ("51", "333.00", "333.00"),
        ("52", "433.00", "335.00"),
    ]
    assert [area["standings"][1]["difference_amount"] for area in shown["areas"]] == ["98.00", "0.00", "-98.00"]
    assert [area["standings"][1]["place"] for area in shown["areas"]] == [3, 2, 1]
    assert [shown["runs"][1][name] for name in ("raised_amount", "raised", "lowered")] == ["98.00", 1, 1]
    turned = await bureau.read(f"{path}/comparison?run={second['id']}&run={first['id']}")
    assert [area["standings"][1]["difference_amount"] for area in turned["areas"]] == ["-98.00", "0.00", "98.00"]
    for query, status in ((f"run={first['id']}", 422), (f"run={first['id']}&run={first['id']}", 422)):
        assert (await bureau.get(f"{path}/comparison?{query}")).status_code == status
    for stranger, status in ((None, 401), ("province:50", 403), ("opdc", 404)):
        both = f"{path}/comparison?run={first['id']}&run={second['id']}"
        assert (await bureau.get(both, stranger)).status_code == status
    other = await bureau.run(await bureau.draft())
    assert (await bureau.get(f"{path}/comparison?run={first['id']}&run={other['id']}")).status_code == 404


@pytest.mark.parametrize("part", ["equity", "export", "areas/50"])
async def test_who_may_read_the_run_may_read_what_is_made_of_it(bureau: Bureau, part: str) -> None:
    path, _ = await divided(bureau)
    assert (await bureau.get(f"{path}/{part}")).status_code == 200
    for stranger in (None, "province:50", "opdc"):
        assert (await bureau.get(f"{path}/{part}", stranger)).status_code == 404
